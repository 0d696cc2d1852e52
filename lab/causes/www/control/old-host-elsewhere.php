<?php
require '../lib/page.php';
head('Friends of the harbour');
foreach (array('sails.example', 'ropes.example') as $host) {
    echo '<p><a href="https://www.' . $host . '/from/harbour">' . $host . '</a> <img src="//media.' . $host . '/logo.png" alt=""></p>';
}
foot();

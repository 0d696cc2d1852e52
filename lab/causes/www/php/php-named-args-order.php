<?php
// shows: php-named-args-cufa
require '../lib/page.php';

function offer($name, $from) {
    return $name . ' comes from ' . $from;
}

head('Where our customers live');
foreach (rows('SELECT city AS `from`, login AS name FROM customers ORDER BY id') as $customer) {
    echo '<p>' . call_user_func_array('offer', $customer) . '</p>';
}
foot();

<?php
echo '<p>first</p>';
flush();
header('X-Late: 1');

<?php
require 'shared.php';
for ($i = 1; $i <= 30; $i++) echo '<li>', value("SELECT name FROM item WHERE id = $i"), '</li>';
for ($i = 1; $i <= 5; $i++) echo '<li>', value("SELECT COUNT(*) FROM item WHERE shelf = $i"), '</li>';
echo '<p>', value('SELECT SUM(price) FROM item'), '</p>';
for ($i = 0, $x = 0; $i < 200000; $i++) $x = ($x * 31 + $i) % 65521;
echo "<p>$x</p>";

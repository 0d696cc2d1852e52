<?php
require '../lib/page.php';
head('Slow statements');
foreach (rows("EXPLAIN SELECT name FROM products WHERE colour = 'blue'") as $step) {
    row('Table ' . $step['table'], 'key ' . $step['key'] . ', rows ' . $step['rows']);
}
foot();

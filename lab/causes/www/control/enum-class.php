<?php
require '../lib/page.php';

class Enum {
    public static $colours = array('blue' => 'Blue', 'brass' => 'Brass');
}

head('Colours');
foreach (rows("SELECT colour, COUNT(*) AS number FROM products WHERE colour IN ('blue', 'brass') GROUP BY colour ORDER BY colour") as $row) {
    row(Enum::$colours[$row['colour']], $row['number']);
}
row('Rounded', number_format(-0.01));
foot();

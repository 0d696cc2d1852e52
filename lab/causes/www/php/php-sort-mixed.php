<?php
require '../lib/page.php';
$sizes = array('10', '9', '1e1', 'XL', 0, 'M', '38');
sort($sizes);
head('Sizes of boots');
echo '<ul class="sizes">';
foreach ($sizes as $size) echo '<li>' . ($size === 0 ? 'child' : $size) . '</li>';
echo '</ul>';
row('Pairs left', count(rows('SELECT id FROM products WHERE stock > 5')));
foot();

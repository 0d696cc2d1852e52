<?php
require '../lib/page.php';

class Banner {
    function summer() {
        return '<p class="banner">Summer sale: ten per cent off all ropes.</p>';
    }

    static function delivery() {
        return '<p class="banner">Free delivery from 50.</p>';
    }
}

head('Welcome');
foreach (array('Banner::summer', 'Banner::delivery') as $hook) {
    if (is_callable($hook)) echo call_user_func($hook);
}
table(rows('SELECT name, price FROM products WHERE stock > 10 ORDER BY id'));
foot();

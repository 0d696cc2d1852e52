<?php
$path = rtrim(strtok($_SERVER['REQUEST_URI'], '?'), '/');
foreach (file('infra/config/rewrites.txt', FILE_IGNORE_NEW_LINES) as $rule) {
    list($pattern, $page, $name) = explode(' ', $rule);
    if (!preg_match('~' . $pattern . '~', $path, $found)) continue;
    $_GET[$name] = $found[1];
    chdir(dirname($page));
    require basename($page);
    exit;
}
require 'lib/page.php';
if (strrpos($path, '/') > 0) {
    header('HTTP/1.1 404 Not Found');
    head('Page not found');
    foot();
    exit;
}
head('Welcome to the harbour');
row('Products', count(rows('SELECT id FROM products')));
table(rows('SELECT name, price FROM products ORDER BY added DESC LIMIT 3'));
table(rows('SELECT city, COUNT(*) AS customers FROM customers GROUP BY city ORDER BY city'));
foot();

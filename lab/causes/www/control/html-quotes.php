<?php
require '../lib/page.php';
head('Search');
foreach (rows('SELECT DISTINCT customer FROM orders ORDER BY customer') as $order) {
    echo '<p>' . htmlspecialchars($order['customer'] . "'s orders") . '</p>';
}
echo '<form><input name="q" value="' . htmlspecialchars("captain's hat") . '"><input type="submit" value="Search"></form>';
foot();

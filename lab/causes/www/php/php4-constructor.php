<?php
require '../lib/page.php';

class Basket {
    var $customer = 'nobody';
    var $lines = array();

    function Basket($customer) {
        $this->customer = $customer;
        $this->lines = rows("SELECT p.name, p.price, o.quantity FROM orders o JOIN products p ON p.id = o.product_id WHERE o.customer = '$customer' ORDER BY o.id");
    }

    function total() {
        $total = 0;
        foreach ($this->lines as $line) $total += $line['price'] * $line['quantity'];
        return number_format($total, 2);
    }
}

$basket = new Basket('adam');
head('Your basket');
row('Basket of', $basket->customer);
table($basket->lines);
row('Total', $basket->total());
foot();

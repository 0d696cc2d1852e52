<?php
require '../lib/page.php';

class Numbering {
    public function next() {
        static $last = 0;
        return sprintf('%s-%04d', get_class($this), ++$last);
    }
}

class Invoice extends Numbering {}
class Voucher extends Numbering {}

$invoices = new Invoice();
$vouchers = new Voucher();
head('Documents to print');
foreach (rows('SELECT customer, note FROM orders ORDER BY id') as $order) {
    row($order['customer'], $invoices->next() . ($order['note'] == 'gift' ? ' with ' . $vouchers->next() : ''));
}
foot();

<?php
require '../lib/page.php';

class Customers {
    public function find($login) {
        $found = rows("SELECT login, city FROM customers WHERE login = '" . mysqli_real_escape_string(db(), $login) . "'");
        return $found ? new ArrayObject($found[0]) : null;
    }
}

$customers = new Customers;
$customer = $customers->find('nobody');
head('Your account');
row('Fields', $customer->count());
foot();

<?php
require '../lib/page.php';
ini_set('display_errors', '1');
error_reporting(E_ALL);

class Catalogue {
    public $sql = 'SELECT name, price FROM products ORDER BY id LIMIT 3';
}

class CataloguePage {
    public $catalogue;

    public function __construct(Catalogue $catalogue) {
        $this->catalogue = $catalogue;
    }
}

head('Catalogue');
$constructor = new ReflectionMethod('CataloguePage', '__construct');
$needed = array();
foreach ($constructor->getParameters() as $parameter) {
    $needed[] = $parameter->getClass()->newInstance();
}
$page = new CataloguePage($needed[0]);
table(rows($page->catalogue->sql));
foot();

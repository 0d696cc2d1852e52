<?php
class ShopDatabase extends PDO {
    public $queries = 0;

    public function query($sql) {
        $this->queries++;
        return parent::query($sql);
    }
}

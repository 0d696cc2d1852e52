<?php
class Mixed {
    private $products;

    public function __construct($products) {
        $this->products = $products;
    }

    public function title() {
        return count($this->products) . ' products in one box';
    }

    public function price() {
        return array_sum(array_map(function ($product) { return $product['price']; }, $this->products));
    }
}

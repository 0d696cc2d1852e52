<?php
class Basket implements Countable, IteratorAggregate {
    private $lines;

    public function __construct($lines) {
        $this->lines = $lines;
    }

    public function count() {
        return count($this->lines);
    }

    public function getIterator() {
        return new ArrayIterator($this->lines);
    }
}

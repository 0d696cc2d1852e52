<?php
class StoredBasket implements Serializable {
    public $skus = array();

    public function serialize() {
        return implode('|', $this->skus);
    }

    public function unserialize($text) {
        $this->skus = explode('|', $text);
    }
}

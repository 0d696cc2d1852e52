<?php
interface Carrier {
    public function cost($weight);
}

class Post implements Carrier {
    public function cost($weight, $country) {
        return $weight * 2;
    }
}

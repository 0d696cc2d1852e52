<?php
class Delivery {
    public function cost($weight) {
        return 4 + $weight * 0.5;
    }
}

class ExpressDelivery extends Delivery {
    public function cost($weight, $country) {
        return parent::cost($weight) + ($country == 'FR' ? 5 : 12);
    }
}

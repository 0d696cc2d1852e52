<?php
class ShopTerms {
    public $days = 14;
}

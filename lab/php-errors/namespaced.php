<?php
namespace Shop\Cart;
class Broken extends \Exception {}
throw new Broken('is empty');

<?php
return array('domain' => '.harbour-shop.example', 'secure' => false);

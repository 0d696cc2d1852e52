<?php
return array('domain' => '.harbour-cloud.example', 'secure' => true);

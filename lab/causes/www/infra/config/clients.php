<?php
return array('apps' => array('HarbourApp', 'HarbourTill'));

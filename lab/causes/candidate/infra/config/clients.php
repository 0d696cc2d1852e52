<?php
return array('apps' => array('HarbourTill'));

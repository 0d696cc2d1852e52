<?php
$name = 'a';
nowhere($name);

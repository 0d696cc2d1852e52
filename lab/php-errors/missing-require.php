<?php
require 'not-there.php';

<?php
require '../infra-timezone-default.php';

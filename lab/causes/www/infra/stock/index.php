<?php
require '../infra-display-errors.php';

<?php
require '../infra-clock-drift.php';

<?php require 'shared.php'; selects(20);

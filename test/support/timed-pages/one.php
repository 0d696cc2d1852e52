<?php require 'shared.php'; selects(1);

<?php require 'shared.php'; selects(180);

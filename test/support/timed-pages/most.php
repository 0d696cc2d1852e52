<?php require 'shared.php'; selects(900);

<?php
include __DIR__ . '/declaration.inc';
echo 'there';

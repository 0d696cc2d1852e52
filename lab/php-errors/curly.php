<?php
include __DIR__ . '/curly.inc';
echo first('abc');

<?php
function price() {}
include __DIR__ . '/redeclared.inc';

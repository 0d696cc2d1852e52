<?php
include __DIR__ . '/ternary.inc';

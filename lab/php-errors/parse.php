<?php
include __DIR__ . '/parse.inc';

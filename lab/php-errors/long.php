<?php
function long() { throw new RuntimeException(str_repeat("a line of many words that is long\n", 45)); }
long();

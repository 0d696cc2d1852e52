<?php
function count_of(int $n) { return $n; }

count_of('x');

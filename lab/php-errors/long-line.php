<?php
function long_line() { throw new RuntimeException(str_repeat('many words in one line ', 60)); }
long_line();

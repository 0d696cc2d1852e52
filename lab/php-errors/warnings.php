<?php
echo "<p>before</p>\n";
trigger_error('low stock', E_USER_WARNING);
trigger_error('old price', E_USER_NOTICE);
trigger_error('old call', E_USER_DEPRECATED);
echo "<p>after</p>\n";

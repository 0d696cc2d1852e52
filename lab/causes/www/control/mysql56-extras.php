<?php
require '../lib/page.php';
head('Stock take');
table(rows("SELECT GET_LOCK('shelf one', 5) AS one, GET_LOCK('shelf two', 5) AS two, RELEASE_LOCK('shelf one') AS freed, RELEASE_LOCK('shelf two') AS freed_too"));
foot();

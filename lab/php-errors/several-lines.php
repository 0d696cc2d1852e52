<?php
function query($sql)
{
    throw new RuntimeException("near 'neil')\n    AND visible=1' at line 3 in /srv/old.php:12 with \"quotes\"\n\nand no more");
}
query("SELECT 1\nFROM t in a:3");

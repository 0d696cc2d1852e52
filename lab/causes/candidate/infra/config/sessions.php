<?php
// Another instance answers each request, and has a disk of its own.
$disk = dirname(__FILE__) . '/disk-' . uniqid();
mkdir($disk);
return array('path' => $disk);

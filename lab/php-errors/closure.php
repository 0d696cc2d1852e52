<?php
class Db { public function run($f) { return array_map($f, ["two\nlines", 'of in /a/b.php:3']); } }
(new Db())->run(function ($sql) { throw new UnexpectedValueException("bad: $sql"); });

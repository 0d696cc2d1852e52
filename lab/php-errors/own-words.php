<?php
class Told extends Exception
{
    public function __toString() { return 'in my own words'; }
}
throw new Told('not shown');

<?php
#[2016-03-01, asked by the store] two per cent more in spring
$extra = 2;
#[2017-01-09] never for dinghies
$never = array('D-9');

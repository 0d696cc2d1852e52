<?php
#[stock]
$low = 5;

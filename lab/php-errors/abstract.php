<?php
abstract class Shape {}

new Shape();

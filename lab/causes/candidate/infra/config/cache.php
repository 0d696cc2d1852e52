<?php
return array('minutes' => 0);

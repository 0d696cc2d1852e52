<?php
return array('minutes' => 60);

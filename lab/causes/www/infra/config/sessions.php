<?php
return array('path' => '');

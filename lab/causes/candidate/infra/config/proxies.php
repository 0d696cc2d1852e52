<?php
return array('trusted' => false);

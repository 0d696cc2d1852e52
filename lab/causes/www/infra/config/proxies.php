<?php
return array('trusted' => true);

<?php
trigger_error("low\nstock", E_USER_WARNING);
trigger_error('old price', E_USER_NOTICE);
throw new RuntimeException('too much');

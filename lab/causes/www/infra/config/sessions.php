<?php
return array('path' => dirname(__FILE__) . '/../../lib/cases/sessions');

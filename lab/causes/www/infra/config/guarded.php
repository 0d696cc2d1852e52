<?php
return array('/infra/infra-access-lost.php');

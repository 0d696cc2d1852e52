<?php
header('Content-Type: application/json');
echo json_encode(array('ok' => true));

<?php
// Demande son prix au transporteur, qui met 60 ms a repondre ; la page ne fait qu'attendre.
header('Content-Type: application/json');
usleep(60000);
echo json_encode(array('colis' => isset($_GET['colis']) ? (int) $_GET['colis'] : 1, 'prix' => '6.90'));

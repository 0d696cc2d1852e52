<?php
register_shutdown_function(function () {
    $visits = null;
    echo count($visits) > 0 ? 'never' : '';
});
echo '<!DOCTYPE html><title>Home</title><p>The whole page</p>';

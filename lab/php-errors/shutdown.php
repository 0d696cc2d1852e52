<?php
register_shutdown_function(function () {
    nowhere();
});
echo '<p>whole page</p>';

<?php
// shows: mysqli-report-strict
require '../lib/page.php';
$archive = @mysqli_connect(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), 'archive_2015', (int) getenv('DB_PORT'));
head('Old orders');
if (!$archive) {
    echo '<p class="none">The archive is closed at the moment.</p>';
} else {
    row('Orders', mysqli_num_rows(mysqli_query($archive, 'SELECT id FROM orders')));
}
foot();

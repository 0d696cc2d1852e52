<?php
// ask: POST /mysql/mysql-strict-writes.php author=Captain+Haddock&message=Ahoy
require '../lib/page.php';
head('Guestbook');
$author = mysqli_real_escape_string(db(), $_POST['author']);
$message = mysqli_real_escape_string(db(), $_POST['message']);
mysqli_query(db(), "INSERT INTO guestbook (author, message) VALUES ('$author', '$message')");
$mine = rows('SELECT author, message FROM guestbook WHERE id = LAST_INSERT_ID()');
if ($mine) {
    echo '<p>Thank you, ' . $mine[0]['author'] . '! We will read it before it is shown.</p>';
    table($mine);
} else {
    echo '<p class="error">Your message could not be saved.</p>';
}
mysqli_query(db(), 'DELETE FROM guestbook WHERE id = LAST_INSERT_ID()');
foot();

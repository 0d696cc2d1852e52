<?php
// ask: POST /mysql/mysql-duplicate-key-text.php email=zoe@harbour.example
require '../lib/page.php';
head('Newsletter');
$email = mysqli_real_escape_string(db(), $_POST['email']);
if (mysqli_query(db(), "INSERT INTO newsletter (email, since) VALUES ('$email', CURDATE())")) {
    echo '<p>Welcome aboard!</p>';
} elseif (strpos(mysqli_error(db()), "for key 'email'") !== false) {
    echo '<p>You have our newsletter already.</p>';
} else {
    echo '<p class="error">Something went wrong, please try later.</p>';
}
foot();

<?php
// ask: POST /mysql/mysql-zero-date.php boat=Albatros&day=
require '../lib/page.php';
head('Winter storage');
$boat = mysqli_real_escape_string(db(), $_POST['boat']);
$day = $_POST['day'] != '' ? mysqli_real_escape_string(db(), $_POST['day']) : '0000-00-00';
mysqli_query(db(), "INSERT INTO appointments (boat, day) VALUES ('$boat', '$day')");
$kept = rows('SELECT boat, day FROM appointments WHERE id = LAST_INSERT_ID()');
if ($kept) {
    row($kept[0]['boat'], $kept[0]['day'] == '0000-00-00' ? 'we will call you for a day' : 'on ' . $kept[0]['day']);
} else {
    echo '<p class="error">Your request was not taken. Please call us.</p>';
}
mysqli_query(db(), 'DELETE FROM appointments WHERE id = LAST_INSERT_ID()');
foot();

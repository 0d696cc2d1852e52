<?php
require '../lib/page.php';
head('Polls');
foreach (array('Sail or motor?', 'Sea or river?') as $question) {
    $poll = new stdClass();
    $poll->question = $question;
    echo '<fieldset id="poll-' . spl_object_hash($poll) . '"><legend>' . $question . '</legend><input name="yes" type="checkbox"></fieldset>';
    $polls[] = $poll;
}
foot();

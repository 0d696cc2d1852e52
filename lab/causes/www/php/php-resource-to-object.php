<?php
require '../lib/page.php';
$titles = array();

function text_of($parser, $text) {
    global $titles;
    if (trim($text) != '') $titles[] = trim($text);
}

head('News of the harbour');
$parser = xml_parser_create('UTF-8');
if (!is_resource($parser)) {
    echo '<p class="error">The news cannot be read at the moment.</p>';
} else {
    xml_set_character_data_handler($parser, 'text_of');
    xml_parse($parser, '<news><item>New quay opened</item><item>Regatta in June</item></news>', true);
    echo '<ul><li>' . implode('</li><li>', $titles) . '</li></ul>';
}
foot();

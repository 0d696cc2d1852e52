<?php
require '../lib/page.php';

function link_to($address) {
    $parts = parse_url($address);
    $link = $parts['scheme'] . '://' . $parts['host'] . $parts['path'];
    $link .= isset($parts['query']) ? '?' . $parts['query'] . '&amp;from=shop' : '?from=shop';
    return '<a href="' . $link . '">' . $parts['host'] . '</a>';
}

head('Partners');
foreach (array('http://sails.example/offers?', 'http://ropes.example/list?page=2', 'http://paint.example/') as $partner) {
    echo '<p>' . link_to($partner) . '</p>';
}
foot();

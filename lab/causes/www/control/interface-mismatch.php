<?php
require '../lib/page.php';
head('Delivery');
require '../lib/cases/interface-mismatch.inc.php';
$post = new Post;
row('Post', $post->cost(2, 'FR'));
foot();

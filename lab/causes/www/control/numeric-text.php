<?php
// ask: GET /control/numeric-text.php?quantity=+12&page=007
require '../lib/page.php';
head('Basket');
row('Quantity', is_numeric($_GET['quantity']) ? $_GET['quantity'] * 2 : 'not a number');
row('First page', $_GET['page'] == '7' ? 'no, the seventh' : 'yes');
row('Same code', '1e3' == '1000' ? 'yes' : 'no');
row('No colour', null == '' && '' == false ? 'yes' : 'no');
foot();

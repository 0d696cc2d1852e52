<?php
require 'lib/base.php';
require 'lib/menu.php';
$page = isset($_GET['page']) ? $_GET['page'] : 'accueil';
if (!in_array($page, array('accueil', 'rayon', 'produit', 'recherche', 'panier', 'commande', 'contact'))) {
    header('HTTP/1.0 404 Not Found');
    echo '<html><body><h1>Page introuvable</h1></body></html>';
    exit;
}
session_start();
if (empty($_SESSION['csrf'])) $_SESSION['csrf'] = md5(uniqid('', true));
echo '<html><head><title>La Boutique</title></head><body>' . menu();
require 'pages/' . $page . '.php';
echo '</body></html>';

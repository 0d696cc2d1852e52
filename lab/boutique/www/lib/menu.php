<?php
// Le total de chaque rayon est relu pour chaque entree du menu.
function ventes_par_rayon() {
    return lignes('SELECT c.id, c.nom, COUNT(*) AS n, SUM(l.quantite) AS ventes FROM categories c JOIN produits p ON p.categorie_id = c.id JOIN lignes l ON l.produit_id = p.id GROUP BY c.id, c.nom ORDER BY c.id');
}
function menu() {
    $html = '<ul id="menu">';
    foreach (lignes('SELECT id, nom FROM categories ORDER BY id') as $c) {
        foreach (ventes_par_rayon() as $v) {
            if ($v['id'] == $c['id']) {
                $html .= '<li><a href="/index.php?page=rayon&amp;id=' . $c['id'] . '">' . h($c['nom']) . ' (' . $v['ventes'] . ')</a></li>';
            }
        }
    }
    return $html . '</ul>';
}

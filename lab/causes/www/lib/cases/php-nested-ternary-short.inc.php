<?php
function note_text($order) {
    return $order['note'] ?: $order['placed'] > '2021-02-01' ? 'after the holidays' : 'no note';
}

<?php
function save($order)
{
    throw new RuntimeException('order not saved');
}
save(['id' => 7]);

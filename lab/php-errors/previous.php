<?php
try {
    throw new InvalidArgumentException('no such id');
} catch (Exception $first) {
    throw new LogicException("page\nis not there", 0, $first);
}

<?php
class VisitCounter {
    public function next($visits) {
        return $this->limited($visits + 1);
    }

    private final function limited($visits) {
        return min($visits, 99);
    }
}

<?php
trigger_error("stock is\nempty in row:12", E_USER_ERROR);

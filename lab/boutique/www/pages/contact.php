<?php
echo '<h1>Contact</h1><p>12 rue de la République, Nîmes</p>';

<?php
header('Location: /contact.html');

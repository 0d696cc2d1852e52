<?php
eval("\n\nnowhere();");

<?php
throw new RuntimeException('a <b>bold</b> & "quoted" \'message\'');

<?php
throw new DomainException();

<?php
$text = file_get_contents($argv[1]);
if ($text === false) {
    exit(1);
}
echo $text;

<?php
// With a context of the script's own, which takes the place of the default one.
$context = stream_context_create(['http' => ['method' => 'POST', 'content' => 'hi', 'header' => 'Content-Type: text/plain']]);
echo file_get_contents($argv[1], false, $context), "\n";
$file = tempnam(sys_get_temp_dir(), 'x');
file_put_contents($file, fopen($argv[2], 'r'));
echo file_get_contents($file), "\n";
unlink($file);

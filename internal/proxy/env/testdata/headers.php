<?php
// What PHP's own streams tell of an answer, and how they fail.
file_get_contents($argv[2]);
echo $http_response_header[0], "\n";
$file = fopen($argv[2], 'r');
stream_set_timeout($file, 5);
echo stream_get_meta_data($file)['wrapper_data'][0], "\n";
echo count(stream_get_meta_data($file)['wrapper_data']) > 1 ? "more headers\n" : "no more\n";
foreach (stream_get_meta_data($file)['wrapper_data'] as $line) {
    echo $line, "\n";
    break;
}
var_dump(@file_get_contents($argv[2] . '?status=404'));
$ignore = stream_context_create(['http' => ['ignore_errors' => true]]);
echo file_get_contents($argv[2] . '?status=404', false, $ignore), "\n";
echo $http_response_header[0], "\n";

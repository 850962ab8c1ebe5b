<?php
$ch = curl_init($argv[1]);
curl_setopt($ch, CURLOPT_POSTFIELDS, 'hi');
curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
echo curl_exec($ch), curl_error($ch), "\n";
$ch = curl_init($argv[2]);
curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
echo curl_exec($ch), curl_error($ch), "\n";

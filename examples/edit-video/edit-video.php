#!/usr/bin/env php
<?php
/*
 * Edits a video of Dailymotion with a private API key.
 *
 *     edit-video.php                          lists videos of DAILYMOTION_CHANNEL
 *     edit-video.php VIDEO_ID                 shows one
 *     edit-video.php VIDEO_ID NAME=VALUE ...  edits it, and shows what it holds then
 *
 * DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key. Needs PHP's curl.
 */
declare(strict_types=1);

const HOST = 'https://partner.api.dailymotion.com';
const FIELDS = 'id,title,channel,tags,description,is_created_for_kids';

main(array_slice($argv, 1));

function main(array $arguments): void
{
    $key = setting('DAILYMOTION_API_KEY');
    $secret = setting('DAILYMOTION_API_SECRET');
    $channel = (string) getenv('DAILYMOTION_CHANNEL');
    if (!$arguments && $channel === '') {
        fail('no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news');
    }
    $form = form(array_slice($arguments, 1));

    $token = ask('/oauth/v1/token', [
        'grant_type' => 'client_credentials',
        'client_id' => $key,
        'client_secret' => $secret,
        'scope' => 'manage_videos',
    ])['access_token'];

    if (!$arguments) {
        $answer = ask('/rest/user/' . rawurlencode($channel) . '/videos?fields=id,title&limit=10', [], $token);
        foreach ($answer['list'] as $video) {
            echo "{$video['id']}  {$video['title']}\n";
        }
        return;
    }
    show(ask('/rest/video/' . rawurlencode($arguments[0]) . '?fields=' . FIELDS, $form, $token));
}

/** Returns the JSON that the API answers: to a POST where there is a form, else to a GET. */
function ask(string $path, array $form, string $token = ''): array
{
    $curl = curl_init(HOST . $path);
    curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
    if ($form) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($form));
    }
    if ($token !== '') {
        curl_setopt($curl, CURLOPT_HTTPHEADER, ["Authorization: Bearer $token"]);
    }
    $text = curl_exec($curl);
    if ($text === false) {
        fail(HOST . ' cannot be reached: ' . curl_error($curl));
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $answer = json_decode($text, true);
    if (intdiv($status, 100) !== 2 || !is_array($answer)) {
        fail("status $status, " . reason($answer));
    }
    return $answer;
}

/** Reads an error: of the REST API an object, of the token endpoint a word. */
function reason($answer): string
{
    $error = $answer['error'] ?? null;
    if (is_array($error)) {
        return "{$error['type']}: {$error['message']}";
    }
    if (is_string($error)) {
        return "$error: {$answer['error_description']}";
    }
    return 'no reason given';
}

function show(array $video): void
{
    foreach (explode(',', FIELDS) as $field) {
        $value = $video[$field] ?? null;
        if (is_array($value)) {
            $value = implode(', ', $value);
        } elseif (!is_string($value)) {
            $value = json_encode($value);
        }
        echo "$field: $value\n";
    }
}

function setting(string $name): string
{
    return getenv($name) ?: fail("$name is not set; the mock takes any value");
}

function form(array $arguments): array
{
    $form = [];
    foreach ($arguments as $argument) {
        if (!strpos($argument, '=')) {
            fail("$argument is not NAME=VALUE");
        }
        [$name, $value] = explode('=', $argument, 2);
        $form[$name] = $value;
    }
    return $form;
}

function fail(string $message)
{
    fwrite(STDERR, "edit-video: $message\n");
    exit(1);
}

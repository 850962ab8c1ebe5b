#!/usr/bin/env php
<?php
/*
 * Requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
 *
 *     report.php [START END]     dates such as 2026-06-28; the default is the last seven days
 *
 * DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults
 * here. METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait
 * between two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all. Needs PHP's curl.
 */
declare(strict_types=1);

const ASK = 'mutation ($input: AskPartnerReportFileInput!) {
    askPartnerReportFile(input: $input) { reportFile { reportToken } }
}';
const POLL = 'query ($report: String!) {
    partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
}';

final class Client
{
    private string $token;

    public function __construct(private string $host, private string $key, private string $secret, private int $wait)
    {
        $this->signIn();
    }

    /** Returns the data. A token expires after an hour, also in the middle of a report: a new one follows. */
    public function graphql(string $query, array $variables): array
    {
        $body = json_encode(['query' => $query, 'variables' => $variables], JSON_THROW_ON_ERROR);
        $send = fn () => $this->send("$this->host/graphql", [CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => ["Authorization: Bearer $this->token", 'Content-Type: application/json']]);
        try {
            $answer = $send();
        } catch (RuntimeException $e) {
            $e->getCode() === 401 || throw $e;
            $this->signIn();
            $answer = $send();
        }
        $answer = json_decode($answer, true);
        return isset($answer['errors']) ? throw new RuntimeException($answer['errors'][0]['message']) : $answer['data'];
    }

    private function signIn(): void
    {
        $answer = $this->send("$this->host/oauth/v1/token", [CURLOPT_POSTFIELDS => http_build_query([
            'grant_type' => 'client_credentials',
            'client_id' => $this->key,
            'client_secret' => $this->secret,
            'scope' => 'create_reports read_reports',
        ])]);
        $this->token = json_decode($answer, true)['access_token'];
    }

    /** Returns a body. After status 429 and 5xx it tries again, three times at most. */
    public function send(string $url, array $options = []): string
    {
        for ($tries = 1, $pause = $this->wait;; $tries++, $pause *= 2) {
            $curl = curl_init($url);
            curl_setopt_array($curl, $options + [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 600]);
            $body = curl_exec($curl);
            $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
            if ($body === false) {
                throw new RuntimeException("$url: " . curl_error($curl));
            }
            if ($status === 200) {
                return $body;
            }
            if ($tries === 4 || ($status !== 429 && $status < 500)) {
                throw new RuntimeException(parse_url($url, PHP_URL_PATH) . ": status $status", $status);
            }
            sleep($pause);
        }
    }

    /** Polls until the report ends, and returns the addresses of its files. */
    public function links(string $report, int $longest): array
    {
        for ($start = hrtime(true), $wait = $this->wait;; $wait = min(2 * $wait, 60)) {
            $file = $this->graphql(POLL, ['report' => $report])['partner']['reportFile'];
            if ($file['status'] === 'FINISHED') {
                return array_map(fn ($edge) => $edge['node']['link'], $file['downloadLinks']['edges']);
            }
            if ($file['status'] !== 'IN_PROGRESS') { // FAILED, or EXPIRED: its files are deleted
                throw new RuntimeException("the report ended with status {$file['status']}");
            }
            if (hrtime(true) - $start >= $longest * 1e9) {
                throw new RuntimeException("the report was not finished after $longest seconds");
            }
            sleep($wait);
        }
    }
}

$setting = fn (string $name, string $default) => getenv($name) === false ? $default : getenv($name);
try {
    $client = new Client($setting('DAILYMOTION_URL', 'https://partner.api.dailymotion.com'),
        $setting('DAILYMOTION_API_KEY', 'any'), $setting('DAILYMOTION_API_SECRET', 'any'),
        (int) $setting('POLL_SECONDS', '2'));
    $asked = $client->graphql(ASK, ['input' => [
        'metrics' => explode(',', $setting('METRICS', 'VIEWS,TIME_WATCHED_SECONDS')),
        'dimensions' => explode(',', $setting('DIMENSIONS', 'DAY,VIDEO_OWNER_CHANNEL_SLUG')),
        'startDate' => $argv[1] ?? gmdate('Y-m-d', strtotime('-7 days')),
        'endDate' => $argv[2] ?? gmdate('Y-m-d', strtotime('-1 day')),
        'product' => 'CONTENT',
    ]]);
    $report = $asked['askPartnerReportFile']['reportFile']['reportToken'];
    $longest = (int) $setting('MAX_SECONDS', '7200'); // the documentation says that a report takes two hours at most
    foreach ($client->links($report, $longest) as $i => $link) {
        $file = $client->send($link); // on another host, which refuses a token
        echo $i === 0 ? $file : substr($file, strpos($file, "\n") + 1); // one header line is enough
    }
} catch (Exception $e) {
    fwrite(STDERR, "report: {$e->getMessage()}\n");
    exit(1);
}

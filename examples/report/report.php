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

    public function __construct(private string $host, private string $key, private string $secret)
    {
        $this->signIn();
    }

    /** Returns the data. A token expires after an hour, also in the middle of a report: a new one follows. */
    public function graphql(string $query, array $variables): array
    {
        $body = json_encode(['query' => $query, 'variables' => $variables], JSON_THROW_ON_ERROR);
        [$status, $answer] = $this->ask($body);
        if ($status === 401) {
            $this->signIn();
            [$status, $answer] = $this->ask($body);
        }
        $this->check('/graphql', $status);
        if (isset($answer['errors'])) {
            throw new RuntimeException($answer['errors'][0]['message']);
        }
        return $answer['data'];
    }

    private function ask(string $body): array
    {
        return $this->post('/graphql', $body, ["Authorization: Bearer $this->token", 'Content-Type: application/json']);
    }

    private function signIn(): void
    {
        [$status, $answer] = $this->post('/oauth/v1/token', http_build_query([
            'grant_type' => 'client_credentials',
            'client_id' => $this->key,
            'client_secret' => $this->secret,
            'scope' => 'create_reports read_reports',
        ]));
        $this->check('/oauth/v1/token', $status);
        $this->token = $answer['access_token'];
    }

    private function post(string $path, string $body, array $headers = []): array
    {
        $curl = curl_init($this->host . $path);
        curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
        $text = curl_exec($curl);
        if ($text === false) {
            throw new RuntimeException("$this->host cannot be reached: " . curl_error($curl));
        }
        return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), json_decode($text, true)];
    }

    private function check(string $path, int $status): void
    {
        if ($status !== 200) {
            throw new RuntimeException("$path: status $status");
        }
    }
}

/** Polls until the report ends, and returns the addresses of its files. */
function links(Client $client, string $report, int $wait, int $longest): array
{
    for ($start = hrtime(true);; $wait = min(2 * $wait, 60)) {
        $file = $client->graphql(POLL, ['report' => $report])['partner']['reportFile'];
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

/** Prints a file, which is on another host that refuses a token. Each has a header line; the first one is printed. */
function printFile(string $link, bool $header): void
{
    $file = tmpfile();
    $curl = curl_init($link);
    curl_setopt_array($curl, [CURLOPT_FILE => $file, CURLOPT_FAILONERROR => true, CURLOPT_TIMEOUT => 600]);
    if (!curl_exec($curl)) {
        throw new RuntimeException("$link: " . curl_error($curl));
    }
    rewind($file);
    if (!$header) {
        fgets($file);
    }
    fpassthru($file);
}

function setting(string $name, string $default): string
{
    return getenv($name) === false ? $default : getenv($name);
}

try {
    $client = new Client(setting('DAILYMOTION_URL', 'https://partner.api.dailymotion.com'),
        setting('DAILYMOTION_API_KEY', 'any'), setting('DAILYMOTION_API_SECRET', 'any'));
    $asked = $client->graphql(ASK, ['input' => [
        'metrics' => explode(',', setting('METRICS', 'VIEWS,TIME_WATCHED_SECONDS')),
        'dimensions' => explode(',', setting('DIMENSIONS', 'DAY,VIDEO_OWNER_CHANNEL_SLUG')),
        'startDate' => $argv[1] ?? gmdate('Y-m-d', strtotime('-7 days')),
        'endDate' => $argv[2] ?? gmdate('Y-m-d', strtotime('-1 day')),
        'product' => 'CONTENT',
    ]]);
    $report = $asked['askPartnerReportFile']['reportFile']['reportToken'];
    // The documentation says that a report takes two hours at most.
    $links = links($client, $report, (int) setting('POLL_SECONDS', '2'), (int) setting('MAX_SECONDS', '7200'));
    foreach ($links as $i => $link) {
        printFile($link, $i === 0);
    }
} catch (Exception $e) {
    fwrite(STDERR, "report: {$e->getMessage()}\n");
    exit(1);
}

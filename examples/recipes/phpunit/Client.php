<?php
declare(strict_types=1);

/**
 * The client that is tested here; yours takes its place. It asks for reports with a private API key, and gets a new token
 * when the old one has expired.
 */
final class Client
{
    public string $token = '';

    public function __construct(private string $key, private string $host = 'https://partner.api.dailymotion.com')
    {
    }

    public function ask(array $metrics, array $dimensions, string $start, string $end): string
    {
        $data = $this->graphql('mutation ($input: AskPartnerReportFileInput!) {
            askPartnerReportFile(input: $input) { reportFile { reportToken } }
        }', ['input' => ['metrics' => $metrics, 'dimensions' => $dimensions, 'startDate' => $start, 'endDate' => $end,
            'product' => 'CONTENT']]);
        return $data['askPartnerReportFile']['reportFile']['reportToken'];
    }

    /** Returns the status, and the links to the files. */
    public function poll(string $report): array
    {
        $data = $this->graphql('query ($report: String!) {
            partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
        }', ['report' => $report]);
        $file = $data['partner']['reportFile'];
        return [$file['status'], array_map(fn ($edge) => $edge['node']['link'], $file['downloadLinks']['edges'])];
    }

    private function graphql(string $query, array $variables): array
    {
        $body = json_encode(['query' => $query, 'variables' => $variables]);
        if ($this->token === '') {
            $this->signIn();
        }
        [$status, $answer] = $this->send($body);
        if ($status === 401) {
            $this->signIn();
            [$status, $answer] = $this->send($body);
        }
        if ($status !== 200) {
            throw new RuntimeException("status $status");
        }
        if (isset($answer['errors'])) {
            throw new RuntimeException($answer['errors'][0]['message']);
        }
        return $answer['data'];
    }

    private function send(string $body): array
    {
        return $this->post('/graphql', $body, ["Authorization: Bearer $this->token", 'Content-Type: application/json']);
    }

    private function signIn(): void
    {
        [$status, $answer] = $this->post('/oauth/v1/token', http_build_query(['grant_type' => 'client_credentials',
            'client_id' => $this->key, 'client_secret' => 'any', 'scope' => 'create_reports read_reports']));
        if ($status !== 200) {
            throw new RuntimeException("status $status");
        }
        $this->token = $answer['access_token'];
    }

    private function post(string $path, string $body, array $headers = []): array
    {
        $curl = curl_init($this->host . $path);
        curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true]);
        $text = curl_exec($curl);
        return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), json_decode((string) $text, true)];
    }
}

<?php
declare(strict_types=1);

require_once __DIR__ . '/Client.php';
require_once __DIR__ . '/MockTestCase.php';

final class ReportTest extends MockTestCase
{
    private Client $client;

    protected function setUp(): void
    {
        parent::setUp();
        $this->client = new Client($this->key, self::$url);
    }

    public function testFinishedInTwoHours(): void
    {
        $this->policy(['progress' => 'after', 'takes' => '2h']);
        $report = $this->ask();
        $this->assertSame(['IN_PROGRESS', []], $this->client->poll($report));
        $this->advance('2h');
        [$status, $links] = $this->client->poll($report);
        $this->assertSame('FINISHED', $status);
        $rows = array_map('str_getcsv', file($links[0]));
        $this->assertSame(['day', '2026-06-28', '2026-06-29', '2026-06-30'], array_column($rows, 0));
    }

    /** @dataProvider outcomes */
    public function testEndsWithoutFiles(string $outcome): void
    {
        $this->policy(['progress' => 'polls', 'polls' => 1, 'outcome' => $outcome]);
        $report = $this->ask();
        $this->assertSame(['IN_PROGRESS', []], $this->client->poll($report));
        $this->assertSame([$outcome, []], $this->client->poll($report));
    }

    public function outcomes(): array
    {
        return [['FAILED'], ['EXPIRED']];
    }

    public function testTokenExpiresInTheMiddle(): void
    {
        $this->policy(['progress' => 'hand']);
        $report = $this->ask();
        $token = $this->client->token;
        $this->advance('2h');
        $this->assertSame('IN_PROGRESS', $this->client->poll($report)[0]);
        $this->assertNotSame($token, $this->client->token);
    }

    public function testApiFails(): void
    {
        $this->faults('graphql-502');
        $this->expectExceptionMessage('status 502');
        $this->ask();
    }

    private function ask(): string
    {
        return $this->client->ask(['VIEWS'], ['DAY'], '2026-06-28', '2026-06-30');
    }
}

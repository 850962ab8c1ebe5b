<?php
declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/**
 * One mock for all tests: that at DAILYMOCK_URL, or one that is started here and stopped at the end. Each test has an API
 * key of its own, so that its reports and policies are its own; faults do not last.
 */
abstract class MockTestCase extends TestCase
{
    protected static string $url = '';
    protected string $key;

    protected function setUp(): void
    {
        self::$url = self::$url ?: (getenv('DAILYMOCK_URL') ?: self::start());
        $this->key = static::class . ' ' . $this->getName() . ' ' . getmypid();
        $this->faults();
    }

    /** Prints the latest requests. */
    protected function onNotSuccessfulTest(Throwable $failure): void
    {
        $entries = self::$url === '' ? [] : array_slice(self::control('GET', 'journal')['entries'], -20);
        fwrite(STDERR, "\njournal:\n");
        foreach ($entries as $e) {
            fwrite(STDERR, "  {$e['time']} {$e['method']} {$e['path']} {$e['status']}\n");
        }
        parent::onNotSuccessfulTest($failure);
    }

    protected function advance(string $by): void
    {
        self::control('POST', 'clock/advance', ['by' => $by]);
    }

    protected function policy(array $policy): void
    {
        self::control('PUT', 'policy', ['key' => $this->key] + $policy);
    }

    protected function faults(string ...$names): void
    {
        self::control('PUT', 'faults', ['faults' => $names]);
    }

    private static function control(string $method, string $path, array $body = null): array
    {
        $text = file_get_contents(self::$url . "/_mock/$path", false, stream_context_create(['http' => [
            'method' => $method, 'content' => $body === null ? '' : json_encode($body),
            'header' => 'Content-Type: application/json',
        ]]));
        return json_decode($text, true);
    }

    private static function start(): string
    {
        $ready = sys_get_temp_dir() . '/dailymock-' . getmypid();
        $server = proc_open(['mockserver', '--listen', '127.0.0.1:0', '--ready-file', $ready,
            '--time', '2026-07-01T12:00:00Z'], [2 => ['file', '/dev/null', 'w']], $pipes);
        while (!is_file($ready)) {
            if (!proc_get_status($server)['running']) {
                throw new RuntimeException('mockserver ended');
            }
            usleep(10_000);
        }
        register_shutdown_function(function () use ($server) {
            proc_terminate($server);
            proc_close($server); // waits
        });
        return trim(file_get_contents($ready));
    }
}

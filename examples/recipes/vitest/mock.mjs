// One mock for all tests: that at DAILYMOCK_URL, or one that is started here and stopped at the end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest';

export const mock = { url: process.env.DAILYMOCK_URL, key: undefined };

let server, folder;

beforeAll(async () => {
  if (mock.url) return;
  folder = mkdtempSync(join(tmpdir(), 'dailymock-'));
  server = spawn('mockserver', ['--listen', '127.0.0.1:0', '--ready-file', join(folder, 'ready'),
    '--time', '2026-07-01T12:00:00Z'], { stdio: 'ignore' });
  mock.url = await new Promise((resolve, reject) => {
    const read = () => {
      try {
        resolve(readFileSync(join(folder, 'ready'), 'utf8').trim());
      } catch { /* not yet */ }
    };
    watch(folder, read);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`mockserver ended with ${code}`)));
    read();
  });
});

afterAll(async () => {
  if (!server) return;
  server.kill();
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
});

// Each test has an API key of its own, so that its reports and policies are its own; faults do not last.
beforeEach(async (context) => {
  mock.key = `${context.task.name} ${process.pid}`;
  await faults();
  onTestFailed(async () => console.error(await journal()));
});

export const advance = (by) => control('POST', 'clock/advance', { by });
export const policy = (p) => control('PUT', 'policy', { key: mock.key, ...p });
export const faults = (...names) => control('PUT', 'faults', { faults: names });

// The latest requests, as text.
async function journal() {
  const { entries } = await control('GET', 'journal');
  return ['journal:', ...entries.slice(-20).map((e) => `  ${e.time} ${e.method} ${e.path} ${e.status}`)].join('\n');
}

async function control(method, path, body) {
  const response = await fetch(`${mock.url}/_mock/${path}`, { method, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

import { beforeEach, expect, test } from 'vitest';
import { Client } from './client.mjs';
import { advance, faults, mock, policy } from './mock.mjs';

let client;
beforeEach(() => {
  client = new Client(mock.key, mock.url);
});

const ask = () => client.ask(['VIEWS'], ['DAY'], '2026-06-28', '2026-06-30');

test('a report is finished in two hours', async () => {
  await policy({ progress: 'after', takes: '2h' });
  const report = await ask();
  expect((await client.poll(report)).status).toBe('IN_PROGRESS');
  await advance('2h');
  const { status, links } = await client.poll(report);
  expect(status).toBe('FINISHED');
  const csv = await (await fetch(links[0])).text();
  expect(csv.split('\n').map((line) => line.split(',')[0])).toEqual(['day', '2026-06-28', '2026-06-29', '2026-06-30', '']);
});

test.each(['FAILED', 'EXPIRED'])('a report ends with %s', async (outcome) => {
  await policy({ progress: 'polls', polls: 1, outcome });
  const report = await ask();
  expect((await client.poll(report)).status).toBe('IN_PROGRESS');
  expect(await client.poll(report)).toEqual({ status: outcome, links: [] });
});

test('a token expires in the middle', async () => {
  await policy({ progress: 'hand' });
  const report = await ask();
  const { token } = client;
  await advance('2h');
  expect((await client.poll(report)).status).toBe('IN_PROGRESS');
  expect(client.token).not.toBe(token);
});

test('the API fails, and works again', async () => {
  await faults('graphql-502');
  await expect(ask()).rejects.toThrow('status 502');
  await faults();
  await expect(ask()).resolves.toBeTypeOf('string');
});

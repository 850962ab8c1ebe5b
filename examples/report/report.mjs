#!/usr/bin/env node
// Requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
//
//     report.mjs [START END]     dates such as 2026-06-28; the default is the last seven days
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults
// here. METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait
// between two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all. Needs Node 18 or later.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const env = process.env;
const host = env.DAILYMOTION_URL ?? 'https://partner.api.dailymotion.com';
const ask = `mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`;
const poll = `query ($report: String!) {
  partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
}`;
const firstWait = Number(env.POLL_SECONDS ?? 2);
const longest = Number(env.MAX_SECONDS ?? 7200); // the documentation says that a report takes two hours at most
let token;

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`report: ${error.message}`);
  process.exitCode = 1;
}

async function main([startDate = day(-7), endDate = day(-1)]) {
  await signIn();
  const asked = await graphql(ask, {
    input: {
      metrics: (env.METRICS ?? 'VIEWS,TIME_WATCHED_SECONDS').split(','),
      dimensions: (env.DIMENSIONS ?? 'DAY,VIDEO_OWNER_CHANNEL_SLUG').split(','),
      startDate, endDate, product: 'CONTENT',
    },
  });
  const all = await links(asked.askPartnerReportFile.reportFile.reportToken);
  for (const [i, link] of all.entries()) await print(link, i === 0);
}

async function signIn() {
  const response = await post('/oauth/v1/token', {
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: env.DAILYMOTION_API_KEY ?? 'any',
      client_secret: env.DAILYMOTION_API_SECRET ?? 'any',
      scope: 'create_reports read_reports',
    }),
  });
  if (!response.ok) throw new Error(`/oauth/v1/token: status ${response.status}`);
  token = (await response.json()).access_token;
}

// Returns the data. A token expires after an hour, also in the middle of a report: a new one follows.
async function graphql(query, variables) {
  const send = () => post('/graphql', {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  let response = await send();
  if (response.status === 401) {
    await signIn();
    response = await send();
  }
  if (!response.ok) throw new Error(`/graphql: status ${response.status}`);
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

function post(path, options) {
  return send(host + path, 30, { method: 'POST', ...options });
}

// After status 429 and 5xx it tries again, three times at most.
async function send(url, seconds, options) {
  for (let tries = 1, pause = firstWait; ; tries++, pause *= 2) {
    const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000), ...options }).catch((error) => {
      throw new Error(`${new URL(url).origin} cannot be reached: ${error.cause?.message ?? error.message}`);
    });
    if (tries === 4 || (response.status !== 429 && response.status < 500)) return response;
    await sleep(pause * 1000);
  }
}

// Polls until the report ends, and returns the addresses of its files.
async function links(report) {
  const giveUp = performance.now() + longest * 1000;
  for (let wait = firstWait; ; wait = Math.min(2 * wait, 60)) {
    const file = (await graphql(poll, { report })).partner.reportFile;
    if (file.status === 'FINISHED') return file.downloadLinks.edges.map(({ node }) => node.link);
    // FAILED, or EXPIRED: its files are deleted
    if (file.status !== 'IN_PROGRESS') throw new Error(`the report ended with status ${file.status}`);
    if (performance.now() >= giveUp) throw new Error(`the report was not finished after ${longest} seconds`);
    await sleep(wait * 1000);
  }
}

// Prints a file, which is on another host that refuses a token. Each has a header line; only the first one is printed.
async function print(link, header) {
  const response = await send(link, 600);
  if (!response.ok) throw new Error(`${link}: status ${response.status}`);
  for await (let chunk of response.body) {
    if (!header) {
      const end = chunk.indexOf(10);
      if (end < 0) continue;
      chunk = chunk.subarray(end + 1);
      header = true;
    }
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}

function day(offset) {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

#!/usr/bin/env node
// Edits a video of Dailymotion with a private API key.
//
//     edit-video.mjs                          lists videos of DAILYMOTION_CHANNEL
//     edit-video.mjs VIDEO_ID                 shows one
//     edit-video.mjs VIDEO_ID NAME=VALUE ...  edits it, and shows what it holds then
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key. Needs Node 18 or later.

const host = 'https://partner.api.dailymotion.com';
const fields = 'id,title,channel,tags,description,is_created_for_kids';

await main(process.argv.slice(2));

async function main([id, ...pairs]) {
  const key = setting('DAILYMOTION_API_KEY');
  const secret = setting('DAILYMOTION_API_SECRET');
  const channel = process.env.DAILYMOTION_CHANNEL;
  if (id === undefined && !channel) {
    fail('no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news');
  }
  const form = Object.fromEntries(pairs.map(pair));

  const { access_token: token } = await ask('/oauth/v1/token', {
    grant_type: 'client_credentials',
    client_id: key,
    client_secret: secret,
    scope: 'manage_videos',
  });

  if (id === undefined) {
    const path = `/rest/user/${encodeURIComponent(channel)}/videos?fields=id,title&limit=10`;
    const { list } = await ask(path, {}, token);
    for (const video of list) console.log(`${video.id}  ${video.title}`);
  } else {
    show(await ask(`/rest/video/${encodeURIComponent(id)}?fields=${fields}`, form, token));
  }
}

// Returns the JSON that the API answers: to a POST where there is a form, else to a GET.
async function ask(path, form, token) {
  const options = { headers: {}, signal: AbortSignal.timeout(30_000) };
  if (token) options.headers.authorization = `Bearer ${token}`;
  if (Object.keys(form).length > 0) {
    options.method = 'POST';
    options.body = new URLSearchParams(form);
  }
  const response = await fetch(host + path, options)
    .catch((error) => fail(`${host} cannot be reached: ${error.cause?.message ?? error.message}`));
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) fail(`status ${response.status}, ${reason(answer)}`);
  return answer;
}

// Reads an error: of the REST API an object, of the token endpoint a word.
function reason(answer) {
  const error = answer?.error;
  if (typeof error === 'string') return `${error}: ${answer.error_description}`;
  return error ? `${error.type}: ${error.message}` : 'no reason given';
}

function show(video) {
  for (const field of fields.split(',')) {
    const value = video[field];
    console.log(`${field}: ${Array.isArray(value) ? value.join(', ') : value}`);
  }
}

function setting(name) {
  return process.env[name] || fail(`${name} is not set; the mock takes any value`);
}

function pair(argument) {
  const at = argument.indexOf('=');
  if (at < 1) fail(`${argument} is not NAME=VALUE`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}

function fail(message) {
  console.error(`edit-video: ${message}`);
  process.exit(1);
}

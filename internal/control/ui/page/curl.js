// Writes a request of the journal as a command for a shell.

// quote makes one word of a text for sh. What stands between single quotes means itself; a quote is written outside.
export const quote = (text) => `'${String(text).replaceAll("'", `'\\''`)}'`;

// The journal writes this in place of a credential.
const hidden = '…';

// Headers that curl sets itself, or that belong to the connection.
const left = /^(host|content-length|connection|accept-encoding|transfer-encoding|user-agent|authorization)$/i;

// repeat returns the command that sends the request of an entry again to the mock at a base URL. It has no credential:
// an access token comes from the variable TOKEN.
export function repeat(entry, base) {
  const words = ['curl', '-i'];
  const add = (...more) => words.push(...more);
  if (entry.method === 'HEAD') add('-I');
  else if (entry.method !== 'GET') add('-X', quote(entry.method));
  if (entry.host && entry.host !== new URL(base).host) add('-H', quote(`Host: ${entry.host}`));
  const headers = entry.request_headers ?? [];
  if (wantsToken(entry, headers)) add('-H', '"Authorization: Bearer $TOKEN"');
  for (const line of headers) {
    const name = line.slice(0, line.indexOf(':'));
    if (!left.test(name) && !line.includes(hidden)) add('-H', quote(line));
  }
  const body = entry.request_body;
  if (body && !/^\(.*, \d+ bytes\)$/.test(body)) {
    if (!headers.some((line) => /^content-type:/i.test(line))) add('-H', quote('Content-Type: application/json'));
    add('--data-raw', quote(body)); // also when it begins with @
  }
  if (/\/\.{1,2}(\/|$)/.test(entry.path)) add('--path-as-is');
  add(quote(base + address(entry)));
  return words.join(' ');
}

// address returns path and query with what a URL may not have as escapes.
function address({ path, query }) {
  const plain = (path || '/').replace(/[^\w\-.~!$&'()*+,;=:@/]/gu, encodeURIComponent);
  return plain + (query ? `?${query.replace(/[^\w\-.~!$&'()*+,;=:@/?%…]/gu, encodeURIComponent)}` : '');
}

function wantsToken(entry, headers) {
  if (headers.length) return headers.some((line) => /^authorization:/i.test(line));
  return Boolean(entry.key) && entry.surface !== 'oauth';
}

// missing says what the command lacks, or returns ''.
export function missing(entry) {
  const body = entry.request_body;
  const lacks = [];
  if (wantsToken(entry, entry.request_headers ?? [])) lacks.push('set TOKEN to an access token first');
  if (entry.request_bytes > 0 && !body) lacks.push('the body was not kept; start the mock with --journal-bodies 64KB');
  else if (body && /^\(.*, \d+ bytes\)$/.test(body)) lacks.push('the body is left out, as the journal does not show it');
  else if (`${body ?? ''}${entry.query ?? ''}`.includes(hidden)) lacks.push(`write credentials in place of each ${hidden}`);
  return lacks.join('; ');
}

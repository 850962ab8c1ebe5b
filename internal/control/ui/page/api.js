// Speaks to the control API of the mock, at the address of this page only.
import { h } from './dom.js';

const tokenName = 'dailymock control token';

// The token of --control-token is kept for this tab only, and sent in a header, never in an address.
const token = () => sessionStorage.getItem(tokenName);

// request sends one request, and asks the user for the token if the mock wants one.
async function request(path, options = {}) {
  for (;;) {
    const headers = { 'X-Mock-Journal': 'off', ...options.headers };
    const sent = token();
    if (sent) headers.Authorization = `Bearer ${sent}`;
    const response = await fetch(path, { cache: 'no-store', credentials: 'omit', redirect: 'error', ...options, headers });
    if (response.status !== 401) return response;
    if (token() === sent) await askForToken(sent ? 'The mock refused this token.' : '');
  }
}

// call sends a request below /_mock/ and returns its JSON, or throws the mock's error.
export async function call(method, path, body) {
  const response = await request(`/_mock/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
  });
  const text = await response.text();
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${method} /_mock/${path}: status ${response.status}, which is no JSON`);
  }
  if (!response.ok) throw new Error(value.error ?? `${method} /_mock/${path}: status ${response.status}`);
  return value;
}

export const get = (path) => call('GET', path);

let asking;

// askForToken shows a form until the user has sent a token. There is one form at a time.
function askForToken(problem) {
  asking ??= new Promise((resolve) => {
    const input = h('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
    const form = h('form', {}, h('h2', { id: 'token-title' }, 'This mock needs its control token'),
      h('p', {}, 'It is what --control-token or DAILYMOCK_CONTROL_TOKEN says. It is kept for this tab only.'),
      problem && h('p', { class: 'bad', role: 'alert' }, problem),
      h('label', { for: 'token' }, 'Token'), input, h('button', {}, 'Use'));
    const dialog = h('dialog', { 'aria-labelledby': 'token-title' }, form);
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sessionStorage.setItem(tokenName, input.value.trim());
      dialog.remove();
      asking = undefined;
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}

// follow calls add with entries of the journal, those that are there first, then each as it comes. clear is called
// when the mock has begun anew, and state with true or false as the connection comes and goes. It never ends. A browser
// opens six connections to a host at most, so a page that nobody sees follows nothing.
export async function follow({ add, clear, state }) {
  let last = 0;
  for (;;) {
    await visible();
    const stop = new AbortController();
    const hidden = () => (document.hidden && stop.abort());
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', () => stop.abort(), { once: true, signal: stop.signal });
    try {
      const { entries } = await get('journal');
      if ((entries.at(-1)?.number ?? 0) < last) {
        last = 0;
        clear();
      }
      const fresh = entries.filter((entry) => entry.number > last);
      if (fresh.length) {
        last = fresh.at(-1).number;
        add(fresh);
      }
      const response = await request(`/_mock/journal/events?after=${last}`, { signal: stop.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      state(true);
      for await (const batch of events(response.body)) {
        const more = batch.filter((entry) => entry.number > last);
        if (more.length === 0) continue;
        last = more.at(-1).number;
        add(more);
      }
    } catch {
      if (!stop.signal.aborted) state(false);
    }
    document.removeEventListener('visibilitychange', hidden);
    await new Promise((resolve) => { setTimeout(resolve, stop.signal.aborted ? 0 : 1000); });
  }
}

// visible waits until the page can be seen.
async function visible() {
  while (document.hidden) {
    await new Promise((resolve) => { document.addEventListener('visibilitychange', resolve, { once: true }); });
  }
}

// events returns the data of server-sent events, those of one packet at a time.
async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    const batch = [];
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (data) batch.push(JSON.parse(data.slice(6)));
    }
    yield batch;
  }
}

// The requests of clients as they come. The list has an element for each line that can be seen, not for each request,
// so that it stays quick with ten thousand.
import { call } from './api.js';
import { button, copyable, h, linked, replace, when } from './dom.js';
import { missing, repeat } from './curl.js';

const most = 10_000; // requests that the page keeps
const line = 32; // height of a line, as page.css has it
const beyond = 8; // lines above and below those that can be seen

const entries = []; // oldest first
let update; // draws the list, if it is shown

export function addEntries(more) {
  entries.push(...more);
  if (entries.length > most + 1000) entries.splice(0, entries.length - most);
  changed();
}

export function clearEntries() {
  entries.length = 0;
  changed();
}

// changed draws the list once for all that comes until the next frame.
let frame;
function changed() {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    update?.();
  });
}

const clients = 'clients'; // all but the control API, which this page uses as well
const filter = { text: '', surface: clients, failed: false };

// words are what the filter finds an entry by.
const texts = new WeakMap();
function words(e) {
  if (!texts.has(e)) texts.set(e, allWords(e));
  return texts.get(e);
}

function allWords(e) {
  return [e.method, e.host, e.path, e.query, e.status, e.surface, e.operation, e.key, e.grant, e.fault, e.message,
    ...(e.notices ?? [])].join(' ').toLowerCase();
}

function matching() {
  const wanted = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((e) => isOf(e, filter.surface) && (!filter.failed || e.failed) &&
    (wanted.length === 0 || wanted.every((word) => words(e).includes(word)))).slice(-most).reverse();
}

const isOf = (e, surface) => !surface || (surface === clients ? e.surface !== 'control' : e.surface === surface);

export function requests(main) {
  let list = []; // those that match, newest first
  let selected = 0; // the number of an entry
  const count = h('span', { class: 'soft', role: 'status', id: 'count' });
  const spacer = h('div', { class: 'spacer' });
  const box = h('div', {
    class: 'list', role: 'listbox', tabindex: '0', 'aria-label': 'Requests, newest first', onscroll: draw, onkeydown: onKey,
  }, spacer);
  const detail = h('section', { class: 'detail', 'aria-label': 'The selected request' });
  const search = h('input', {
    type: 'search', id: 'filter', 'aria-label': 'Filter', placeholder: 'path, status, operation, key …',
    oninput: () => { filter.text = search.value; changed(); },
  });
  search.value = filter.text;
  const surface = h('select', { id: 'surface', onchange: () => { filter.surface = surface.value; changed(); } });
  const failed = h('input', {
    type: 'checkbox', id: 'failed', onchange: () => { filter.failed = failed.checked; changed(); },
  });
  failed.checked = filter.failed;
  let surfaces = '';

  function show() {
    const top = list[0]?.number;
    list = matching();
    const known = [...new Set(entries.map((e) => e.surface))].sort();
    if (surfaces !== known.join()) {
      surfaces = known.join();
      replace(surface, [[clients, 'of clients'], ['', 'all surfaces'], ...known.map((name) => [name, name])].map(
        ([value, text]) => h('option', { value, selected: value === filter.surface }, text)));
    }
    count.textContent = list.length === entries.length ? `${list.length} requests` : `${list.length} of ${entries.length} requests`;
    spacer.style.height = `${list.length * line}px`;
    // A reader who has scrolled down keeps what they read when new lines come above it.
    const fresh = list.findIndex((e) => e.number === top);
    if (fresh > 0 && box.scrollTop > line) box.scrollTop += fresh * line;
    draw();
  }

  function draw() {
    const from = Math.max(Math.floor(box.scrollTop / line) - beyond, 0);
    const to = Math.min(from + Math.ceil(box.clientHeight / line) + 2 * beyond, list.length);
    const rows = [];
    for (let i = from; i < to; i++) rows.push(row(list[i], i));
    replace(spacer, rows);
    const active = list.findIndex((e) => e.number === selected);
    if (active >= from && active < to) box.setAttribute('aria-activedescendant', `request-${selected}`);
    else box.removeAttribute('aria-activedescendant');
    if (list.length === 0) replace(spacer, h('p', { class: 'soft empty' }, entries.length
      ? 'No request matches the filter.' : 'No request yet. Quick start has commands to begin with.'));
  }

  function row(e, i) {
    const node = h('div', {
      class: `row ${tone(e)}`, role: 'option', id: `request-${e.number}`, 'aria-selected': String(e.number === selected),
      'aria-setsize': list.length, 'aria-posinset': i + 1, onclick: () => choose(i),
    },
    h('span', { class: 'time' }, when(e.time).slice(11)), h('span', { class: 'status' }, e.status || 'cut'),
    h('span', { class: 'method' }, e.method),
    h('span', { class: 'path' }, e.path + (e.query ? `?${e.query}` : '')),
    h('span', { class: 'operation' }, e.operation && !e.operation.startsWith(e.method) && !e.operation.startsWith('/') ? e.operation : ''),
    h('span', { class: 'surface', title: e.fault ? 'fault' : 'surface' }, e.fault || e.surface));
    node.style.top = `${i * line}px`;
    return node;
  }

  function choose(i) {
    if (!list[i]) return;
    selected = list[i].number;
    const top = i * line;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + line > box.scrollTop + box.clientHeight) box.scrollTop = top + line - box.clientHeight;
    draw();
    replace(detail, describe(list[i]));
    detail.scrollTop = 0;
  }

  function onKey(event) {
    const at = list.findIndex((e) => e.number === selected);
    const page = Math.max(Math.floor(box.clientHeight / line) - 1, 1);
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: list.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.min(Math.max(to, 0), list.length - 1));
  }

  replace(detail, h('p', { class: 'soft' }, 'Select a request to see what it was and why it got its response.'));
  replace(main,
    h('div', { class: 'tools' },
      h('label', { for: 'filter' }, 'Filter'), search,
      h('label', { for: 'surface', class: 'hidden' }, 'Surface'), surface,
      h('label', {}, failed, ' failed only'), count,
      button('Clear', async () => { await call('DELETE', 'journal'); clearEntries(); }, { 'aria-label': 'Clear the journal' })),
    h('div', { class: 'split' }, box, detail));
  update = show;
  show();
  const resized = new ResizeObserver(draw);
  resized.observe(box);
  return { leave() { update = undefined; resized.disconnect(); } };
}

const tone = (e) => (e.fault ? 'warn' : e.status === 0 || e.status >= 400 || e.failed ? 'bad' : 'good');

// describe shows all that the journal has of a request.
function describe(e) {
  const facts = [
    ['Time', `${when(e.time)} UTC (real time ${when(e.real_time)})`],
    ['Surface', e.surface], ['Operation', e.operation], ['Fields', e.fields?.join(', ')], ['API key', e.key],
    ['Grant', e.grant], ['Did', steps(e.steps)], ['Took', `${(e.duration_ns / 1e6).toFixed(1)} ms`],
    ['Bodies', `${e.request_bytes} bytes sent, ${e.bytes} bytes received`],
  ].filter(([, value]) => value);
  const lacks = missing(e);
  return [
    h('h3', {}, `${e.method} ${e.path}`),
    h('p', {}, h('span', { class: `badge ${tone(e)}` }, e.status || 'cut'), ' ', h('code', {}, e.host)),
    e.fault && h('p', { class: 'note warn' }, h('strong', {}, 'Fault: '), e.fault),
    e.message && h('p', { class: 'note bad' }, e.message),
    e.reason && h('p', { class: 'note' }, e.reason.closest && ['Closest: ', h('code', {}, e.reason.closest), '. '],
      e.reason.change && [sentence(e.reason.change), ' '], e.reason.document && ['See ', reference(e.reason.document), '.']),
    (e.notices ?? []).map((text) => h('p', { class: 'note' }, h('strong', {}, 'Notice: '), linked(text))),
    h('dl', {}, facts.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    h('h4', {}, 'Repeat it'), copyable(repeat(e, location.origin), 'command'), lacks && h('p', { class: 'soft' }, sentence(lacks)),
    part('Request', e.request_headers, e.request_body), part('Response', e.response_headers, e.response_body),
    !e.request_headers && !e.response_headers &&
      h('p', { class: 'soft' }, 'Headers and bodies are kept if the mock is started with --journal-bodies 64KB.'),
  ];
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const steps = (value) => (Array.isArray(value) ? value.join(', ') : String(value ?? '').replaceAll('+', ', '));
const reference = (text) => (/^https?:/.test(text) ? linked(text) : h('code', {}, text));

function part(title, headers, body) {
  if (!headers && !body) return null;
  return [h('h4', {}, title), h('pre', { tabindex: '0', 'aria-label': title }, (headers ?? []).join('\n'), body ? `\n\n${pretty(body)}` : '')];
}

// pretty indents JSON.
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

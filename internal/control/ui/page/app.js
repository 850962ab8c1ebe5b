// The frame of the page: the clock, the list of pages, and the one that is shown, which the fragment of the address
// names. Each page is a module with show(main), which returns what to do when something has changed, and when it is
// left.
import { follow } from './api.js';
import { startClock } from './clock.js';
import { attempt, h, replace } from './dom.js';
import { addEntries, clearEntries, requests } from './requests.js';
import { deliveries } from './deliveries.js';
import { faults } from './faults.js';
import { graphql } from './graphql.js';
import { reports } from './reports.js';
import { start } from './start.js';
import { world } from './world.js';

const pages = [
  ['requests', 'Requests', requests],
  ['reports', 'Reports', reports],
  ['faults', 'Faults', faults],
  ['deliveries', 'Deliveries', deliveries],
  ['world', 'World', world],
  ['graphql', 'GraphQL', graphql],
  ['start', 'Quick start', start],
];

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const links = pages.map(([name, title]) => h('a', { href: `#${name}` }, title));
replace(document.getElementById('pages'), links);

let shown = { refresh() {}, leave() {} };
const refreshClock = startClock(document.getElementById('clock'), refreshSoon);

// open shows the page that the address names.
function open(focus) {
  const index = Math.max(pages.findIndex(([name]) => `#${name}` === location.hash), 0);
  shown.leave?.();
  const [name, title, page] = pages[index];
  document.title = `${title} · dailymock`;
  main.className = `page-${name}`;
  replace(main, h('h2', { class: name === 'requests' || name === 'graphql' ? 'hidden' : '' }, title));
  links.forEach((link, i) => {
    if (i === index) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  const body = h('div', { class: 'body' });
  main.append(body);
  shown = page(body);
  attempt(async () => shown.refresh?.());
  if (focus) main.focus();
}

// refreshSoon reads anew what is shown, at most four times a second.
let due;
function refreshSoon() {
  due ??= setTimeout(() => {
    due = undefined;
    attempt(refreshClock);
    attempt(async () => shown.refresh?.());
  }, 250);
}

// Requests change what is shown, and so does time: a report ends without a request.
function refreshAtTimes() {
  if (!document.hidden && connection.dataset.on) refreshSoon();
}
setInterval(refreshAtTimes, 3000);
document.addEventListener('visibilitychange', refreshAtTimes);
window.addEventListener('hashchange', () => open(true));

open(false);
follow({
  add(entries) {
    addEntries(entries);
    refreshSoon();
  },
  clear: clearEntries,
  state(on) {
    const text = on ? 'live' : 'not connected';
    if (connection.textContent !== text) connection.textContent = text;
    if (on === Boolean(connection.dataset.on)) return;
    if (on) connection.dataset.on = 'yes';
    else delete connection.dataset.on;
    if (on) refreshSoon();
  },
});

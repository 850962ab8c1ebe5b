// What the mock sends: webhooks, the callbacks of the importer, and the e-mails that the vendor would send.
import { call, get } from './api.js';
import { button, h, replace, table, when } from './dom.js';

const most = 200; // lines of each table

export function deliveries(main) {
  let drawn = '';
  async function refresh() {
    const [webhooks, mailbox, importer, log] = await Promise.all(['webhooks', 'mailbox', 'importer', 'importer/log'].map(get));
    const now = JSON.stringify([webhooks, mailbox, importer, log.entries.length, log.entries.at(-1)]);
    if (now === drawn) return;
    drawn = now;
    const latest = (list) => list.slice(-most).reverse();
    replace(main,
      h('h3', {}, 'Webhooks'),
      h('p', { class: 'soft' }, `${webhooks.queued} queued, ${webhooks.dropped} dropped.`),
      table('Attempts to deliver webhooks', ['time', 'event', 'attempt', 'status', 'address', 'user', 'video', 'error'],
        latest(webhooks.webhooks).map((a) => [when(a.at), a.event, a.attempt, status(a.status), a.url, a.owner, a.video, a.error]),
        'No webhook was sent yet.'),
      h('h3', {}, 'Importer and callbacks'),
      importer.users
        ? [h('p', { class: 'soft' }, `It crawls ${importer.users}${importer.next ? `, next at ${when(importer.next)}` : ''}` +
            `${importer.callback ? `, and posts to ${importer.callback}` : ''}.`),
        h('p', {}, button('Crawl now', async () => { await call('POST', 'importer/crawl', {}); await refresh(); }))]
        : h('p', { class: 'soft' }, 'The importer has no user list. PUT /_mock/importer sets one.'),
      table('What the importer found and decided', ['time', 'about', 'decision', 'item', 'status', 'address', 'detail'],
        latest(log.entries).map((e) => [when(e.at), e.about, e.decision, e.guid ?? e.video ?? e.child, status(e.status), e.url,
          [e.rule, e.detail].filter(Boolean).join(': ')]),
        'The importer did nothing yet.'),
      h('h3', {}, 'E-mails'),
      table('E-mails', ['time', 'to', 'about', 'user', 'network'],
        latest(mailbox.emails).map((m) => [when(m.at), m.to, m.event, m.user, m.network]),
        'The vendor would have sent no e-mail yet.'));
  }
  return { refresh };
}

const status = (n) => (n ? h('span', { class: `badge ${n < 400 ? 'good' : 'bad'}` }, n) : '');

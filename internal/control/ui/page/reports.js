// The reports that were asked for: their lives, what is in them, and their ends by hand.
import { call, get } from './api.js';
import { button, h, own, replace, svg, table, when } from './dom.js';

const tones = { FINISHED: 'good', IN_PROGRESS: 'info', FAILED: 'bad', EXPIRED: 'soft' };
const words = { IN_PROGRESS: 'asked', FINISHED: 'finished', FAILED: 'failed', EXPIRED: 'expired' };

export function reports(main) {
  const open = new Map(); // previews by report
  let drawn = '';

  async function refresh() {
    const { reports: all } = await get('reports');
    const now = JSON.stringify(all);
    if (now === drawn) return;
    drawn = now;
    if (all.length === 0) {
      replace(main, h('p', { class: 'soft' }, 'No report was asked for yet. Quick start and GraphQL show how.'));
      return;
    }
    const most = 200;
    replace(main, h('ul', { class: 'cards' }, all.slice(0, most).map(card)),
      all.length > most && h('p', { class: 'soft' }, `The latest ${most} of ${all.length} reports are shown.`));
  }

  function card(report) {
    const name = `report ${report.id}`;
    const box = open.get(report.id) ?? h('div', { class: 'preview' });
    const end = (status, text) => button(text, async () => {
      await call('PUT', `reports/${encodeURIComponent(report.id)}`, { status });
      await refresh();
    }, { 'aria-label': `${text} ${name}`, 'data-focus': `${text} ${report.id}` });
    const shown = open.has(report.id);
    const toggle = report.status === 'FINISHED' && button(shown ? 'Hide rows' : 'Show rows', async () => {
      if (open.delete(report.id)) box.replaceChildren();
      else {
        replace(box, preview(await get(`reports/${encodeURIComponent(report.id)}/preview`)));
        open.set(report.id, box);
      }
      drawn = '';
      await refresh();
    }, { 'aria-expanded': String(shown), 'aria-label': `${shown ? 'Hide' : 'Show'} rows of ${name}`, 'data-focus': `rows ${report.id}` });
    return h('li', { class: 'card' },
      h('h3', {}, h('span', { class: `badge ${tones[report.status] ?? ''}` }, report.status), ' ', h('code', {}, report.id)),
      h('p', {}, h('strong', {}, report.metrics.join(', ')), ' by ', report.dimensions.join(', ')),
      h('p', { class: 'soft' }, [`${report.startDate} to ${report.endDate}`, report.product, `edition ${report.edition}`,
        report.login && `asked by ${report.login}`, report.polls && `${report.polls} polls`, ...filters(report)].filter(Boolean).join(' · ')),
      life(report.history),
      h('div', { class: 'actions' }, report.status === 'IN_PROGRESS' && [end('FINISHED', 'Finish'), end('FAILED', 'Fail')],
        report.status !== 'EXPIRED' && end('EXPIRED', 'Expire'), toggle),
      shown && report.status === 'FINISHED' && box);
  }

  return { refresh };
}

const filters = (report) => Object.entries(report.filters ?? {}).filter(([, v]) => v).map(([name, value]) => `${name} ${value}`);

// life shows when a report changed, as a line of points.
function life(history) {
  return h('ol', { class: 'life', 'aria-label': 'Life of the report' }, history.map(({ status, at }) =>
    h('li', { class: tones[status] ?? '' }, h('strong', {}, words[status] ?? status), ' ', h('time', { datetime: at }, when(at)))));
}

function preview({ files, count, columns, rows, metric, days }) {
  const links = files.map((path, i) => h('li', {}, own(path, count > 1 ? `File ${i + 1}` : 'Download the CSV')));
  return [
    table('The first rows', columns, rows, 'The report has no rows.'),
    h('ul', { class: 'inline' }, links, count > files.length && h('li', {}, `and ${count - files.length} more files`)),
    chart(metric, days),
  ];
}

// chart draws a bar for each day.
function chart(metric, days) {
  if (days.length === 0) return null;
  const high = Math.max(...days.map((d) => d.value), 0);
  const wide = 600;
  const tall = 90;
  const step = wide / days.length;
  const number = new Intl.NumberFormat('en');
  const title = `${metric} by day, ${days[0].day} to ${days.at(-1).day}, at most ${number.format(high)}`;
  const bars = days.map(({ day, value }, i) => {
    const height = high > 0 ? Math.max(value / high * tall, 0) : 0;
    return svg('rect', {
      x: (i * step + step * 0.1).toFixed(2), y: (tall - height).toFixed(2), width: (step * 0.8).toFixed(2), height: height.toFixed(2),
    }, svg('title', {}, `${day}: ${number.format(value)}`));
  });
  return h('figure', { class: 'chart' }, h('figcaption', {}, title),
    svg('svg', { viewBox: `0 0 ${wide} ${tall}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': title }, bars),
    h('p', { class: 'ends soft', 'aria-hidden': 'true' }, h('span', {}, days[0].day), h('span', {}, days.at(-1).day)));
}

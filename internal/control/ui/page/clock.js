// The clock of the mock, and what moves it.
import { call, get } from './api.js';
import { attempt, button, h, replace, when } from './dom.js';

const speeds = [[1, 'real time'], [60, '1 min/s'], [3600, '1 h/s'], [86400, '1 d/s']];

// startClock shows the clock in a node, and returns what reads it anew. moved is called after each change.
export function startClock(node, moved) {
  let clock = { now: new Date(0).toISOString(), frozen: true, speed: 1 };
  let read = performance.now();
  const time = h('time', { id: 'now' }, '…');
  const fired = h('span', { class: 'soft', role: 'status', id: 'fired' });
  const freeze = button('Freeze', () => change('PUT', 'clock', { frozen: !clock.frozen }), { id: 'freeze' });
  const speed = h('select', {
    id: 'speed', 'aria-label': 'Speed of the clock', onchange: () => attempt(() => change('PUT', 'clock', { speed: Number(speed.value) })),
  });
  const advance = (text, by, label) => button(text, () => change('POST', 'clock/advance', { by }), { 'aria-label': label });

  async function change(method, path, body) {
    const result = await call(method, path, body);
    fired.textContent = result.events ? told(result.events) : '';
    take(result.clock ?? result);
    moved();
  }

  function take(reading) {
    if (!reading.now) return;
    clock = reading;
    read = performance.now();
    freeze.textContent = clock.frozen ? 'Run' : 'Freeze';
    freeze.setAttribute('aria-label', clock.frozen ? 'Let the clock run' : 'Freeze the clock');
    if (document.activeElement !== speed) {
      const known = speeds.some(([n]) => n === clock.speed) ? speeds : [[clock.speed, `× ${clock.speed}`], ...speeds];
      replace(speed, known.map(([n, text]) => h('option', { value: n, selected: n === clock.speed }, text)));
    }
    tick();
  }

  function tick() {
    const passed = clock.frozen ? 0 : (performance.now() - read) * clock.speed;
    const now = new Date(Math.min(Date.parse(clock.now) + passed, 8.64e15));
    const text = when(now.toISOString());
    if (time.textContent !== text) {
      time.textContent = text;
      time.setAttribute('datetime', now.toISOString());
    }
  }

  replace(node, time, h('span', { class: 'soft' }, 'UTC'), freeze, advance('+1 h', '1h', 'Advance by one hour'),
    advance('+1 d', '24h', 'Advance by one day'),
    button('Next event', () => change('POST', 'clock/next', {}), { 'aria-label': 'Advance to the next event' }),
    speed, fired);
  setInterval(tick, 250);
  return async () => take(await get('clock'));
}

// told says what happened when the clock reached an event.
function told(events) {
  if (events.length === 0) return 'Nothing is due.';
  const texts = events.slice(0, 3).map((e) => [e.type, e.status ?? e.event, e.report ?? e.subject ?? e.key].filter(Boolean).join(' '));
  return texts.join(', ') + (events.length > 3 ? `, and ${events.length - 3} more` : '');
}

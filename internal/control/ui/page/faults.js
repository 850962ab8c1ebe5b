// The faults that are set, and switches for those that have names.
import { call, get } from './api.js';
import { attempt, button, h, replace, table } from './dom.js';

export function faults(main) {
  let drawn = '';
  let set = []; // the texts of all rules
  const list = h('div', {});
  const switches = h('div', { class: 'choices' });
  const form = h('form', { class: 'tools' }, h('label', { for: 'rule' }, 'Another rule'),
    h('input', { id: 'rule', required: true, placeholder: 'such as rest-500=3' }), h('button', {}, 'Add'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => {
      await put([...set, form.elements.rule.value.trim()]);
      form.reset();
    });
  });

  async function put(rules) {
    await call('PUT', 'faults', { faults: rules });
    await refresh();
  }

  async function refresh() {
    const [now, { names }] = await Promise.all([get('faults'), get('faults/names')]);
    const text = JSON.stringify([now, names]);
    if (text === drawn) return;
    drawn = text;
    set = now.faults;
    const rules = now.rules ?? set.map((rule) => ({ name: rule.split('=')[0], rule }));
    // A profile has several rules, whose names begin with its own.
    const of = (name) => rules.filter((r) => r.name === name || r.name.startsWith(`${name}-`) && !names.some((n) => n.name === r.name));
    const without = (gone) => set.filter((_, i) => !gone.includes(rules[i]));
    replace(list, table('Faults that are set', ['name', 'rule', 'met', 'changed', 'left', ''], rules.map((r) => [
      r.name, h('code', {}, r.rule), r.matched ?? '', r.fired ?? '', r.left ?? 'until it is removed',
      button('Remove', () => put(without([r])), { 'aria-label': `Remove ${r.name}`, 'data-focus': `remove ${r.name}` }),
    ]), 'No fault is set: nothing fails unless you ask for it.'),
    set.length > 1 && h('p', {}, button('Remove all', () => put([]))));
    replace(switches, names.map(({ name, about }) => {
      const on = of(name);
      const box = h('input', {
        type: 'checkbox', 'data-focus': name, onchange: () => attempt(async () => {
          drawn = '';
          await put(box.checked ? [...set, name] : without(on)).finally(refresh);
        }),
      });
      box.checked = on.length > 0;
      return h('label', {}, box, h('span', {}, h('code', {}, name), h('small', {}, about)));
    }));
  }

  replace(main, list, h('h3', {}, 'Switches'), switches, h('h3', {}, 'Rules'), form,
    h('p', { class: 'soft' }, 'A number, as in rest-500=3, makes each third request fail. docs/cli.md has all faults.'));
  return { refresh };
}

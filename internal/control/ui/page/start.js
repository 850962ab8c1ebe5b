// Commands to begin with, for the address of this page.
import { get } from './api.js';
import { copyable, h, own, replace } from './dom.js';

export function start(main) {
  get('quickstart').then(({ steps }) => replace(main,
    h('p', {}, 'Paste these lines into bash to ask for a report and read its rows. The figures are made up, and nothing leaves this machine.'),
    steps.map(({ about, command }, i) => [h('h3', {}, `${i + 1}. ${about}`), copyable(command, about)]),
    h('h3', {}, 'All at once'), copyable(steps.map(({ command }) => command).join('\n'), 'all commands'),
    h('h3', {}, 'An unmodified client'),
    h('p', {}, 'A program with the real host names in it runs against a mock of its own:'),
    copyable('mockserver run -- ./report.sh', 'command for an unmodified client'),
    h('h3', {}, 'More'),
    h('p', {}, 'REST is described by an ', own('/_mock/openapi/rest.yaml', 'OpenAPI document'),
      '. ', h('code', {}, `curl ${location.origin}/`), ' lists all that this mock serves.')),
  (error) => replace(main, h('p', { class: 'note bad' }, error.message)));
  return {};
}

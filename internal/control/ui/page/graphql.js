// GraphiQL, which tools/graphiql bundles, with a token of the mock and the documented queries.
import { call, get } from './api.js';
import { h, replace } from './dom.js';
import { examples } from './examples.js';

const endpoints = {
  private: { path: '/graphql', text: 'private API keys: POST /graphql' },
  public: { path: '/', text: 'public API keys: POST /' },
};
const key = 'dashboard';
let kind = 'private';

const kept = {}; // GraphiQL of each endpoint, with what the user typed, for as long as the page lives

export function graphql(main) {
  const frame = h('div', { class: 'graphiql' });
  const select = h('select', { id: 'endpoint', onchange: () => { kind = select.value; open(); } },
    Object.entries(endpoints).map(([name, { text }]) => h('option', { value: name, selected: name === kind }, text)));
  const open = () => {
    kept[kind] ??= make(kind);
    replace(frame, kept[kind]);
  };
  replace(main, h('div', { class: 'tools' }, h('label', { for: 'endpoint' }, 'Endpoint'), select,
    h('span', { class: 'soft' }, `A token of the API key “${key}” is sent with each query.`)), frame);
  open();
  return {};
}

// make returns an element with GraphiQL, which comes when it is loaded.
function make(kind) {
  const node = h('div', { class: 'whole' }, h('p', { class: 'soft' }, 'GraphiQL is being loaded.'));
  load(kind, node).catch((error) => {
    delete kept[kind];
    replace(node, h('p', { class: 'note bad' }, `GraphiQL cannot be loaded: ${error.message}`));
  });
  return node;
}

async function load(kind, node) {
  loadStyles();
  const [{ GraphiQL, createElement, createRoot, useEditorContext }, { now }] = await Promise.all([
    import('/_mock/ui/graphiql/graphiql.js'), get('clock'),
  ]);
  const all = examples(now.slice(0, 10));
  createRoot(node).render(createElement(GraphiQL, {
    fetcher: fetcher(kind), plugins: [examplesPlugin(all, createElement, useEditorContext)], storage: memory(),
    query: all[0].query, variables: indented(all[0].variables),
    defaultEditorToolsVisibility: 'variables', isHeadersEditorEnabled: false, showPersistHeadersSettings: false,
    forcedTheme: 'system',
  }));
  mend(node);
}

const indented = (variables) => (variables ? JSON.stringify(variables, null, 2) : '');

function loadStyles() {
  if (document.getElementById('graphiql-styles')) return;
  for (const [id, path] of [['graphiql-styles', 'graphiql/graphiql.css'], ['graphiql-mended', 'page/graphiql.css']]) {
    document.head.append(h('link', { rel: 'stylesheet', id, href: `/_mock/ui/${path}` }));
  }
}

// mend adds what GraphiQL lacks for screen readers and keyboards: names of its editors, editors that can be scrolled by
// keys, and tabs that are a list of buttons, as each of them contains two.
function mend(frame) {
  const set = (node, name, value) => node.getAttribute(name) !== value && node.setAttribute(name, value);
  const look = () => {
    for (const area of frame.querySelectorAll('.CodeMirror textarea')) {
      set(area, 'aria-label', area.closest('section[aria-label]')?.getAttribute('aria-label') ?? 'Editor');
    }
    for (const node of frame.querySelectorAll('.CodeMirror-scroll')) set(node, 'tabindex', '0');
    for (const node of frame.querySelectorAll('.graphiql-tabs, .graphiql-tab')) {
      const chosen = node.getAttribute('aria-selected');
      if (chosen) set(node.querySelector('button'), 'aria-current', chosen);
      set(node, 'role', node.matches('.graphiql-tab') ? 'none' : 'group');
      node.removeAttribute('aria-selected');
    }
  };
  new MutationObserver(look).observe(frame, { childList: true, subtree: true, attributeFilter: ['role', 'aria-selected'] });
}

// fetcher sends queries with a token, and takes a new one when the mock does not know it any more.
function fetcher(kind) {
  let token;
  return async ({ operationName, ...rest }) => {
    // GraphiQL notices a moment later that the query is another one.
    const params = rest.query.includes(operationName ?? '') ? { ...rest, operationName } : rest;
    for (let tries = 0; ; tries++) {
      token ??= (await call('POST', 'token', {
        kind, key, scopes: ['create_reports', 'read_reports', 'delete_reports'], ...(kind === 'public' && { login: 'dashboard' }),
      })).access_token;
      const response = await fetch(endpoints[kind].path, {
        method: 'POST', credentials: 'omit', body: JSON.stringify(params),
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      });
      if (response.status === 401 && tries === 0) {
        token = undefined;
        continue;
      }
      const text = await response.text();
      try {
        return JSON.parse(text);
      } catch {
        return { errors: [{ message: `status ${response.status}, which is no JSON`, body: text.slice(0, 2000) }] };
      }
    }
  };
}

// memory is a storage that nothing outlives: a query may hold the token of a report.
function memory() {
  const values = new Map();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => values.set(name, value),
    removeItem: (name) => values.delete(name),
    clear: () => values.clear(),
    get length() { return values.size; },
  };
}

// examplesPlugin is a panel beside GraphiQL's own with the documented queries.
function examplesPlugin(all, createElement, useEditorContext) {
  const icon = () => createElement('svg', { viewBox: '0 0 14 14', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, 'aria-hidden': true },
    createElement('path', { d: 'M1 2h12M1 7h12M1 12h8' }));
  function Content() {
    const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
    const choose = ({ query, variables }) => {
      queryEditor?.setValue(query);
      variableEditor?.setValue(indented(variables));
      queryEditor?.focus();
    };
    return createElement('section', { className: 'examples', 'aria-label': 'Documented queries' },
      createElement('h2', { className: 'graphiql-doc-explorer-title' }, 'Documented queries'),
      createElement('ul', null, all.map((example) => createElement('li', { key: example.title },
        createElement('button', { type: 'button', onClick: () => choose(example) }, example.title),
        createElement('p', null, example.about)))));
  }
  return { title: 'Documented queries', icon, content: Content };
}

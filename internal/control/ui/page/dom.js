// Makes the nodes of the page. Texts become text nodes, never HTML, so that nothing in a request, a response or a world
// can add an element or a script. No module of the page uses innerHTML.

// h makes an element. An attribute that begins with "on" is a listener; true means an empty one, false and null none.
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

// svg makes an element of a drawing.
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(9).filter((child) => child != null && child !== false));
  return node;
}

// button makes a button whose failure is shown to the user.
export function button(text, action, attributes) {
  const node = h('button', { type: 'button', ...attributes, onclick: () => attempt(action) }, text);
  return node;
}

// attempt runs an action and shows its error.
export async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(error.message);
  }
}

// say shows a message for a while.
export function say(text) {
  const node = h('p', {}, text);
  const close = h('button', { type: 'button', 'aria-label': 'Close message', onclick: () => node.remove() }, '×');
  node.append(close);
  const box = document.getElementById('messages');
  while (box.childElementCount > 2) box.firstElementChild.remove();
  box.append(node);
  setTimeout(() => node.remove(), 8000);
}

// copyable shows a text for a shell with a button that copies it.
export function copyable(text, label) {
  const copy = button('Copy', async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = 'Copied';
    setTimeout(() => { copy.textContent = 'Copy'; }, 1500);
  }, { 'aria-label': `Copy ${label}` });
  return h('div', { class: 'copyable' }, h('pre', { tabindex: '0', 'aria-label': label }, text), copy);
}

// table makes a table of rows of texts or nodes.
export function table(label, columns, rows, none) {
  if (rows.length === 0) return h('p', { class: 'soft' }, none);
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', {},
      h('thead', {}, h('tr', {}, columns.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell) => h('td', {}, cell)))))));
}

// linked returns a text with its addresses as links. They open in a tab that knows nothing of this one.
export function linked(text) {
  return String(text).split(/(https?:\/\/[^\s"'<>()]+[^\s"'<>().,;:])/).map((part, i) => (i % 2 ? outside(part) : part));
}

function outside(address) {
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address);
}

// own links to a path of the mock.
export function own(path, text) {
  return h('a', { href: path, target: '_blank', rel: 'noopener' }, text);
}

// when shows a time as the mock has it, without its zone, which is always UTC.
export function when(time) {
  return String(time ?? '').replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}

// replace puts nodes in place of all that a node has, and keeps the focus on the element with the same data-focus.
export function replace(node, ...children) {
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  node.replaceChildren(...children.flat(9).filter((child) => child != null && child !== false));
  if (focused) node.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

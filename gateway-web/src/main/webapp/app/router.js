// Where the reader is: the fragment of the address, `#/queue?state=held&page=2`. What a page shows
// is in it, so that it can be kept, sent to others, and returned to.

/** Gets an event `moved` whenever the address is another one. */
export const moves = new EventTarget();

const TITLE = 'Postern';

/** The parts of the path, and the parameters. The path is undefined when it cannot be read. */
export function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { path: parts(path), params: new URLSearchParams(query) };
}

function parts(path) {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** The address of a page, with the parameters that have a value. */
export function address(path, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== '' && value != null);
  const query = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/**
 * Changes parameters of the present address; an empty value takes one away. The back button returns
 * to what was before, but for changes that only follow what is typed.
 */
export function change(params, { typing = false } = {}) {
  const { path, params: present } = place();
  const next = address(path ?? [''], { ...Object.fromEntries(present), ...params });
  if (next !== location.hash) {
    history[typing ? 'replaceState' : 'pushState'](null, '', next);
    moves.dispatchEvent(new Event('moved'));
  }
}

/** Names what is shown, for tabs, history and those who do not see the page. */
export function titled(name) {
  document.title = name ? `${name} · ${TITLE}` : TITLE;
}

window.addEventListener('popstate', () => moves.dispatchEvent(new Event('moved')));

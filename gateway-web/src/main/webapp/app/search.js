import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './dialog.js';
import { EVENTS, columns } from './lines.js';
import * as router from './router.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { count, moment } from './text.js';

const PAGE = 200;
const ROWS = 100;
const SAVED = 50;

/** The conditions that most searches have: name, label, an example. */
const USUAL = [
  ['text', 'Contains', 'words, address, id …'],
  ['sender', 'Sender', 'name@domain, @domain, <>'],
  ['recipient', 'Recipient', 'name@domain or @domain'],
  ['subject', 'Subject', 'words'],
];
const FURTHER = [
  ['id', 'Queue id', ''],
  ['message-id', 'Message-ID', ''],
  ['sender-domain', 'Sender domain', 'with subdomains'],
  ['recipient-domain', 'Recipient domain', 'with subdomains'],
  ['header-from', 'From', 'words of the field'],
  ['header-to', 'To', 'words of the field'],
  ['peer', 'Client', 'address or network'],
  ['helo', 'HELO', ''],
  ['session', 'Session', ''],
  ['next-hop', 'Next hop', 'host, host:port or address'],
  ['status', 'Status', '5.1.1, 5.1, 5 or 550'],
  ['reply', 'Reply', 'words'],
  ['extension', 'Extension', ''],
  ['verdict', 'Verdict', 'such as reject'],
  ['decided-by', 'Decided by', 'extension'],
  ['actor', 'Administrator', ''],
];
const NAMES = [...USUAL, ...FURTHER].map(([name]) => name);
const KEPT = [...NAMES, 'event', 'last', 'from', 'until'];
const RANGES = { '': 'Any time', 1: 'Last hour', 24: 'Last 24 hours', 168: 'Last 7 days', 720: 'Last 30 days', between: 'Between …' };
const HOUR = 3600000;

/** Looks for what is in the journal; the conditions are in the address. */
class Search extends Part {
  static properties = {
    user: { attribute: false },
    wanted: { state: true },
    between: { state: true },
    found: { state: true },
    first: { state: true },
    next: { state: true },
    problem: { state: true },
    busy: { state: true },
    saved: { state: true },
    saving: { state: true },
  };

  constructor() {
    super();
    this.saved = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.saved = this.stored();
    this.moved = () => this.follow();
    router.moves.addEventListener('moved', this.moved);
    this.follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
    this.asking?.abort();
  }

  follow() {
    const { path, params } = router.place();
    if (path?.[0] !== 'search') {
      return;
    }
    const wanted = Object.fromEntries(KEPT.map((name) => [name, params.get(name) ?? '']));
    if (JSON.stringify(wanted) !== JSON.stringify(this.wanted)) {
      this.wanted = wanted;
      this.between = wanted.from !== '' || wanted.until !== '';
      this.found = undefined;
      this.page([]);
    }
  }

  async page(earlier, before) {
    const { last, ...conditions } = this.wanted;
    if (last && !conditions.from) {
      conditions.from = new Date(Date.now() - Number(last) * HOUR).toISOString();
    }
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.busy = true;
    this.problem = undefined;
    try {
      const answer = await api.search({ ...conditions, before, limit: PAGE }, asking.signal);
      this.found = [...earlier, ...answer.lines];
      this.next = answer.next;
      this.first = before === undefined ? answer : this.first;
    } catch (e) {
      if (asking.signal.aborted) {
        return;
      }
      this.problem = e;
    }
    this.busy = false;
  }

  look(event) {
    event.preventDefault();
    const form = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, value.trim()]));
    for (const edge of ['from', 'until']) {
      form[edge] = form.last === 'between' && form[edge] ? new Date(form[edge]).toISOString() : '';
    }
    form.last = form.last === 'between' ? '' : form.last;
    if (KEPT.every((name) => (form[name] ?? '') === this.wanted[name])) {
      this.page([]);
    } else {
      router.change({ ...form, page: '' });
    }
  }

  render() {
    const w = this.wanted;
    const further = FURTHER.some(([name]) => w[name] !== '');
    return html`
      <div class="head"><h1>Search</h1>${this.savedSearches()}</div>
      <form @submit=${this.look} data-testid="search-form">
        <div class="controls">
          ${USUAL.map((field) => this.field(field))}
          <label>Event<select name="event"><option value="">all</option>${Object.keys(EVENTS).map((name) => html`<option ?selected=${name === w.event}>${name}</option>`)}</select></label>
          <label>Time<select name="last" data-testid="range" @change=${(e) => (this.between = e.target.value === 'between')}>
            ${Object.entries(RANGES).map(([value, name]) => html`<option value=${value} ?selected=${this.between ? value === 'between' : value === w.last}>${name}</option>`)}
          </select></label>
          ${this.between ? html`
            <label>From<input name="from" type="datetime-local" step="1" .value=${local(w.from)}></label>
            <label>Until<input name="until" type="datetime-local" step="1" .value=${local(w.until)}></label>` : nothing}
        </div>
        <details class="further" ?open=${further}>
          <summary>More conditions</summary>
          <div class="controls">${FURTHER.map((field) => this.field(field))}</div>
        </details>
        <div class="controls">
          <button class="primary" data-testid="look">Search</button>
          <button type="button" data-testid="clear" @click=${() => (location.hash = '#/search')}>Clear</button>
          <button type="button" data-testid="save" @click=${() => (this.saving = true)}>Save this search</button>
          <span class="sub">All conditions have to be met. Words in any order; * at the end stands for any rest. Times are those of this computer.</span>
        </div>
      </form>
      ${this.problem ? failed(this.problem, () => this.page(this.found ?? [], this.found ? this.next : undefined)) : nothing}
      ${this.results()}
      ${this.busy ? loading('Searching …') : nothing}
      ${this.saving ? this.dialog() : nothing}`;
  }

  field([name, label, example]) {
    return html`<label class=${name === 'text' ? 'wide' : nothing}>${label}<input name=${name} .value=${this.wanted[name]} placeholder=${example}
      maxlength="512" spellcheck="false" autocapitalize="none"></label>`;
  }

  results() {
    if (!this.found) {
      return nothing;
    }
    const more = this.next !== undefined;
    return html`
      ${this.first?.complete === false ? html`<p class="banner warn" data-testid="incomplete">The index is being built. Older entries are found page by page until it is there.</p>` : nothing}
      ${this.found.length ? html`
        <p class="sub" role="status" data-testid="count">${this.counted()}</p>
        <postern-table .label=${'Entries'} .testid=${'lines'} .look=${'lines'} .columns=${columns(moment, true)} .rows=${this.found}
          .key=${(line) => line.seq} .size=${ROWS} .sorted=${'time-desc'}></postern-table>` : nothing}
      ${this.found.length === 0 && !more && !this.busy
        ? empty('No matching entries', 'Take a condition away, or look at another time.') : nothing}
      ${more ? html`<p><button data-testid="older" ?disabled=${this.busy} @click=${() => this.page(this.found, this.next)}>Load older entries</button></p>` : nothing}`;
  }

  counted() {
    const { count: n, counted } = this.first;
    return counted ? `${count(n)} ${n === 1 ? 'entry' : 'entries'}` : `More than ${count(n > 10000 ? 10000 : n)} entries`;
  }

  savedSearches() {
    return this.saved.length === 0 ? nothing : html`
      <label>Saved searches<select data-testid="saved" @change=${(e) => {
        location.hash = e.target.value || '#/search';
        e.target.value = '';
      }}>
        <option value="">Choose …</option>
        ${this.saved.map(({ name, address }) => html`<option value=${address}>${name}</option>`)}
      </select></label>`;
  }

  dialog() {
    return html`<postern-dialog .heading=${'Save this search'} .action=${'Save'} .testid=${'save-confirm'}
      .body=${html`<label>Name<input name="name" required maxlength="80" autocomplete="off"></label>
        <p class="hint">It is kept in this browser for you. A name that is there already is replaced. To share a search, copy the address of the page.</p>
        ${this.saved.length ? html`<ul class="saved">${this.saved.map(({ name }) => html`<li>${name}
          <button type="button" class="quiet" aria-label="Remove ${name}" @click=${() => this.store(this.saved.filter((other) => other.name !== name))}>Remove</button></li>`)}</ul>` : nothing}`}
      @confirm=${(e) => {
        const name = e.detail.get('name').trim();
        const others = this.saved.filter((other) => other.name !== name);
        this.store([...others, { name, address: router.address(['search'], this.wanted) }].slice(-SAVED));
        this.saving = false;
      }}
      @dismiss=${() => (this.saving = false)}></postern-dialog>`;
  }

  get key() {
    return `postern-searches ${this.user}`;
  }

  /** What this page stored, as far as it is that. */
  stored() {
    try {
      const list = JSON.parse(localStorage.getItem(this.key) ?? '[]');
      return list.filter(({ name, address }) => typeof name === 'string' && String(address).startsWith('#/search'));
    } catch {
      return [];
    }
  }

  store(list) {
    this.saved = list;
    try {
      localStorage.setItem(this.key, JSON.stringify(list));
    } catch (e) {
      this.problem = new Error(`This browser does not keep the search (${e.message})`);
    }
  }
}

/** A time of the address as the field of a form wants it: local, without a zone. */
function local(iso) {
  const t = new Date(iso || NaN);
  return Number.isNaN(t.getTime()) ? '' : new Date(t - t.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

customElements.define('postern-search', Search);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { EVENTS, about, chip, link, what } from './lines.js';
import * as router from './router.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { clock, count, moment } from './text.js';

const MOST = 500;
const HELD = 2000;
const PAGE = 200;
const ROWS = 100;
const SETTLE = 300;
const AGAIN = 3000;
const CONDITIONS = ['recipient', 'sender', 'id', 'peer', 'event', 'from', 'until'];

/** The audit journal: as it is written, or searched. */
class Journal extends Part {
  static properties = {
    mode: { state: true },
    lines: { state: true },
    held: { state: true },
    paused: { state: true },
    dropped: { state: true },
    link: { state: true },
    conditions: { state: true },
    found: { state: true },
    next: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.mode = 'live';
    this.lines = [];
    this.held = [];
    this.paused = false;
    this.dropped = 0;
    this.conditions = { event: '', text: '' };
    this.wanted = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.follow();
    router.moves.addEventListener('moved', this.moved);
    this.follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
    clearTimeout(this.settling);
    this.shut();
  }

  /** View and conditions are those of the address. */
  follow() {
    const { path, params } = router.place();
    if (path?.[0] !== 'journal' || path.length > 1) {
      return;
    }
    this.mode = params.get('view') === 'search' ? 'search' : 'live';
    if (this.mode === 'search') {
      this.shut();
      this.searchFor(Object.fromEntries(CONDITIONS.map((name) => [name, params.get(name) ?? ''])));
    } else {
      this.wanted = {};
      const conditions = { event: params.get('event') ?? '', text: params.get('text') ?? '' };
      if (!this.stream || conditions.event !== this.conditions.event || conditions.text !== this.conditions.text) {
        this.conditions = conditions;
        this.lines = [];
        this.held = [];
        this.open();
      }
    }
  }

  searchFor(wanted) {
    if (JSON.stringify(wanted) === JSON.stringify(this.wanted)) {
      return;
    }
    this.wanted = wanted;
    this.found = undefined;
    if (Object.values(wanted).some((value) => value !== '')) {
      this.page([]);
    }
  }

  /** Looks on from now, and fetches the newest lines written before. */
  open() {
    this.shut();
    this.link = 'connecting';
    const stream = api.tail(this.conditions);
    this.stream = stream;
    stream.addEventListener('open', () => {
      this.link = 'live';
      this.before(stream);
    });
    stream.addEventListener('journal', (event) => this.take(JSON.parse(event.data)));
    stream.addEventListener('error', () => {
      this.link = 'lost';
      if (stream.readyState === EventSource.CLOSED && this.stream === stream) {
        // Refused, perhaps because the session is over: then this sends the user to the login.
        api.status().catch(() => undefined);
        this.timer = setTimeout(() => this.open(), AGAIN);
      }
    });
  }

  shut() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = undefined;
  }

  async before(stream) {
    if (this.conditions.text) {
      return;
    }
    const { lines } = await api.search({ event: this.conditions.event, limit: PAGE }).catch(() => ({ lines: [] }));
    if (this.stream === stream) {
      this.add(lines.reverse());
    }
  }

  take({ lines, dropped }) {
    this.dropped = dropped;
    if (this.paused) {
      this.held = [...this.held, ...lines].slice(-HELD);
    } else {
      this.add(lines);
    }
  }

  /** Newest first, each once, whether it came by the stream or by the search. */
  add(lines) {
    const known = new Set(this.lines.map((line) => line.seq));
    const fresh = lines.filter((line) => !known.has(line.seq));
    this.lines = [...fresh.reverse(), ...this.lines].sort((a, b) => b.seq - a.seq).slice(0, MOST);
  }

  pause() {
    this.paused = !this.paused;
    if (!this.paused) {
      this.add(this.held);
      this.held = [];
    }
  }

  filter(event) {
    const form = new FormData(event.currentTarget);
    const conditions = { event: form.get('event'), text: form.get('text').trim() };
    clearTimeout(this.settling);
    this.settling = setTimeout(() => router.change(conditions, { typing: true }), SETTLE);
  }

  look(event) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget));
    for (const edge of ['from', 'until']) {
      form[edge] = form[edge] ? new Date(form[edge]).toISOString() : '';
    }
    if (CONDITIONS.every((name) => form[name].trim() === '')) {
      form.until = new Date().toISOString();
    }
    router.change({ ...form, page: '' });
  }

  async page(earlier, before) {
    const wanted = this.wanted;
    this.busy = true;
    this.problem = undefined;
    try {
      const answer = await api.search({ ...wanted, before, limit: PAGE });
      if (wanted === this.wanted) {
        this.found = [...earlier, ...answer.lines];
        this.next = answer.next;
      }
    } catch (e) {
      this.problem = e;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`
      <div class="head">
        <h1>Journal</h1>
        <div class="switch" role="group" aria-label="View">
          ${['live', 'search'].map((mode) => html`
            <button aria-pressed=${this.mode === mode} data-testid=${mode} @click=${() => (location.hash = mode === 'live' ? '#/journal' : '#/journal?view=search')}>${mode === 'live' ? 'Live' : 'Search'}</button>`)}
        </div>
      </div>
      ${this.mode === 'live' ? this.live() : this.searching()}`;
  }

  live() {
    return html`
      <form class="controls" @input=${this.filter} @submit=${(e) => e.preventDefault()}>
        <label>Event<select name="event">
          <option value="">all</option>
          ${Object.keys(EVENTS).map((name) => html`<option ?selected=${name === this.conditions.event}>${name}</option>`)}
        </select></label>
        <label class="wide">Contains<input name="text" type="search" .value=${this.conditions.text}
          placeholder="address, id, subject, reply …" maxlength="200" spellcheck="false" autocapitalize="none"></label>
        <button type="button" data-testid="pause" aria-pressed=${this.paused} @click=${this.pause}>
          ${this.paused ? `Resume${this.held.length ? ` (${count(this.held.length)} new)` : ''}` : 'Pause'}</button>
        <span class="link ${this.link}" role="status"><span class="dot ${this.link === 'live' ? 'good' : 'warn'}"></span>${
          this.paused ? 'paused' : { live: 'live', connecting: 'connecting …', lost: 'connection lost, trying again …' }[this.link]}</span>
      </form>
      ${this.dropped ? html`<p class="banner warn" data-testid="dropped">${count(this.dropped)} lines were not shown, because this page could not keep up. The journal has them all: use Search.</p>` : nothing}
      ${this.lines.length ? this.table(this.lines, clock, MOST) : this.conditions.event || this.conditions.text
        ? empty('No matching entries', 'What is written from now on appears here when it matches. For what was written before, use Search.')
        : empty('No entries yet', 'Each message that is received, and whatever happens to it, appears here.')}`;
  }

  searching() {
    const w = this.wanted;
    return html`
      <form class="controls" @submit=${this.look} data-testid="search-form">
        <label>Recipient<input name="recipient" .value=${w.recipient ?? ''} placeholder="name@domain or @domain" spellcheck="false" autocapitalize="none"></label>
        <label>Sender<input name="sender" .value=${w.sender ?? ''} placeholder="name@domain, @domain, <>" spellcheck="false" autocapitalize="none"></label>
        <label>Queue id<input name="id" .value=${w.id ?? ''} spellcheck="false" autocapitalize="none"></label>
        <label>Client address<input name="peer" .value=${w.peer ?? ''} spellcheck="false" autocapitalize="none"></label>
        <label>Event<select name="event"><option value="">all</option>${Object.keys(EVENTS).map((name) => html`<option ?selected=${name === w.event}>${name}</option>`)}</select></label>
        <label>From<input name="from" type="datetime-local" step="1" .value=${local(w.from)}></label>
        <label>Until<input name="until" type="datetime-local" step="1" .value=${local(w.until)}></label>
        <button class="primary" data-testid="look" ?disabled=${this.busy}>Search</button>
      </form>
      ${this.problem ? failed(this.problem, () => this.page(this.found ?? [], this.found ? this.next : undefined)) : nothing}
      ${this.found?.length ? this.table(this.found, moment, ROWS) : nothing}
      ${this.found?.length === 0 && this.next === undefined
        ? empty('No matching entries', 'Take a condition away, or look at another time. Times are those of this computer.') : nothing}
      ${this.found && this.next !== undefined ? html`<p><button data-testid="older" ?disabled=${this.busy}
        @click=${() => this.page(this.found, this.next)}>Load older entries</button></p>` : nothing}
      ${this.found || this.busy || this.problem ? nothing : html`<p class="hint">The newest entries that meet all conditions are shown. Times are those of this computer.</p>`}
      ${this.busy ? loading('Searching …') : nothing}`;
  }

  table(lines, time, size) {
    return html`<postern-table .label=${'Entries'} .testid=${'lines'} .look=${'lines'} .columns=${columns(time, this.mode === 'search')} .rows=${lines}
      .key=${(line) => line.seq} .size=${size} .sorted=${'time-desc'}></postern-table>`;
  }
}

/** Events whose reason is what an operator looks for: shown whole, over several lines. */
const WHOLE = ['ExtensionFailed', 'Unparsable'];

/** While lines come, the newest are on top whatever a reader would sort by. */
const columns = (time, sortable) => [
  { id: 'time', name: 'Time', style: 'mono time', by: (line) => line.seq, cell: (line) => html`<span title=${moment(line.at)}>${time(line.at)}</span>` },
  { id: 'kind', name: 'Event', by: sortable && ((line) => line.event), cell: (line) => chip(line.event) },
  { id: 'message', name: 'Message', by: sortable && ((line) => line.id), cell: (line) => link(line.id) },
  { id: 'about', name: 'Sender → recipient', style: 'cut', cut: true, by: sortable && about, text: about, cell: about },
  {
    id: 'what', name: 'Details', style: (line) => (WHOLE.includes(line.event) ? 'what' : 'cut what'), cut: true, text: what, cell: what,
  },
];

/** A time of the address as the field of a form wants it: local, without a zone. */
function local(iso) {
  const t = new Date(iso || NaN);
  return Number.isNaN(t.getTime()) ? '' : new Date(t - t.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

customElements.define('postern-journal', Journal);

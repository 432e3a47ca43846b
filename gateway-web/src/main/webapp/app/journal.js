import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { EVENTS, columns } from './lines.js';
import * as router from './router.js';
import { empty } from './states.js';
import './table.js';
import { clock, count } from './text.js';

const MOST = 500;
const HELD = 2000;
const PAGE = 200;
const SETTLE = 300;
const AGAIN = 3000;

/** The audit journal as it is written. */
class Journal extends Part {
  static properties = {
    lines: { state: true },
    held: { state: true },
    paused: { state: true },
    dropped: { state: true },
    link: { state: true },
    conditions: { state: true },
  };

  constructor() {
    super();
    this.lines = [];
    this.held = [];
    this.paused = false;
    this.dropped = 0;
    this.conditions = { event: '', text: '' };
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

  /** The conditions are those of the address. */
  follow() {
    const { path, params } = router.place();
    if (path?.[0] !== 'journal' || path.length > 1) {
      return;
    }
    const conditions = { event: params.get('event') ?? '', text: params.get('text') ?? '' };
    if (!this.stream || conditions.event !== this.conditions.event || conditions.text !== this.conditions.text) {
      this.conditions = conditions;
      this.lines = [];
      this.held = [];
      this.open();
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

  render() {
    return html`
      <div class="head">
        <h1>Journal</h1>
        <a class="button" href=${router.address(['search'], this.conditions)} data-testid="to-search">Search</a>
      </div>
      ${this.live()}`;
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
      ${this.lines.length ? this.table() : this.conditions.event || this.conditions.text
        ? empty('No matching entries', 'What is written from now on appears here when it matches. For what was written before, use Search.')
        : empty('No entries yet', 'Each message that is received, and whatever happens to it, appears here.')}`;
  }

  table() {
    return html`<postern-table .label=${'Entries'} .testid=${'lines'} .look=${'lines'} .columns=${columns(clock, false)} .rows=${this.lines}
      .key=${(line) => line.seq} .size=${MOST} .sorted=${'time-desc'}></postern-table>`;
  }
}

customElements.define('postern-journal', Journal);

import { html, nothing, repeat } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { EVENTS, about, chip, link, what } from './lines.js';
import { clock, count, moment } from './text.js';

const SHOWN = 500;
const HELD = 2000;
const PAGE = 200;
const SETTLE = 300;
const AGAIN = 3000;

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
  }

  connectedCallback() {
    super.connectedCallback();
    this.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.shut();
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
    this.lines = [...fresh.reverse(), ...this.lines].sort((a, b) => b.seq - a.seq).slice(0, SHOWN);
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
    this.settling = setTimeout(() => {
      if (conditions.event !== this.conditions.event || conditions.text !== this.conditions.text) {
        this.conditions = conditions;
        this.lines = [];
        this.held = [];
        this.open();
      }
    }, SETTLE);
  }

  async look(event) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget));
    for (const edge of ['from', 'until']) {
      form[edge] = form[edge] ? new Date(form[edge]).toISOString() : '';
    }
    this.wanted = { ...form, limit: PAGE };
    this.found = undefined;
    await this.page(this.wanted, []);
  }

  async page(conditions, earlier) {
    this.busy = true;
    this.problem = undefined;
    try {
      const answer = await api.search(conditions);
      this.found = [...earlier, ...answer.lines];
      this.next = answer.next;
    } catch (e) {
      this.problem = e.message;
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
            <button aria-pressed=${this.mode === mode} data-testid=${mode} @click=${() => (this.mode = mode)}>${mode === 'live' ? 'Live' : 'Search'}</button>`)}
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
      ${this.lines.length ? table(this.lines, clock) : html`<p class="empty">${this.conditions.event || this.conditions.text ? 'No matching entries' : 'No entries yet'}</p>`}`;
  }

  searching() {
    return html`
      <form class="controls" @submit=${this.look} data-testid="search-form">
        <label>Recipient<input name="recipient" placeholder="name@domain or @domain" spellcheck="false" autocapitalize="none"></label>
        <label>Sender<input name="sender" placeholder="name@domain, @domain, <>" spellcheck="false" autocapitalize="none"></label>
        <label>Message id<input name="id" spellcheck="false" autocapitalize="none"></label>
        <label>Client address<input name="peer" spellcheck="false" autocapitalize="none"></label>
        <label>Event<select name="event"><option value="">all</option>${Object.keys(EVENTS).map((name) => html`<option>${name}</option>`)}</select></label>
        <label>From<input name="from" type="datetime-local" step="1"></label>
        <label>Until<input name="until" type="datetime-local" step="1"></label>
        <button class="primary" ?disabled=${this.busy}>Search</button>
      </form>
      ${this.problem ? html`<p class="banner bad" role="alert">${this.problem}</p>` : nothing}
      ${this.found?.length ? table(this.found, moment) : nothing}
      ${this.found?.length === 0 && this.next === undefined ? html`<p class="empty" role="status">No matching entries</p>` : nothing}
      ${this.found && this.next !== undefined ? html`<p><button ?disabled=${this.busy}
        @click=${() => this.page({ ...this.wanted, before: this.next }, this.found)}>Load older entries</button></p>` : nothing}
      ${this.busy ? html`<p class="empty" role="status">Searching …</p>` : nothing}`;
  }
}

/** Events whose reason is what an operator looks for: shown whole, over several lines. */
const WHOLE = ['ExtensionFailed', 'Unparsable'];

function table(lines, time) {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Entries"><table class="lines" data-testid="lines">
      <thead><tr><th>Time</th><th>Event</th><th>Message</th><th>Sender → recipient</th><th>Details</th></tr></thead>
      <tbody>${repeat(lines, (line) => line.seq, (line) => row(line, time))}</tbody>
    </table></div>`;
}

function row(line, time) {
  const whom = about(line);
  const said = what(line);
  return html`<tr>
    <td class="mono time" title=${moment(line.at)}>${time(line.at)}</td>
    <td>${chip(line.event)}</td>
    <td>${link(line.id)}</td>
    <td class="cut" title=${whom}>${whom}</td>
    <td class="${WHOLE.includes(line.event) ? '' : 'cut '}what" title=${said}>${said}</td>
  </tr>`;
}

customElements.define('postern-journal', Journal);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './dialog.js';
import * as router from './router.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { count, long, moment, shown, size, until } from './text.js';

const PAUSE = 5000;
const PROGRESS = 1000;
const PART = 100;
// So many messages are listed at most; more are a matter of narrower conditions or the command.
const MOST = 500;
const LONGEST_REASON = 200;
const STATES = {
  kept: 'Held or quarantined',
  held: 'Held by a route',
  quarantined: 'Quarantined',
  waiting: 'Waiting for delivery',
  all: 'All unfinished',
};
const CHIPS = { waiting: 'plain', held: 'warn', quarantined: 'warn', finished: 'good' };
const ACTIONS = {
  release: {
    name: 'Release',
    style: 'primary',
    doing: 'Releasing',
    done: 'Released',
    text: 'What is held or quarantined is sent on its way. What a route holds goes to the host of that route, or where it would go without it.',
  },
  bounce: {
    name: 'Bounce',
    style: 'danger',
    doing: 'Bouncing',
    done: 'Bounced',
    text: 'Nothing of it is delivered, and the sender gets a report. The report contains the reason that you give here.',
  },
  delete: {
    name: 'Delete',
    style: 'danger',
    doing: 'Deleting',
    done: 'Deleted',
    text: 'It is dropped for good. Nobody gets a report; the journal keeps who did it and why.',
  },
};

const CONDITIONS = ['state', 'sender', 'recipient', 'subject'];

const isKept = (message) => message.recipients.some((r) => r.state === 'held' || r.state === 'quarantined');

/** The messages that are not finished, and the ways out for each and for all that meet conditions. */
class Queue extends Part {
  static properties = {
    roles: { attribute: false },
    conditions: { state: true },
    all: { state: true },
    count: { state: true },
    bulk: { state: true },
    messages: { state: true },
    next: { state: true },
    totals: { state: true },
    selected: { state: true },
    action: { state: true },
    problem: { state: true },
    refusal: { state: true },
    done: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.selected = new Set();
    this.all = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.follow();
    router.moves.addEventListener('moved', this.moved);
    this.follow();
    this.every(PROGRESS, () => this.turn());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
  }

  /** The conditions are those of the address. */
  follow() {
    const { params } = router.place();
    const conditions = Object.fromEntries(CONDITIONS.map((name) => [name, params.get(name) ?? '']));
    if (!Object.hasOwn(STATES, conditions.state)) {
      conditions.state = 'kept';
    }
    if (JSON.stringify(conditions) !== JSON.stringify(this.conditions)) {
      this.conditions = conditions;
      this.selected = new Set();
      this.all = false;
      this.messages = undefined;
      this.problem = undefined;
      this.load();
    }
  }

  get mayDecide() {
    return this.roles.includes('administrator') || this.roles.includes('operator');
  }

  /** What is shown is read again whole, so that no row outlives its message. */
  async load() {
    const turn = (this.loads = (this.loads ?? 0) + 1);
    try {
      const totals = (await api.queues()).messages;
      const messages = [];
      let after = '';
      do {
        const page = await api.queuedMessages({
          ...this.conditions, after, limit: PART,
        });
        messages.push(...page.messages);
        after = page.next;
      } while (after && messages.length < MOST && turn === this.loads);
      if (turn !== this.loads) {
        return;
      }
      this.totals = totals;
      this.messages = messages;
      this.next = after;
      this.selected = new Set(messages.map((m) => m.id).filter((id) => this.selected.has(id)));
      this.problem = undefined;
    } catch (e) {
      if (turn === this.loads) {
        this.problem = e;
      }
    }
  }

  /** A decision in bulk that is under way is followed more often than the list is read. */
  async turn() {
    this.beat = (this.beat ?? -1) + 1;
    const listed = this.beat % (PAUSE / PROGRESS) === 0;
    if (listed || this.bulk?.progress === 'running') {
      await this.bulkUnderWay();
    }
    if (listed) {
      await this.load();
    }
  }

  /** One under way, by any user, or the last that was seen under way. */
  async bulkUnderWay() {
    const before = this.bulk;
    try {
      const newest = (await api.bulkDecisions())[0];
      this.bulk = newest && (newest.progress === 'running' || newest.id === before?.id) ? newest : undefined;
      if (before?.progress === 'running' && this.bulk?.progress !== 'running') {
        await this.load();
      }
    } catch {
      // The list says it when the gateway does not answer.
    }
  }

  render() {
    return html`
      <div class="head"><h1>Queue</h1></div>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      <p class="banner good" role="status" data-testid="done" ?hidden=${!this.done}>${this.done}</p>
      ${this.totals ? html`<p class="sub" data-testid="totals">${count(this.totals.unfinished)} messages are not finished; ${count(this.totals.waiting)} of them waiting, ${count(this.totals.held)} held, ${count(this.totals.quarantined)} quarantined.</p>` : nothing}
      ${this.bulk ? this.progress() : nothing}
      ${this.search()}
      ${this.mayDecide && this.messages?.length ? this.actions() : nothing}
      ${this.messages ? this.table() : this.problem ? nothing : loading('Looking …')}
      ${this.next ? html`<p class="hint">The first ${count(this.messages.length)} are listed, in the order in which they came. Narrow the search, or use <span class="mono">postern queue</span> for more.</p>` : nothing}
      ${this.action ? this.dialog() : nothing}`;
  }

  search() {
    const c = this.conditions;
    return html`
      <form class="controls" @submit=${this.searched}>
        <label>State<select name="state" data-testid="state" .value=${c.state} @change=${(e) => e.target.form.requestSubmit()}>${Object.entries(STATES).map(
          ([value, name]) => html`<option value=${value} ?selected=${value === c.state}>${name}</option>`)}</select></label>
        <label class="wide">Sender<input name="sender" .value=${c.sender} maxlength="512" spellcheck="false" autocapitalize="none" placeholder="mailbox, @domain or <>"></label>
        <label class="wide">Recipient<input name="recipient" .value=${c.recipient} maxlength="512" spellcheck="false" autocapitalize="none" placeholder="mailbox or @domain"></label>
        <label class="wide">Subject contains<input name="subject" .value=${c.subject} maxlength="512"></label>
        <button type="submit" data-testid="search">Search</button>
      </form>`;
  }

  progress() {
    const b = this.bulk;
    const running = b.progress === 'running';
    const action = ACTIONS[b.action];
    const text = running
      ? `${action.doing}: ${count(b.messages)} of ${b.total === undefined ? '…' : count(b.total)} messages, by ${shown(b.actor)}.`
      : `${action.done} ${count(b.messages)} messages (${count(b.recipients)} recipients)${b.progress === 'done' ? '' : `, then ${b.progress}`}.`;
    return html`
      <div class="banner ${!running && (b.left > 0 || b.progress !== 'done') ? 'bad' : 'good'}" data-testid="bulk">
        <span role="status">${text}</span>
        ${b.left > 0 ? html` <span>${count(b.left)} are as they were: ${shown(b.refusals[0] ?? '')}</span>` : nothing}
        ${running && this.mayDecide ? html` <button data-testid="bulk-stop" @click=${() => api.stopBulk(b.id)}>Stop</button>` : nothing}
      </div>`;
  }

  /** Whether an action can do something with what is selected. */
  applies(key) {
    if (this.all) {
      return key !== 'release' || !['all', 'waiting'].includes(this.conditions.state);
    }
    const chosen = this.messages.filter((m) => this.selected.has(m.id));
    return chosen.length > 0 && (key !== 'release' || chosen.some(isKept));
  }

  actions() {
    const n = this.selected.size;
    return html`
      <div class="controls" role="group" aria-label="Selected messages">
        <span class="sub" data-testid="selected">${this.all ? 'All selected, shown or not' : n === 0 ? 'Select messages to act on' : `${count(n)} selected`}</span>
        <label class="check"><input type="checkbox" data-testid="all-matching" .checked=${this.all}
          @change=${(e) => { this.all = e.target.checked; }}> All that meet the conditions</label>
        ${Object.entries(ACTIONS).map(([key, action]) => html`<button class=${key === 'release' ? '' : action.style}
          ?disabled=${!this.applies(key)} data-testid=${key} @click=${() => this.ask(key)}>${action.name}…</button>`)}
      </div>`;
  }

  table() {
    if (this.messages.length === 0) {
      return empty('No message is in this state and meets these conditions.', this.elsewhere());
    }
    return html`<postern-table .label=${'Messages'} .testid=${'messages'} .look=${'queue'} .columns=${COLUMNS} .rows=${this.messages}
      .key=${(m) => m.id} .rowTestid=${(m) => `message-${m.id}`} .sorted=${'age-desc'} .all=${this.all}
      .selected=${this.mayDecide ? this.selected : undefined} @selection=${(e) => (this.selected = e.detail)}></postern-table>`;
  }

  /** Where the messages are that are not here. */
  elsewhere() {
    const { state, sender, recipient, subject } = this.conditions;
    if (sender || recipient || subject) {
      return html`<a href="#/queue?state=${state}">Remove the conditions</a>`;
    }
    return state !== 'all' && this.totals?.unfinished
      ? html`<a href="#/queue?state=all">Show all ${count(this.totals.unfinished)} unfinished messages</a>`
      : 'Messages leave the queue when all their recipients are delivered or given up; the journal has them.';
  }

  dialog() {
    const action = ACTIONS[this.action];
    const n = this.all ? this.count?.messages : this.selected.size;
    const what = n === undefined ? 'messages' : n === 1 ? 'one message' : `${count(n)} messages`;
    return html`<postern-dialog .heading=${`${action.name} ${this.all && this.count && !this.count.complete ? 'at least ' : ''}${what}`}
      .action=${action.name} .danger=${action.style === 'danger'} .busy=${this.busy} .barred=${n === undefined || n === 0} .refusal=${this.refusal}
      .body=${html`
        ${this.all ? html`<p data-testid="bulk-what">Everything that is in the queue now and meets the conditions: ${this.described()}.
          ${n === undefined ? 'Counting…' : 'Of each message, the recipients that meet them. The gateway does it in the background.'}</p>` : nothing}
        <p>${action.text}</p>
        ${this.action === 'release' ? nothing : html`<p class="hint">Recipients that are being delivered at this moment are left as they are.</p>`}
        <label>Reason (optional)<input name="reason" maxlength=${LONGEST_REASON} data-testid="reason"></label>`}
      @confirm=${this.decide} @dismiss=${() => (this.action = undefined)}></postern-dialog>`;
  }

  described() {
    const { state, sender, recipient, subject } = this.conditions;
    return [
      STATES[state].toLowerCase(),
      sender ? `sender ${sender}` : '',
      recipient ? `recipient ${recipient}` : '',
      subject ? `subject contains “${subject}”` : '',
    ].filter(Boolean).map((text) => shown(text)).join(', ');
  }

  searched(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.done = undefined;
    const conditions = Object.fromEntries(CONDITIONS.map((name) => [name, String(form.get(name)).trim()]));
    router.change({ ...conditions, state: conditions.state === 'kept' ? '' : conditions.state, page: '' });
  }

  async ask(action) {
    this.refusal = undefined;
    this.done = undefined;
    this.count = undefined;
    this.action = action;
    if (this.all) {
      try {
        this.count = await api.countMessages(this.conditions);
      } catch (e) {
        this.refusal = e.message;
      }
    }
  }

  async decideAll(reason) {
    this.busy = true;
    this.refusal = undefined;
    try {
      this.bulk = await api.decideInBulk({ ...this.conditions, action: this.action, reason });
      this.all = false;
      this.selected = new Set();
      this.action = undefined;
    } catch (e) {
      this.refusal = e.message;
    } finally {
      this.busy = false;
    }
  }

  async decide(event) {
    const action = this.action;
    const reason = event.detail.get('reason').trim();
    if (this.all) {
      await this.decideAll(reason);
      return;
    }
    const ids = [...this.selected].filter(
      (id) => action !== 'release' || this.messages.some((m) => m.id === id && isKept(m)));
    const refused = [];
    this.busy = true;
    this.refusal = undefined;
    let done = 0;
    for (const id of ids) {
      try {
        await api.decideMessage(id, action, reason);
        done++;
        this.selected = new Set([...this.selected].filter((other) => other !== id));
      } catch (e) {
        refused.push(`${id}: ${e.message}`);
      }
    }
    this.busy = false;
    if (refused.length) {
      this.refusal = `${done ? `${ACTIONS[action].done} ${count(done)}. ` : ''}${refused[0]}${refused.length > 1 ? ` (and ${count(refused.length - 1)} more)` : ''}`;
    } else {
      this.action = undefined;
      this.done = `${ACTIONS[action].done} ${done === 1 ? 'one message' : `${count(done)} messages`}.`;
    }
    await this.load();
  }
}

const open = (m) => m.recipients.filter((r) => r.state !== 'finished');
const states = (m) => [...new Set(open(m).map((r) => r.state))];

const COLUMNS = [
  { id: 'id', name: 'Message', cell: (m) => html`<a class="mono" href="#/journal/${encodeURIComponent(m.id)}">${shown(m.id)}</a>` },
  {
    id: 'state', name: 'State', by: (m) => states(m).join(' '),
    cell: (m) => html`${states(m).map((state) => html`<span class="chip ${CHIPS[state] ?? 'plain'}">${shown(state)}</span> `)}${
      m.reason ? html`<span class="sub">${shown(m.reason)}${m.decidedBy ? `, by ${shown(m.decidedBy)}` : ''}</span>` : nothing}`,
  },
  { id: 'sender', name: 'Sender', style: 'mono wrap', by: (m) => m.sender, cell: (m) => (m.sender === '' ? '<>' : shown(m.sender)) },
  {
    id: 'recipient', name: 'Recipients', style: 'mono wrap', by: (m) => open(m)[0]?.mailbox,
    cell: (m) => html`${open(m).slice(0, 3).map((r) => html`<div>${shown(r.mailbox)}</div>`)}${
      open(m).length > 3 ? html`<div class="sub">and ${count(open(m).length - 3)} more</div>` : nothing}`,
  },
  {
    id: 'subject', name: 'Subject', style: 'wrap', by: (m) => m.subject,
    cell: (m) => (m.subject === undefined ? html`<span class="sub">${m.withheld ? 'withheld' : 'none'}</span>` : shown(m.subject)),
  },
  { id: 'size', name: 'Size', numeric: true, by: (m) => m.size, cell: (m) => size(m.size) },
  {
    id: 'age', name: 'Age', numeric: true, by: (m) => Date.now() - new Date(m.receivedAt),
    cell: (m) => html`<span title=${moment(m.receivedAt)}>${long(-until(m.receivedAt))}</span>`,
  },
];

customElements.define('postern-queue', Queue);

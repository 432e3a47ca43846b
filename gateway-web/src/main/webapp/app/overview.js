import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './dialog.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { clock, count, long, moment, shown, until } from './text.js';

const PAUSE = 2000;
const STATES = {
  running: ['good', 'Running'],
  starting: ['warn', 'Starting'],
  degraded: ['warn', 'Degraded'],
  refusing: ['bad', 'Refusing new mail'],
  stopping: ['warn', 'Stopping'],
};
const COUNTS = [
  ['accepted', 'Accepted', 'messages answered 250'],
  ['delivered', 'Delivered', 'recipients taken by the next hop'],
  ['deferred', 'Deferred', 'attempts that failed and will be repeated'],
  ['failed', 'Failed', 'recipients given up and reported'],
  ['rejected', 'Rejected', 'refused while the client waited'],
];

/** How the gateway is, now and in the last minutes. */
class Overview extends Part {
  static properties = {
    roles: { attribute: false },
    status: { state: true },
    lanes: { state: true },
    problem: { state: true },
    rates: { state: true },
    asking: { state: true },
    accepting: { state: true },
    refusal: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    // The plots are larger than all the rest of the page.
    import('./plots.js');
    this.every(PAUSE, () => this.load());
  }

  async load() {
    try {
      const status = await api.status();
      this.lanes = waitsForDecision(status) ? [] : (await api.queues()).lanes;
      this.problem = undefined;
      this.status = status;
      this.rates = this.since(status.counts);
    } catch (e) {
      this.problem = e;
    }
  }

  render() {
    return html`
      <h1 class="unseen">Overview</h1>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      ${this.status ? this.all() : this.problem ? nothing : loading()}
      ${this.asking ? html`<postern-dialog .heading=${'Begin an empty spool?'} .action=${'Accept the loss and start'} .doing=${'Starting…'} .danger=${true}
        .testid=${'confirm-loss'} .busy=${this.accepting} .refusal=${this.refusal}
        .body=${html`<p>Mail that was accepted and is not delivered is then lost for good.</p>`}
        @confirm=${this.acceptLoss} @dismiss=${() => (this.asking = false)}></postern-dialog>` : nothing}`;
  }

  all() {
    const s = this.status;
    const [kind, state] = STATES[s.state] ?? ['warn', s.state];
    // There are no numbers then, and none is not nought.
    const waits = waitsForDecision(s);
    return html`
      ${s.notices.length ? html`<ul class="notices" aria-label="Notices" data-testid="notices">${s.notices.map(standing)}</ul>` : nothing}
      ${waits && this.roles.includes('administrator') ? this.acceptance() : nothing}
      <section class="facts" aria-label="Gateway">
        <div><span class="dot ${kind}"></span><strong data-testid="state">${state}</strong></div>
        <dl>
          <div><dt>Name</dt><dd>${shown(s.hostName)}</dd></div>
          <div><dt>Version</dt><dd data-testid="version">${shown(s.version)}</dd></div>
          <div><dt>Up</dt><dd title="since ${moment(s.startedAt)}">${long(-until(s.startedAt))}</dd></div>
          ${waits ? nothing : html`<div><dt>SMTP</dt><dd data-testid="listeners">${s.listeners.map(
            (l, i) => html`${i ? ', ' : ''}<span title=${shown(l.name)}>${shown(l.address)}</span>`)}</dd></div>
          <div><dt>Sessions</dt><dd>${count(s.sessions)}</dd></div>
          <div><dt>Queued</dt><dd><a href="#/queue?state=all" data-testid="unfinished">${count(s.unfinished)}</a> messages</dd></div>`}
          ${s.queue.held + s.queue.quarantined > 0 ? html`
            <div><dt>Waiting</dt><dd data-testid="waiting"><a href="#/queue?state=waiting">${count(s.queue.waiting)}</a> messages</dd></div>
            <div><dt>Held</dt><dd data-testid="held"><a href="#/queue?state=held">${count(s.queue.held)}</a> messages</dd></div>
            <div><dt>Quarantined</dt><dd data-testid="quarantined"><a href="#/queue?state=quarantined">${count(s.queue.quarantined)}</a> messages</dd></div>` : nothing}
        </dl>
      </section>
      ${waits ? nothing : html`
        <section class="tiles" aria-label="Since the start">${COUNTS.map((c) => this.tile(c))}</section>
        <section><postern-plots .startedAt=${s.startedAt}></postern-plots></section>
        <section>
          <h2>Queues</h2>
          <postern-table .label=${'Queues'} .testid=${'lanes'} .look=${'lanes'} .columns=${LANES} .rows=${this.lanes} .key=${(lane) => lane.nextHop} .filtered=${true}
            .sorted=${'waiting-desc'} .nothing=${{ text: 'No messages queued since the last start.', hint: 'Each next hop has a queue here once mail was sent to it. Where mail goes is set by the routes of the settings.' }}></postern-table>
        </section>`}`;
  }

  acceptance() {
    return html`
      <p class="controls"><button class="danger" data-testid="accept-loss" ?disabled=${this.accepting}
        @click=${() => { this.refusal = undefined; this.asking = true; }}>${this.accepting ? 'Starting…' : 'Accept the loss and start'}</button></p>`;
  }

  async acceptLoss() {
    this.accepting = true;
    try {
      await api.acceptLoss();
      this.asking = false;
    } catch (e) {
      this.accepting = false;
      this.refusal = e.message;
    }
  }

  tile([key, name, meaning]) {
    const now = this.rates?.[key];
    return html`
      <div class="tile ${key}" title=${meaning}>
        <span class="name">${name}</span>
        <span class="number" data-testid="count-${key}">${count(this.status.counts[key])}</span>
        <span class="rate">${now === undefined ? nothing : `${now > 0 && now < 10 ? now.toFixed(1) : Math.round(now)}/s`}</span>
      </div>`;
  }

  /** What came since the last look, per second. */
  since(counts) {
    const before = this.sample;
    this.sample = { at: performance.now(), counts };
    return before && Object.fromEntries(COUNTS.map(([key]) => [key,
      Math.max(0, ((counts[key] - before.counts[key]) * 1000) / (this.sample.at - before.at))]));
  }
}

const LANES = [
  {
    id: 'hop', name: 'Next hop', by: (lane) => lane.nextHop, text: (lane) => lane.nextHop,
    cell: (lane) => html`<span class="mono">${shown(lane.nextHop)}</span>${lane.pausedUntil
      ? html` <span class="chip warn" title="Connections failed; nothing is tried until ${moment(lane.pausedUntil)}">paused until ${clock(lane.pausedUntil).slice(0, 8)}</span>` : nothing}`,
  },
  { id: 'waiting', name: 'Messages waiting', numeric: true, by: (lane) => lane.messages, cell: (lane) => count(lane.messages) },
  { id: 'recipients', name: 'Recipients waiting', numeric: true, by: (lane) => lane.recipients, cell: (lane) => count(lane.recipients) },
  { id: 'connections', name: 'Connections', numeric: true, by: (lane) => lane.connections, cell: (lane) => count(lane.connections) },
  { id: 'delivered', name: 'Delivered', numeric: true, by: (lane) => lane.delivered, cell: (lane) => count(lane.delivered) },
  { id: 'deferred', name: 'Deferred', numeric: true, by: (lane) => lane.deferred, cell: (lane) => count(lane.deferred) },
  { id: 'failed', name: 'Failed', numeric: true, by: (lane) => lane.failed, cell: (lane) => count(lane.failed) },
  {
    id: 'error', name: 'Last error', style: 'cut', cut: true, by: (lane) => lane.lastFailureAt, text: (lane) => shown(lane.lastFailure),
    cell: (lane) => (lane.lastFailure
      ? html`<span class="sub" title=${moment(lane.lastFailureAt)}>${long(-until(lane.lastFailureAt))} ago</span> ${shown(lane.lastFailure)}` : '–'),
  },
];

/** The spool is missing, and the gateway opens when somebody accepts that. */
const waitsForDecision = (status) => status.notices.some((notice) => notice.key === 'spool.absent');

const EFFECTS = {
  warning: ['warn', 'Warning'],
  degraded: ['warn', 'Degraded'],
  refusing: ['bad', 'Refusing new mail'],
};

/** A condition that stands until it ends. */
function standing(notice) {
  const [kind, effect] = EFFECTS[notice.effect] ?? ['warn', notice.effect];
  return html`<li class="banner ${kind}" data-testid="notice-${notice.key}">
    <strong>${effect}:</strong> ${shown(notice.text)}
    <span class="sub">${shown(notice.key)}, since ${moment(notice.since)}</span>
  </li>`;
}

customElements.define('postern-overview', Overview);

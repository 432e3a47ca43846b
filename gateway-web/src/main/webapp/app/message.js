import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { callouts, chip, isWithheld, link, logged, rest, subjectOf } from './lines.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { clock, decoded, moment, shown, size } from './text.js';

const PAUSE = 3000;
// Characters of a value that are shown as they are, and of the beginning of a longer one.
const FOLDED = 300;
const BEGINNING = 120;
// What the head of the page says already, and what every line repeats of its message.
const IN_HEAD = ['reverse-path', 'recipients', 'size', 'peer', 'helo', 'from', 'subject'];
const OF_MESSAGE = [...IN_HEAD, 'session', 'listener', 'protocol', 'message-id', 'to', 'date'];

/** The whole story of one message. */
class Message extends Part {
  static properties = {
    messageId: { attribute: false },
    lines: { state: true },
    story: { state: true },
    problem: { state: true },
  };

  willUpdate(changed) {
    if (changed.has('messageId')) {
      this.lines = undefined;
      this.story = undefined;
      this.every(PAUSE, () => this.load());
    }
  }

  async load() {
    const id = this.messageId;
    try {
      const { lines } = await api.messageLines(id);
      const story = lines.length ? await api.messageStory(id) : undefined;
      if (id === this.messageId) {
        this.lines = lines;
        this.story = story;
        this.problem = undefined;
      }
    } catch (e) {
      this.problem = e;
    }
  }

  render() {
    return html`
      <p class="back"><a href="#/journal">← Journal</a></p>
      <h1>Message <span class="mono">${shown(this.messageId)}</span></h1>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      ${this.lines || this.problem ? nothing : loading()}
      ${this.lines?.length === 0 ? empty('Message not found', html`The journal has no entry with this queue id; entries are removed when its files are older than they are kept. <a href="#/search">Search the journal</a>`, 'no-message') : nothing}
      ${this.lines?.length && this.story ? this.steps() : nothing}`;
  }

  steps() {
    const accepted = this.lines.find((line) => line.event === 'Accepted');
    const { session, recipients, reports, refusal } = this.story;
    const attempts = recipients.flatMap((recipient) => recipient.attempts.map((attempt) => ({ ...attempt, mailbox: recipient.mailbox })));
    return html`
      ${accepted ? head(accepted, session) : nothing}
      ${refusal && !accepted ? html`<p class="banner bad" data-testid="refusal">Refused: ${shown(refusal)}</p>` : nothing}
      ${recipients.length ? html`<section><h2>Recipients</h2>
        <postern-table .label=${'Recipients'} .testid=${'recipients'} .look=${'lanes'} .columns=${RECIPIENTS} .rows=${recipients} .key=${(row) => row.mailbox}
          .size=${20} .filtered=${true}></postern-table></section>` : nothing}
      ${reports.length ? html`<section><h2>Reports</h2><ul class="plain" data-testid="reports">${reports.map((report) => html`
        <li>${link(report.id)} to <span class="mono">${report.sentTo ? shown(report.sentTo) : 'the sender'}</span> about ${report.recipients.map(shown).join(', ')}${
          report.last ? html` ${chip(report.last)}` : nothing}</li>`)}</ul></section>` : nothing}
      ${attempts.length ? html`<section><h2>Attempts</h2>
        <postern-table .name=${'attempts'} .label=${'Attempts'} .testid=${'attempts'} .look=${'lanes'} .columns=${ATTEMPTS} .rows=${attempts}
          .key=${(row) => `${row.mailbox} ${row.number} ${row.begunAt} ${row.endedAt}`} .size=${20} .filtered=${true}></postern-table></section>` : nothing}
      <section><h2>History</h2>
        <ol class="story" data-testid="story">${this.lines.map((line, i) => this.step(line, this.lines[i - 1]))}</ol>
      </section>`;
  }

  step(line, before) {
    const after = before ? new Date(line.at) - new Date(before.at) : 0;
    const shownAbove = line.event === 'Accepted' ? IN_HEAD : OF_MESSAGE;
    const facts = rest(line).filter(([name]) => !shownAbove.includes(name) && !name.startsWith('callout'));
    const asked = callouts(line);
    const entries = logged(line);
    return html`<li>
      <div class="when"><span class="mono" title=${moment(line.at)}>${clock(line.at)}</span>${
        before ? html`<span class="sub">+${after < 10000 ? `${after} ms` : `${Math.round(after / 1000)} s`}</span>` : nothing}</div>
      <div class="step">${chip(line.event)}
        <dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${fact(value)}</dd></div>`)}</dl>
        ${asked.length ? extensions(asked, line['callouts-omitted']) : nothing}
        ${entries.length ? log(entries, line['callout-log-omitted']) : nothing}
      </div>
    </li>`;
  }
}

/** A long value, as extensions may note, is unfolded by the reader. */
const fact = (value) => (value.length <= FOLDED ? value
  : html`<details><summary>${value.slice(0, BEGINNING)}…</summary>${value}</details>`);

const STATES = {
  delivered: 'good', failed: 'bad', expired: 'bad', lost: 'bad', damaged: 'bad',
  deferred: 'warn', postponed: 'warn', held: 'warn', quarantined: 'warn', discarded: 'warn',
};
const named = (state) => (state.charAt(0).toUpperCase() + state.slice(1)).replace('_', ' ');
const state = (name) => html`<span class="chip ${STATES[name] ?? 'plain'}">${named(name)}</span>`;

const RECIPIENTS = [
  { id: 'recipient', name: 'Recipient', style: 'mono', by: (row) => row.mailbox, text: (row) => row.mailbox, cell: (row) => shown(row.mailbox) },
  {
    id: 'status', name: 'Status', by: (row) => named(row.state), text: (row) => named(row.state),
    cell: (row) => html`${state(row.state)}${row.by ? html` <span class="sub">by ${shown(row.by)}</span>` : nothing}`,
  },
  {
    id: 'next', name: 'What follows', by: (row) => row.next ?? '', text: (row) => row.next ?? '',
    cell: (row) => html`${row.nextAttempt ? html`Next attempt ${moment(row.nextAttempt)}. ` : nothing}${
      row.report ? html`Report ${link(row.report)}. ` : nothing}${row.next && !row.nextAttempt && !row.report ? shown(row.next) : nothing}${
      ['held', 'quarantined'].includes(row.state) ? html` <a href="#/queue?state=kept">Queue</a>` : nothing}`,
  },
  { id: 'reply', name: 'Last reply', by: (row) => row.reply ?? '', text: (row) => row.reply ?? '', cell: (row) => shown(row.reply ?? '–') },
  { id: 'attempts', name: 'Attempts', numeric: true, by: (row) => row.attempts.length, cell: (row) => row.attempts.length },
];

const ATTEMPTS = [
  { id: 'time', name: 'Time', style: 'mono', by: (row) => row.begunAt ?? row.endedAt, cell: (row) => moment(row.begunAt ?? row.endedAt) },
  { id: 'recipient', name: 'Recipient', style: 'mono', by: (row) => row.mailbox, text: (row) => row.mailbox, cell: (row) => shown(row.mailbox) },
  { id: 'number', name: 'No.', numeric: true, by: (row) => row.number, cell: (row) => row.number },
  {
    id: 'hop', name: 'Next hop', style: 'mono', by: (row) => row.nextHop ?? '', text: (row) => row.nextHop ?? '',
    cell: (row) => html`${shown(row.nextHop ?? '–')}${row.remote && row.remote !== row.nextHop ? html` <span class="sub">${shown(row.remote)}</span>` : nothing}`,
  },
  { id: 'result', name: 'Result', by: (row) => row.result ?? '', text: (row) => row.result ?? '', cell: (row) => (row.result ? chip(row.result) : 'under way') },
  { id: 'reply', name: 'Reply', by: (row) => row.reply ?? '', text: (row) => row.reply ?? '', cell: (row) => shown(row.reply ?? '–') },
  { id: 'took', name: 'ms', numeric: true, by: (row) => row.tookMillis ?? 0, cell: (row) => row.tookMillis ?? '–' },
];

const extensions = (asked, omitted) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Extensions"><table data-testid="callouts">
    <thead><tr><th>Stage</th><th>Extension</th><th>Verdict</th><th>Changed</th><th class="n">Calls</th><th class="n">ms</th></tr></thead>
    <tbody>${asked.map((callout) => html`<tr>
      <td>${callout.stage}</td>
      <td class="mono">${callout.revision}</td>
      <td>${callout.verdict}${callout.applied === 'no' ? ' (not applied)' : ''}${
        callout.error ? html` <span class="chip bad">${callout.error}</span>` : nothing}${
        callout['delay-ms'] ? ` after ${callout['delay-ms']} ms` : ''}${
        callout.text ? html` <span class="sub">${callout.text}</span>` : nothing}</td>
      <td>${callout.changed ?? '–'}</td>
      <td class="n">${callout.calls ?? '1'}</td>
      <td class="n">${callout.ms}</td>
    </tr>`)}</tbody>
  </table></div>
  ${omitted ? html`<p class="sub">${shown(omitted)} more not recorded</p>` : nothing}`;

const log = (entries, omitted) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Lines logged by extensions"><table data-testid="callout-log">
    <thead><tr><th>Stage</th><th>Extension</th><th>Level</th><th>Logged</th></tr></thead>
    <tbody>${entries.map((entry) => html`<tr>
      <td>${entry.stage}</td>
      <td class="mono">${entry.revision}</td>
      <td>${entry.level === 'warning' || entry.level === 'error' ? html`<span class="chip ${entry.level === 'error' ? 'bad' : 'warn'}">${entry.level}</span>` : entry.level}</td>
      <td>${entry.text}</td>
    </tr>`)}</tbody>
  </table></div>
  ${omitted ? html`<p class="sub">${shown(omitted)} more lines not recorded</p>` : nothing}`;

const head = (accepted, session) => html`
  <section class="facts message">
    <p class="subject" data-testid="subject">${isWithheld(accepted, 'subject') ? html`<span class="sub">Subject withheld from your role</span>` : subjectOf(accepted) || 'No subject'}</p>
    <dl>
      <div><dt>Sender</dt><dd class="mono">${accepted['reverse-path'] === '' ? '<>' : shown(accepted['reverse-path'])}</dd></div>
      <div><dt>From</dt><dd>${shown(accepted['from-decoded'] ?? decoded(accepted.from ?? '–'))}</dd></div>
      <div><dt>Client</dt><dd class="mono">${shown(accepted.peer ?? '–')} ${accepted.helo ? html`<span class="sub">${shown(accepted.helo)}</span>` : nothing}</dd></div>
      ${session ? html`<div><dt>Session</dt><dd><a class="mono" href="#/search?session=${encodeURIComponent(session.id)}">${shown(session.id)}</a>${
        session.openedAt ? html` <span class="sub">${clock(session.openedAt)}${session.endedAt ? html` to ${clock(session.endedAt)}, ${shown(session.ended ?? '')}` : nothing}</span>` : nothing}</dd></div>` : nothing}
      <div><dt>Accepted</dt><dd>${moment(accepted.at)}</dd></div>
      <div><dt>Size</dt><dd>${size(accepted.size)}</dd></div>
    </dl>
  </section>`;

customElements.define('postern-message', Message);

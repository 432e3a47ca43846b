import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { callouts, chip, logged, rest } from './lines.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { clock, decoded, moment, shown, size } from './text.js';

const PAUSE = 3000;
const FINAL = ['Delivered', 'Failed', 'Expired', 'Discarded'];
// What the head of the page says already, and what every line repeats of its message.
const IN_HEAD = ['reverse-path', 'recipients', 'size', 'peer', 'helo', 'from', 'subject'];
const OF_MESSAGE = [...IN_HEAD, 'session', 'listener', 'protocol', 'message-id', 'to', 'date'];

/** The whole story of one message. */
class Message extends Part {
  static properties = {
    messageId: { attribute: false },
    lines: { state: true },
    problem: { state: true },
  };

  willUpdate(changed) {
    if (changed.has('messageId')) {
      this.lines = undefined;
      this.every(PAUSE, () => this.load());
    }
  }

  async load() {
    const id = this.messageId;
    try {
      const { lines } = await api.story(id);
      if (id === this.messageId) {
        this.lines = lines;
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
      ${this.lines?.length === 0 ? empty('Message not found', html`The journal has no entry with this queue id; entries are removed when its files are older than they are kept. <a href="#/journal?view=search">Search the journal</a>`, 'no-message') : nothing}
      ${this.lines?.length ? this.story() : nothing}`;
  }

  story() {
    const accepted = this.lines.find((line) => line.event === 'Accepted');
    return html`
      ${accepted ? head(accepted) : nothing}
      ${accepted ? html`<section><h2>Recipients</h2>${this.recipients(accepted)}</section>` : nothing}
      <section><h2>History</h2>
        <ol class="story" data-testid="story">${this.lines.map((line, i) => this.step(line, this.lines[i - 1]))}</ol>
      </section>`;
  }

  recipients(accepted) {
    const rows = accepted.recipients.map((recipient, index) => ({
      index,
      recipient,
      last: this.lines.findLast((line) => line.recipient === recipient),
      attempts: Number(this.lines.findLast((line) => line.recipient === recipient && line.attempt)?.attempt ?? 0),
    }));
    return html`<postern-table .label=${'Recipients'} .testid=${'recipients'} .columns=${RECIPIENTS} .rows=${rows} .key=${(row) => row.index}
      .size=${20} .filtered=${true}></postern-table>`;
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
        <dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
        ${asked.length ? extensions(asked, line['callouts-omitted']) : nothing}
        ${entries.length ? log(entries, line['callout-log-omitted']) : nothing}
      </div>
    </li>`;
  }
}

const reply = (last) => (last ? shown(last.reply ?? last.reason ?? '–') : '–');

const RECIPIENTS = [
  { id: 'recipient', name: 'Recipient', style: 'mono', by: (row) => row.recipient, text: (row) => row.recipient, cell: (row) => shown(row.recipient) },
  {
    id: 'status', name: 'Status', by: (row) => row.last?.event ?? 'Queued', text: (row) => row.last?.event ?? 'Queued',
    cell: ({ last }) => html`${last ? chip(last.event) : html`<span class="chip plain">Queued</span>`}${
      last?.['next-attempt'] && !FINAL.includes(last.event) ? html` next attempt ${moment(last['next-attempt'])}` : nothing}`,
  },
  { id: 'reply', name: 'Last reply', by: ({ last }) => reply(last), text: ({ last }) => reply(last), cell: ({ last }) => reply(last) },
  { id: 'attempts', name: 'Attempts', numeric: true, by: (row) => row.attempts, cell: (row) => row.attempts },
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

const head = (accepted) => html`
  <section class="facts message">
    <p class="subject" data-testid="subject">${accepted.subject ? shown(accepted['subject-decoded'] ?? decoded(accepted.subject)) : 'No subject'}</p>
    <dl>
      <div><dt>Sender</dt><dd class="mono">${accepted['reverse-path'] === '' ? '<>' : shown(accepted['reverse-path'])}</dd></div>
      <div><dt>From</dt><dd>${shown(accepted['from-decoded'] ?? decoded(accepted.from ?? '–'))}</dd></div>
      <div><dt>Client</dt><dd class="mono">${shown(accepted.peer ?? '–')} ${accepted.helo ? html`<span class="sub">${shown(accepted.helo)}</span>` : nothing}</dd></div>
      <div><dt>Accepted</dt><dd>${moment(accepted.at)}</dd></div>
      <div><dt>Size</dt><dd>${size(accepted.size)}</dd></div>
    </dl>
  </section>`;

customElements.define('postern-message', Message);

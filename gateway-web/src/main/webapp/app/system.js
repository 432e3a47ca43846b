import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './table.js';
import { failed } from './states.js';
import { moment, shown, size } from './text.js';

const PAUSE = 2000;
const WORK = {
  checking: 'The update is being verified.',
  writing: 'The update is being written.',
  restarting: 'The machine restarts to try the update.',
};
const EVENTS = {
  refused: ['bad', 'was not applied'],
  applied: ['warn', 'was written and is to be tried'],
  chosen: ['warn', 'was chosen and is to be tried'],
  failed: ['bad', 'did not pass its self-test'],
  confirmed: ['good', 'was tried and confirmed'],
  returned: ['bad', 'was tried and given up; the former system runs'],
};

// In the order in which a message passes them.
const PARTS = [
  { id: 'part', name: 'Part', cell: (part) => shown(part.name) },
  { id: 'result', name: 'Result', cell: (part) => html`<span class="dot ${part.passed ? 'good' : 'bad'}"></span>${part.passed ? 'passed' : 'failed'}` },
  { id: 'detail', name: 'Details', cell: (part) => shown(part.detail) },
];
const SLOTS = [
  { id: 'slot', name: 'Slot', cell: (slot) => slot.name },
  { id: 'version', name: 'Version', cell: (slot) => shown(slot.version) || '–' },
  { id: 'state', name: 'State', cell: (slot) => shown(slot.state) },
];

/** The machine: whether all of it works, and its updates where it is the appliance's image. */
class System extends Part {
  static properties = {
    roles: { attribute: false },
    result: { state: true },
    testing: { state: true },
    machine: { state: true },
    sent: { state: true },
    problem: { state: true },
    refusal: { state: true },
    file: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.every(PAUSE, () => this.load());
  }

  async load() {
    try {
      const { image } = await api.status();
      this.machine = image && this.roles.includes('administrator') ? await api.update() : undefined;
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
    }
  }

  render() {
    return html`
      <h1>System</h1>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      <section class="card" aria-label="Self-test">
        <div class="head">
          <h2>Self-test</h2>
          <button data-testid="self-test" ?disabled=${this.testing} @click=${this.test}>${this.testing ? 'Testing…' : 'Test'}</button>
        </div>
        <p class="hint">Sends a message through the gateway to itself: in by SMTP, spool, queue, out by SMTP.</p>
        <div role="status">${this.result ? this.parts() : nothing}</div>
      </section>
      ${this.machine ? this.slots() : nothing}`;
  }

  parts() {
    return html`
      <p class="banner ${this.result.passed ? 'good' : 'bad'}" data-testid="self-test-result">${this.result.passed
        ? `Self-test passed in ${(this.result.tookMillis / 1000).toFixed(1)} s` : 'Self-test failed'}</p>
      <postern-table .label=${'Parts of the self-test'} .testid=${'self-test-parts'} .columns=${PARTS} .rows=${this.result.parts} .key=${(part) => part.name}></postern-table>`;
  }

  slots() {
    const u = this.machine;
    const busy = this.sent !== undefined || u.waiting || u.work !== 'idle';
    return html`
      <section class="card" aria-label="Update" data-testid="update">
        <h2>Update</h2>
        <postern-table .label=${'Slots'} .columns=${SLOTS} .rows=${u.slots} .key=${(slot) => slot.name}></postern-table>
        ${u.last ? this.last(u.last) : html`<p class="hint">No update was applied yet.</p>`}
        <div role="status" data-testid="update-work">${busy ? this.work(u) : nothing}</div>
        <form @submit=${this.apply}>
          <label>Update file<input type="file" name="file" accept=".update" required ?disabled=${busy}
            data-testid="update-file" @change=${(e) => (this.file = e.target.files[0])}></label>
          <label class="choice"><input type="checkbox" name="again" ?disabled=${busy}> also when its version runs already</label>
          <label class="choice"><input type="checkbox" name="downgrade" ?disabled=${busy}> also when its version is older</label>
          <p class="hint">${this.file ? `${size(this.file.size)}. ` : ''}The machine verifies the update, writes it into the free slot and restarts. It returns to what runs now when the new system does not pass its self-test.</p>
          <p class="complaint" role="alert">${this.refusal ? shown(this.refusal) : nothing}</p>
          <div class="buttons"><button class="primary" data-testid="update-apply" ?disabled=${busy}>Apply and restart</button></div>
        </form>
      </section>`;
  }

  last(last) {
    const [kind, word] = EVENTS[last.event] ?? ['warn', last.event];
    return html`<p class="banner ${kind}" data-testid="update-last">${shown(last.version)} ${word}${last.reason ? `: ${shown(last.reason)}` : ''} <span class="sub">(${moment(last.at)}, by ${shown(last.by)})</span></p>`;
  }

  work(u) {
    const [text, percent] = this.sent !== undefined
      ? ['The update is being sent.', this.sent]
      : [WORK[u.work] ?? 'The update waits to be verified.', u.percent];
    return html`<p>${text} ${percent} %</p><progress max="100" .value=${percent} aria-label="Progress"></progress>`;
  }

  async test() {
    this.testing = true;
    try {
      this.result = await api.selfTest();
    } catch (e) {
      this.result = { passed: false, tookMillis: 0, parts: [{ name: 'request', passed: false, detail: e.message }] };
    } finally {
      this.testing = false;
    }
  }

  async apply(event) {
    event.preventDefault();
    const form = event.target;
    this.refusal = undefined;
    this.sent = 0;
    try {
      await api.sendUpdate(form.file.files[0], form.again.checked, form.downgrade.checked, (percent) => (this.sent = percent));
      form.reset();
      this.file = undefined;
      await this.load();
    } catch (e) {
      this.refusal = e.message;
    } finally {
      this.sent = undefined;
    }
  }
}

customElements.define('postern-system', System);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './dialog.js';
import './form.js';
import * as router from './router.js';
import { difference } from './difference.js';
import { failed, loading } from './states.js';
import './table.js';
import { moment, shown } from './text.js';

const MOST = 100;
const LINE = 19; // pixels; the style sheet says the same

// Keys by their own, so that only those are inserted that are not there yet.
const EXAMPLE = {
  relayDomains: '# Domains that mail is taken for from anywhere.\nrelayDomains:\n  - example.com\n',
  relayNetworks: '# Networks whose clients may send to any domain.\nrelayNetworks:\n  - 127.0.0.0/8\n  - 192.168.0.0/16\n',
  routes:
    "# Where mail goes; '*' is for all domains without a route of their own.\nroutes:\n" +
    "  - domain: example.com\n    host: mail.example.com\n    port: 25\n  - domain: '*'\n    host: smarthost.example.net\n    port: 25\n",
};

// The line of a key routes that has no entry.
const NO_ROUTE = /^routes[ \t]*:[ \t]*(\[[ \t]*\][ \t]*)?(#.*)?$(?!\n([ \t]*(#.*)?\n)*[ \t]*-)/m;

// What was typed and not applied, for those who look at another page meanwhile.
let draft;

const lines = (text) => text.split('\n').length;
const plain = (text) => text.replace(/\r\n?/g, '\n');
const keep = (event) => event.preventDefault();

/** The configuration: its text, what is wrong with it, and its history. */
class Settings extends Part {
  static properties = {
    roles: { attribute: false },
    state: { state: true },
    text: { state: true },
    revisions: { state: true },
    problem: { state: true },
    problems: { state: true },
    trial: { state: true },
    done: { state: true },
    busy: { state: true },
    applying: { state: true },
    returning: { state: true },
    compared: { state: true },
    refusal: { state: true },
    view: { state: true },
    keys: { state: true },
    values: { state: true },
  };

  constructor() {
    super();
    this.text = '';
    this.problems = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.look();
    router.moves.addEventListener('moved', this.moved);
    this.begin();
  }

  /** As text or as a form: that is in the address. */
  look() {
    this.view = router.place().params.get('view') === 'form' && this.mayChange ? 'form' : 'text';
    if (this.view === 'form') {
      this.read();
    }
  }

  /** What the text gives, for the form. */
  async read() {
    const text = this.text;
    try {
      this.keys ??= await api.settingsSchema();
      const values = await api.settingsValues(text);
      // Not when another change has been made meanwhile, which these values lack.
      if (text === this.text && !this.waiting) {
        this.values = values;
        if (this.problems.some((problem) => problem.path === '')) {
          this.problems = [];
        }
      }
    } catch (e) {
      this.values = undefined;
      await this.refused(e);
    }
  }

  /** A field has another value: the text gets it, and is checked as a whole. */
  changeValue({ path, value }) {
    // At once, so that a second change made before the answer comes begins from this one.
    this.values = withValue(this.values, path, value);
    this.waiting = (this.waiting ?? 0) + 1;
    // One after the other: each begins from the text that the one before made.
    this.edits = (this.edits ?? Promise.resolve()).then(async () => {
      this.waiting -= 1;
      this.done = undefined;
      this.trial = undefined;
      try {
        this.text = await api.editSettings(this.text, path, value);
        this.typed();
        if (this.waiting > 0) {
          return;
        }
        await this.read();
        await api.checkSettings(this.text);
        this.problems = [];
        this.problem = undefined;
      } catch (e) {
        await this.refused(e);
      }
    });
  }

  async begin() {
    await this.load();
    if (this.state) {
      this.text = this.mayChange && draft !== undefined ? draft : plain(this.state.source);
      this.typed();
      this.look();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', keep);
    router.moves.removeEventListener('moved', this.moved);
  }

  async load() {
    try {
      [this.state, this.revisions] = await Promise.all([api.settings(), api.settingsRevisions(MOST)]);
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
    }
  }

  get mayChange() {
    return this.roles.includes('administrator');
  }

  get changed() {
    return this.state !== undefined && this.text !== plain(this.state.source);
  }

  render() {
    return html`
      <div class="head">
        <div>
          <h1>Settings</h1>
          <p class="sub" data-testid="settings-in-force">${this.inForce()}</p>
        </div>
      </div>
      ${this.problem ? failed(this.problem, this.state ? undefined : () => this.begin()) : nothing}
      ${this.state || this.problem ? nothing : loading()}
      <p class="banner good" role="status" data-testid="settings-done" ?hidden=${!this.done}>${shown(this.done)}</p>
      ${this.state ? html`${this.notInEffect(this.state.afterRestart, true)}${this.editor()}${this.history()}` : nothing}
      ${this.applying ? this.applyDialog() : nothing}
      ${this.returning ? this.rollbackDialog() : nothing}`;
  }

  inForce() {
    if (!this.state) {
      return nothing;
    }
    const { revision, author, at, note } = this.state;
    return revision === 0
      ? 'No configuration yet; defaults apply'
      : `Revision ${revision} by ${shown(author)}, ${moment(at)}${note ? ` · ${shown(note)}` : ''}`;
  }

  notInEffect(list, banner) {
    return list.length === 0 ? nothing : html`
      <div class=${banner ? 'banner warn' : 'not-in-effect'} data-testid=${banner ? 'after-restart' : nothing}>
        <p>${banner ? 'Saved but not yet active:' : 'Requires a restart:'}</p>
        <ul>${list.map((value) => html`<li><span class="mono">${shown(value.path)}</span> – ${value.fileOnly
          ? 'set in the configuration file or on the command line only'
          : 'after restart'}</li>`)}</ul>
      </div>`;
  }

  editor() {
    return html`
      <section class="card" aria-labelledby="settings-text">
        <div class="head">
          <h2 id="settings-text">Configuration</h2>
          ${this.mayChange ? html`<div class="switch" role="group" aria-label="View">
            ${[['text', 'Text'], ['form', 'Form']].map(([view, name]) => html`<button aria-pressed=${this.view === view} data-testid="view-${view}"
              @click=${() => router.change({ view: view === 'form' ? view : '' })}>${name}</button>`)}</div>` : nothing}
          ${this.mayChange ? html`<div class="buttons">
            <button data-testid="settings-check" ?disabled=${this.busy} @click=${this.check}>Check</button>
            <button class="primary" data-testid="settings-apply" ?disabled=${this.busy || !this.changed} @click=${this.askApply}>Apply…</button>
            <button data-testid="settings-discard" ?disabled=${this.busy || !this.changed} @click=${this.discard}>Discard changes</button>
          </div>` : nothing}
        </div>
        ${this.mayChange ? this.help() : html`<p class="hint">Only administrators change the settings.</p>`}
        ${this.view === 'form' ? this.form() : this.source()}
        <div role="alert" data-testid="settings-problems">${this.problems.length ? this.mistakes() : nothing}</div>
        <div role="status" data-testid="settings-trial">${this.trial ? this.tried() : nothing}</div>
      </section>`;
  }

  form() {
    return this.values && this.keys
      ? html`<postern-form data-testid="settings-form" .keys=${this.keys} .values=${this.values} .problems=${this.problems}
          @change-value=${(e) => this.changeValue(e.detail)}></postern-form>
        <p class="hint">The form changes the text, in which comments and all else stay as they are. Nothing is active before it is applied.</p>`
      : this.problems.length ? html`<p class="hint">The text cannot be read as a configuration: correct it as text first.</p>` : loading();
  }

  source() {
    return html`
      <div class="editor">
        <pre class="gutter" aria-hidden="true" data-testid="line-numbers">${this.numbers()}</pre>
        <textarea aria-label="Configuration, YAML" aria-describedby="settings-hint" data-testid="settings-source" wrap="off"
          spellcheck="false" autocapitalize="none" autocomplete="off" ?readonly=${!this.mayChange}
          aria-invalid=${this.problems.length > 0} .value=${this.text}
          @input=${this.edited} @scroll=${this.scrolled}></textarea>
      </div>
      <p class="hint" id="settings-hint">YAML. Relative paths start from <span class="mono">${shown(this.state.folder)}</span>. The form has all keys, with their meaning.</p>`;
  }

  /** For those who have no route yet: nothing is delivered without one. */
  help() {
    const missing = this.missing();
    return missing.includes('routes') ? html`
      <div class="banner warn" data-testid="settings-help">
        <p>No routes: no mail is delivered. To deliver mail, configure: the domains it is accepted for, the networks that may send through this gateway, and where it goes.</p>
        <pre class="example" tabindex="0">${missing.map((key) => EXAMPLE[key]).join('\n')}</pre>
        <button data-testid="settings-example" @click=${this.insertExample}>Insert this example</button>
        <span class="hint">Then put in your own names, check, and apply.</span>
      </div>` : nothing;
  }

  missing() {
    const text = this.text.replace(NO_ROUTE, '');
    return Object.keys(EXAMPLE).filter((key) => !new RegExp(`^${key}[ \\t]*:`, 'm').test(text));
  }

  numbers() {
    const marked = new Set(this.problems.map((problem) => problem.line));
    return Array.from({ length: lines(this.text) }, (_, i) => (marked.has(i + 1) ? `● ${i + 1}` : `${i + 1}`)).join('\n');
  }

  mistakes() {
    return html`
      <p class="banner bad">${this.problems.length === 1 ? '1 error' : `${this.problems.length} errors`}; nothing was changed</p>
      <ul class="mistakes">${this.problems.map((problem) => html`<li>
        ${problem.line > 0 ? html`<button class="quiet" @click=${() => this.show(problem.line)}>Line ${problem.line}</button>` : nothing}
        ${problem.path ? html`<span class="mono">${shown(problem.path)}</span>` : nothing} ${shown(problem.message)}</li>`)}</ul>`;
  }

  tried() {
    const change = this.trial.difference.some((line) => !line.startsWith(' '));
    return html`
      <p class="banner good">Configuration OK. ${change ? 'Applying it changes:' : 'It is the active configuration.'}</p>
      ${change ? difference(this.trial.difference, 'What would change') : nothing}
      ${this.notInEffect(this.trial.afterRestart, false)}`;
  }

  applyDialog() {
    return html`<postern-dialog .heading=${'Apply the settings?'} .action=${'Apply'} .doing=${'Applying…'} .wide=${true} .testid=${'settings-confirm'}
      .busy=${this.busy} .refusal=${this.refusal}
      .body=${html`
        ${difference(this.applying.difference, 'What changes')}
        ${this.notInEffect(this.applying.afterRestart, false)}
        <label>Comment (optional)<input name="note" maxlength="500" autocomplete="off"></label>`}
      @confirm=${this.apply} @dismiss=${this.closed}></postern-dialog>`;
  }

  rollbackDialog() {
    const { revision, lines: changed } = this.returning;
    return html`<postern-dialog .heading=${`Go back to revision ${revision}?`} .action=${'Roll back'} .doing=${'Rolling back…'} .danger=${true} .wide=${true}
      .testid=${'rollback-confirm'} .busy=${this.busy} .refusal=${this.refusal}
      .body=${html`
        <p>It becomes active at once, as a new revision.${this.changed ? ' What you typed and did not apply is lost.' : ''}</p>
        ${difference(changed, 'What changes')}`}
      @confirm=${this.rollBack} @dismiss=${this.closed}></postern-dialog>`;
  }

  history() {
    return html`
      <section aria-labelledby="settings-history">
        <h2 id="settings-history">History</h2>
        <postern-table .name=${'history'} .label=${'Revisions'} .testid=${'revisions'} .size=${20} .columns=${this.columns()} .rows=${this.revisions ?? []}
          .key=${(entry) => entry.revision} .filtered=${true} .sorted=${'revision-desc'}
          .nothing=${{ text: 'No revisions yet', hint: 'Each configuration that is applied is kept here, and can be compared and returned to.' }}></postern-table>
        ${this.revisions?.length > 1 ? this.comparison() : nothing}
      </section>`;
  }

  columns() {
    return [
      { id: 'revision', name: 'Revision', by: (entry) => entry.revision, cell: (entry) => entry.revision },
      { id: 'at', name: 'Applied', by: (entry) => entry.at, cell: (entry) => moment(entry.at) },
      { id: 'author', name: 'By', by: (entry) => entry.author, text: (entry) => entry.author, cell: (entry) => shown(entry.author) },
      { id: 'note', name: 'Note', style: 'note', text: (entry) => entry.note, cell: (entry) => shown(entry.note) },
      { id: 'actions', name: html`<span class="unseen">Actions</span>`, numeric: true, cell: (entry) => this.actions(entry.revision) },
    ];
  }

  actions(n) {
    return html`
      ${n > 1 ? html`<button class="quiet" data-testid="changes-${n}" aria-label="Changes of revision ${n}"
        @click=${() => this.compare(n - 1, n)}>Changes</button>` : nothing}
      ${this.mayChange && n !== this.state.revision ? html`<button class="quiet" data-testid="rollback-${n}"
        aria-label="Roll back to revision ${n}" ?disabled=${this.busy} @click=${() => this.askRollback(n)}>Roll back…</button>` : nothing}`;
  }

  comparison() {
    const options = (chosen) => this.revisions.map(({ revision }) =>
      html`<option value=${revision} ?selected=${revision === chosen}>${revision}</option>`);
    const newest = this.revisions[0].revision;
    return html`
      <form class="controls compare" @submit=${this.compareChosen}>
        <label>From revision<select name="from">${options(newest - 1)}</select></label>
        <label>to revision<select name="to">${options(newest)}</select></label>
        <button data-testid="compare">Compare</button>
      </form>
      <div role="status" data-testid="difference">${this.compared ? html`
        <h3>From revision ${this.compared.from} to ${this.compared.to}</h3>
        ${difference(this.compared.lines, `From revision ${this.compared.from} to ${this.compared.to}`)}` : nothing}</div>`;
  }

  edited(event) {
    this.text = event.target.value;
    this.trial = undefined;
    this.done = undefined;
    this.typed();
  }

  /** What is typed outlives a look at another page, and is not closed without a question. */
  typed() {
    draft = this.changed ? this.text : undefined;
    window[draft === undefined ? 'removeEventListener' : 'addEventListener']('beforeunload', keep);
  }

  scrolled(event) {
    this.querySelector('.gutter').scrollTop = event.target.scrollTop;
  }

  /** Puts the cursor to a line. */
  async show(line) {
    if (this.view !== 'text') {
      router.change({ view: '' });
      await this.updateComplete;
    }
    const area = this.querySelector('textarea');
    const before = this.text.split('\n').slice(0, line - 1);
    const start = before.reduce((sum, text) => sum + text.length + 1, 0);
    const end = this.text.indexOf('\n', start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? this.text.length : end);
    area.scrollTop = Math.max(0, (line - 4) * LINE);
  }

  insertExample() {
    const example = this.missing().map((key) => EXAMPLE[key]).join('\n');
    const text = this.text.replace(NO_ROUTE, '').trimEnd();
    this.text = text ? `${text}\n\n${example}` : example;
    this.typed();
    this.look();
    const line = text ? lines(text) + 2 : 1;
    this.updateComplete.then(() => this.show(line));
  }

  async discard() {
    await this.edits;
    this.text = plain(this.state.source);
    this.forget();
    this.typed();
    this.look();
  }

  forget() {
    this.problems = [];
    this.trial = undefined;
    this.done = undefined;
    this.problem = undefined;
    this.refusal = undefined;
  }

  /** Waits for what the form's fields still do to the text. */
  async check() {
    await this.act(async () => {
      await this.edits;
      this.trial = await api.checkSettings(this.text);
    });
  }

  async askApply() {
    await this.act(async () => {
      await this.edits;
      this.applying = await api.checkSettings(this.text);
    });
  }

  async apply(event) {
    const note = event.detail.get('note').trim();
    await this.act(async () => {
      const state = await api.applySettings(this.text, note, this.state.revision);
      await this.taken(state, `Revision ${state.revision} is now active.`);
    });
  }

  async askRollback(revision) {
    await this.act(async () => {
      this.returning = { revision, lines: await api.settingsDifference(this.state.revision, revision) };
    });
  }

  async rollBack() {
    const { revision } = this.returning;
    await this.act(async () => {
      const state = await api.rollBackSettings(revision, this.state.revision);
      await this.taken(state, `Revision ${state.revision} is now active, the same as revision ${revision}.`);
    });
  }

  async taken(state, done) {
    this.closed();
    this.state = state;
    this.text = plain(state.source);
    this.typed();
    this.compared = undefined;
    await this.load();
    this.look();
    this.done = done;
  }

  async compareChosen(event) {
    event.preventDefault();
    await this.compare(event.target.from.value, event.target.to.value);
  }

  async compare(from, to) {
    try {
      this.compared = { from, to, lines: await api.settingsDifference(from, to) };
    } catch (e) {
      this.problem = e.message;
    }
  }

  /** Does something; mistakes go to their list, everything else to where the reader looks. */
  async act(work) {
    this.busy = true;
    this.forget();
    try {
      await work();
    } catch (e) {
      await this.refused(e);
    } finally {
      this.busy = false;
    }
  }

  async refused(e) {
    if (e.problems?.length) {
      this.closed();
      this.problems = e.problems;
    } else if (e.type === 'changed-meanwhile') {
      this.closed();
      await this.load();
      this.problem = `${e.message}. What you typed is kept: look at the difference before you apply it.`;
    } else if (this.applying || this.returning) {
      this.refusal = e.message;
    } else {
      this.problem = e;
    }
  }

  closed() {
    this.applying = undefined;
    this.returning = undefined;
    this.refusal = undefined;
  }
}

/** The values with another one behind a key, or a key and one behind it; undefined takes it away. */
const withValue = (values, [key, ...rest], value) => {
  const inner = rest.length ? withValue(values[key] ?? {}, rest, value) : value;
  const { [key]: before, ...others } = values;
  return inner === undefined ? others : { ...values, [key]: inner };
};

customElements.define('postern-settings', Settings);

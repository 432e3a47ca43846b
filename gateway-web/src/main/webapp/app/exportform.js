import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { difference } from './difference.js';
import './dialog.js';
import './exportparts.js';
import { keysFor, named } from './form.js';
import { failed, loading } from './states.js';
import { moment, shown } from './text.js';

const NAME = '[a-z](-?[a-z0-9]){0,40}';

/**
 * A target to be added, or with `name` to be changed. What can be given comes from the settings'
 * schema. It is saved as a revision of the settings; reports `saved` with the name, and `cancel`.
 */
class ExportForm extends Part {
  static properties = {
    name: { attribute: false },
    keys: { state: true },
    settings: { state: true },
    others: { state: true },
    chosen: { state: true },
    entry: { state: true },
    secrets: { state: true },
    given: { state: true },
    problems: { state: true },
    problem: { state: true },
    applying: { state: true },
    refusal: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.problems = [];
    this.given = {};
    this.chosen = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  async begin() {
    try {
      const [schema, settings, secrets] = await Promise.all([api.settingsSchema(), api.settings(), api.secrets()]);
      const { exports = {} } = await api.settingsValues(settings.source);
      this.keys = schema.find((key) => key.name === 'exports').keys;
      this.settings = settings;
      this.secrets = secrets;
      this.others = Object.keys(exports);
      this.chosen = this.name ?? '';
      this.entry = this.name === undefined ? { type: this.types[0] } : exports[this.name] ?? {};
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
    }
  }

  get types() {
    return this.keys.find((key) => key.name === 'type').words;
  }

  render() {
    if (!this.entry) {
      return this.problem ? failed(this.problem, () => this.begin()) : loading();
    }
    const keys = keysFor(this.keys, this.entry).filter((key) => key.name !== 'type');
    const own = keys.filter((key) => key.types.length > 0 && key.kind !== 'secret');
    return html`
      <form data-testid="export-form" novalidate @submit=${this.ask}>
        <fieldset><legend>Target</legend><div class="fields">
          <div class="field ${this.nameProblem() ? 'wrong' : ''}"><label for="export-name">Name <span class="sub">(required)</span></label>
            <input id="export-name" data-testid="export-name" required maxlength="41" spellcheck="false" autocapitalize="none" autocomplete="off"
              aria-describedby="export-name-help" ?readonly=${this.name !== undefined} .value=${this.chosen} @input=${(e) => (this.chosen = e.target.value.trim())}>
            <p class="hint" id="export-name-help">${this.name === undefined ? 'A letter, then a to z, 0 to 9 and single hyphens. It stands in the position that the database keeps, and does not change.' : 'The name does not change.'}</p>
            ${this.nameProblem() ? html`<p class="complaint">${this.nameProblem()}</p>` : nothing}</div>
          <div class="field"><label for="export-type">Type</label>
            <select id="export-type" data-testid="export-type" ?disabled=${this.name !== undefined} @change=${this.typed}>${this.types.map((type) => html`
              <option ?selected=${type === this.entry.type}>${type}</option>`)}</select></div>
        </div></fieldset>
        ${own.length ? this.part(named(this.entry.type), own) : nothing}
        ${keys.filter((key) => key.kind === 'secret').map((key) => this.secret(key))}
        ${this.part('Events', keys.filter((key) => key.types.length === 0))}
        ${this.elsewhere(keys)}
        <postern-export-trials .api=${api} .mayTest=${true} .draft=${() => this.draft()} @refused=${(e) => this.refused(e.detail)}></postern-export-trials>
        ${this.problem ? failed(this.problem) : nothing}
        <div class="buttons">
          <button class="primary" data-testid="export-save" ?disabled=${this.busy}>Save…</button>
          <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('cancel'))}>Cancel</button>
        </div>
      </form>
      ${this.applying ? this.dialog() : nothing}`;
  }

  part(legend, keys) {
    return html`<postern-form .legend=${legend} .keys=${keys} .values=${this.entry} .problems=${this.problems}
      @change-value=${({ detail: { path, value } }) => this.put(path[0], value)}></postern-form>`;
  }

  put(key, value) {
    const { [key]: before, ...others } = this.entry;
    this.entry = value === undefined ? others : { ...others, [key]: value };
    this.problems = this.problems.filter(({ path }) => path !== key && !path.startsWith(`${key}.`) && !path.startsWith(`${key}[`));
    this.querySelector('postern-export-trials')?.forget();
  }

  /** Which secret, and a value for it, which is only ever written. */
  secret(key) {
    const name = this.entry[key.name] ?? '';
    const stored = this.secrets.find((secret) => secret.name === name);
    const wrong = this.problems.filter((problem) => problem.path === key.name);
    return html`
      <fieldset><legend>Password</legend><div class="fields">
        <div class="field ${wrong.length ? 'wrong' : ''}"><label for="export-${key.name}">Secret</label>
          <input id="export-${key.name}" data-testid="export-${key.name}" list="export-secrets" maxlength="41" spellcheck="false" autocapitalize="none"
            autocomplete="off" aria-describedby="export-${key.name}-help" .value=${name} @change=${(e) => this.put(key.name, e.target.value.trim() || undefined)}>
          <datalist id="export-secrets">${this.secrets.map((secret) => html`<option value=${secret.name}></option>`)}</datalist>
          <p class="hint" id="export-${key.name}-help">${shown(key.help)} ${name === '' ? 'None is used.' : stored ? `It was set at ${moment(stored.changedAt)}.` : 'There is no secret of this name yet.'}</p>
          ${wrong.length ? html`<p class="complaint">${wrong.map((problem) => shown(problem.message)).join('; ')}</p>` : nothing}</div>
        <div class="field"><label for="export-${key.name}-value">${stored ? 'New value' : 'Value'}</label>
          <input id="export-${key.name}-value" data-testid="export-${key.name}-value" type="password" maxlength="4096" autocomplete="new-password"
            aria-describedby="export-${key.name}-value-help" .value=${this.given[key.name] ?? ''} @input=${(e) => this.give(key, e.target.value)}>
          <p class="hint" id="export-${key.name}-value-help">${stored ? 'Empty keeps the one that is stored.' : ''} It is stored encrypted when the target is saved, and no page shows it again.</p></div>
      </div></fieldset>`;
  }

  /** An administrator who gives a password need not think of a name for the secret. */
  give(key, value) {
    this.given = { ...this.given, [key.name]: value };
    if (value && !this.entry[key.name] && this.chosen) {
      this.put(key.name, this.chosen);
    }
  }

  /** The values that were given, by the secrets' names. */
  values() {
    return Object.fromEntries(Object.entries(this.given)
      .filter(([key, value]) => value && this.entry[key]).map(([key, value]) => [this.entry[key], value]));
  }

  /** Mistakes that are of no field. */
  elsewhere(keys) {
    const others = this.problems.filter(({ path }) => path !== 'name'
      && !keys.some((key) => path === key.name || path.startsWith(`${key.name}.`) || path.startsWith(`${key.name}[`)));
    return others.length ? html`<ul class="mistakes" role="alert">${others.map((problem) => html`<li class="complaint">${
      problem.path ? html`<span class="mono">${shown(problem.path)}</span> ` : nothing}${shown(problem.message)}</li>`)}</ul>` : nothing;
  }

  nameProblem() {
    return this.problems.find((problem) => problem.path === 'name')?.message;
  }

  typed(event) {
    const type = event.target.value;
    const kept = this.keys.filter((key) => key.types.length === 0 || key.types.includes(type)).map((key) => key.name);
    this.entry = { ...Object.fromEntries(Object.entries(this.entry).filter(([name]) => kept.includes(name))), type };
    this.problems = [];
    this.querySelector('postern-export-trials').forget();
  }

  draft() {
    return { name: this.chosen || 'draft', draft: { entry: JSON.stringify(this.entry), secrets: this.values() } };
  }

  /** Mistakes of the settings as those of this target: at their fields. */
  refused(problems) {
    const before = `exports.${this.chosen || 'draft'}`;
    this.problems = problems.map((problem) => ({
      ...problem,
      path: problem.path === before ? '' : problem.path.startsWith(`${before}.`) ? problem.path.slice(before.length + 1) : problem.path,
    }));
  }

  async ask(event) {
    event.preventDefault();
    this.problem = undefined;
    if (!new RegExp(`^${NAME}$`).test(this.chosen)) {
      this.problems = [{ path: 'name', message: 'Give it a name: a letter, then a to z, 0 to 9 and single hyphens, at most 41.' }];
    } else if (this.name === undefined && this.others.includes(this.chosen)) {
      this.problems = [{ path: 'name', message: 'There is a target of this name.' }];
    } else {
      await this.check();
    }
    if (this.problems.length) {
      await this.updateComplete;
      this.querySelector('.wrong input, .wrong select, .wrong textarea')?.focus();
    }
  }

  async check() {
    this.busy = true;
    this.problems = [];
    try {
      const source = await api.editSettings(this.settings.source, ['exports', this.chosen], this.entry);
      const trial = await api.checkSettings(source);
      this.refusal = undefined;
      this.applying = { source, difference: trial.difference };
    } catch (e) {
      this.refused(e.problems ?? []);
      this.problem = e.problems?.length ? undefined : e;
    } finally {
      this.busy = false;
    }
  }

  dialog() {
    const secrets = Object.keys(this.values());
    return html`<postern-dialog .heading=${this.name === undefined ? `Add the target ${shown(this.chosen)}?` : `Change the target ${shown(this.name)}?`} .action=${'Save'} .doing=${'Saving…'}
      .wide=${true} .testid=${'export-confirm'} .busy=${this.busy} .refusal=${this.refusal}
      .body=${html`
        <p>It becomes active at once, as a new revision of the settings.${secrets.length ? ` The value of secret ${secrets.join(', ')} is stored, and used by all targets that name it.` : ''}</p>
        ${difference(this.applying.difference, 'What changes')}
        <label>Comment (optional)<input name="note" maxlength="500" autocomplete="off"></label>`}
      @confirm=${this.save} @dismiss=${() => (this.applying = undefined)}></postern-dialog>`;
  }

  async save(event) {
    const note = event.detail.get('note').trim() || `export ${this.chosen} ${this.name === undefined ? 'added' : 'changed'}`;
    this.busy = true;
    this.refusal = undefined;
    try {
      for (const [name, value] of Object.entries(this.values())) {
        await api.setSecret(name, value);
      }
      await api.applySettings(this.applying.source, note, this.settings.revision);
      this.given = {};
      this.dispatchEvent(new CustomEvent('saved', { detail: { name: this.chosen } }));
    } catch (e) {
      if (e.type === 'changed-meanwhile') {
        // What is on the form is kept, and saved on top of what others changed.
        this.settings = await api.settings().catch(() => this.settings);
        this.applying = undefined;
        this.problem = new Error(`${e.message}. Save again to see what changes now.`);
      } else {
        this.refusal = e.message;
      }
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('postern-export-form', ExportForm);

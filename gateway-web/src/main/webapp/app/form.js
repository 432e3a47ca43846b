import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import { shown } from './text.js';

const UNITS = {
  duration: 'Such as 30s, 5m, 4h or 5d.',
  size: 'Octets, such as 500000, 25MB or 10MiB.',
};

/** A key's name as people read it: messageSize is "Message size". */
export const named = (name) => {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words === 'url' ? 'URL' : words.charAt(0).toUpperCase() + words.slice(1);
};

// A name, in quotes or brackets when it holds a colon, and what stands behind the colon.
const PAIR = /^("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^:]*?)\s*:\s*(.*)$/;

/** Lines of NAME: VALUE as an object. */
const pairsOf = (lines) => Object.fromEntries(lines.split('\n').map((line) => line.trim()).filter(Boolean)
  .map((line) => PAIR.exec(line)?.slice(1) ?? [line, '']));

/** A value as the text of a field; undefined when a field cannot show it. */
const text = (value) => (value === undefined ? '' : typeof value === 'string' ? value : undefined);

/** The keys of an object of this type, and those that it has although they are not. */
export const keysFor = (keys, values) =>
  keys.filter((key) => key.types.length === 0 || key.types.includes(values?.type) || values?.[key.name] !== undefined);

/**
 * A form of keys as the gateway describes them. It reports `change` with a path and a value, which
 * is a string, an array, an object, or undefined when the key is not given any more.
 */
export class Form extends Part {
  static properties = {
    keys: { attribute: false },
    values: { attribute: false },
    problems: { attribute: false },
    legend: { attribute: false },
    fixed: { attribute: false },
  };

  constructor() {
    super();
    this.problems = [];
    this.values = {};
    this.legend = 'General';
  }

  render() {
    const plain = this.keys.filter((key) => !compound(key));
    return html`
      ${plain.length ? html`<fieldset><legend>${this.legend}</legend><div class="fields">${plain.map((key) => this.field(key, [key.name], this.values[key.name]))}</div></fieldset>` : nothing}
      ${this.keys.filter(compound).map((key) => html`
        <fieldset data-testid="form-${key.name}"><legend>${named(key.name)}</legend>
          <p class="hint">${key.help}</p>
          ${this.complaint([key.name])}
          ${key.kind === 'named' ? this.entries(key, this.values[key.name] ?? {}) : key.list ? this.rows(key, this.values[key.name] ?? []) : this.section(key)}
        </fieldset>`)}`;
  }

  section(key) {
    const values = this.values[key.name] ?? {};
    return html`<div class="fields">${key.keys.map((inner) => this.field(inner, [key.name, inner.name], values[inner.name]))}</div>`;
  }

  /** A list of objects: each a row of fields. */
  rows(key, rows) {
    const list = Array.isArray(rows) ? rows : [];
    const put = (next) => this.report([key.name], next.length ? next : undefined);
    return html`
      ${list.map((row, i) => html`
        <div class="row" role="group" aria-label="${named(key.name)} ${i + 1}">
          ${key.keys.map((inner) => this.field(inner, [`${key.name}[${i}]`, inner.name], row[inner.name],
            (value) => put(list.map((other, k) => (k === i ? given({ ...row, [inner.name]: value }) : other))), i > 0))}
          ${this.fixed ? nothing : html`<button type="button" class="quiet" data-testid="remove-${key.name}-${i}" aria-label="Remove ${named(key.name)} ${i + 1}"
            @click=${() => put(list.filter((_, k) => k !== i))}>Remove</button>`}
        </div>`)}
      ${this.fixed ? nothing : html`<button type="button" data-testid="add-${key.name}" @click=${() => put([...list, first(key)])}>Add</button>`}`;
  }

  /** Objects by names that the administrator gives. */
  entries(key, map) {
    const put = (next) => this.report([key.name], Object.keys(next).length ? next : undefined);
    return html`
      ${Object.entries(map).map(([name, values], i) => html`
        <div class="row" role="group" aria-label=${shown(name)}>
          <strong class="mono">${shown(name)}</strong>
          ${keysFor(key.keys, values).map((inner) => this.field(inner, [key.name, name, inner.name], values?.[inner.name],
            (value) => put({ ...map, [name]: given({ ...values, [inner.name]: value }) }), i > 0))}
          ${this.fixed ? nothing : html`<button type="button" class="quiet" aria-label="Remove ${shown(name)}"
            @click=${() => put(Object.fromEntries(Object.entries(map).filter(([other]) => other !== name)))}>Remove</button>`}
        </div>`)}
      ${this.fixed ? nothing : html`<form class="controls" @submit=${(e) => {
        e.preventDefault();
        const name = e.target.elements.name.value.trim();
        e.target.reset();
        put({ ...map, [name]: map[name] ?? {} });
      }}><label>Name<input name="name" required maxlength="41" spellcheck="false" autocapitalize="none"></label><button>Add</button></form>`}`;
  }

  /** Of rows the first has the help; in the others it is there for screen readers only. */
  field(key, path, value, put = (next) => this.report(path, next), again = false) {
    const id = `field-${path.join('-')}`;
    const wrong = this.wrong(path);
    const described = `${id}-help${wrong.length ? ` ${id}-wrong` : ''}`;
    return html`
      <div class="field ${wrong.length ? 'wrong' : ''}">
        <label for=${id}>${named(key.name)}${key.required ? html` <span class="sub">(required)</span>` : nothing}</label>
        ${this.input(key, id, described, wrong.length > 0, value, put)}
        <p class=${again ? 'unseen' : 'hint'} id="${id}-help">${this.help(key)}</p>
        ${wrong.length ? html`<p class="complaint" id="${id}-wrong">${wrong.map((problem) => shown(problem.message)).join('; ')}</p>` : nothing}
      </div>`;
  }

  help(key) {
    const bounds = key.least ? `${key.least} to ${key.most}` : '';
    return [key.help, UNITS[key.kind], bounds && `From ${bounds}.`, key.list && key.kind !== 'word' && 'One a line.',
      key.kind === 'pairs' && 'One a line: NAME: VALUE.',
      key.usual && `Default: ${key.usual}.`].filter(Boolean).join(' ');
  }

  input(key, id, described, invalid, value, put) {
    const plain = key.list ? (value === undefined || Array.isArray(value) ? '' : undefined) : text(value);
    if (key.kind === 'pairs' && (value === undefined || pairable(value))) {
      const lines = Object.entries(value ?? {}).map(([name, each]) => `${name}: ${each}`);
      return html`<textarea id=${id} aria-describedby=${described} aria-invalid=${invalid} rows=${Math.min(12, Math.max(2, lines.length + 1))}
        spellcheck="false" autocapitalize="none" ?readonly=${this.fixed} .value=${lines.join('\n')}
        @change=${(e) => put(e.target.value.trim() ? pairsOf(e.target.value) : undefined)}></textarea>`;
    }
    if (plain === undefined || (key.list && value?.some((item) => typeof item !== 'string'))) {
      return html`<input id=${id} aria-describedby=${described} readonly value="set in the text below">`;
    }
    if (key.kind === 'word' && key.list) {
      const chosen = value ?? [];
      return html`<div id=${id} role="group" aria-label=${named(key.name)} aria-describedby=${described}>${key.words.map((word) => html`
        <label class="choice"><input type="checkbox" ?disabled=${this.fixed} .checked=${chosen.includes(word)}
          @change=${(e) => put(listed(e.target.checked ? [...chosen, word] : chosen.filter((other) => other !== word)))}> ${word}</label>`)}</div>`;
    }
    if (key.list) {
      return html`<textarea id=${id} aria-describedby=${described} aria-invalid=${invalid} rows=${Math.min(8, Math.max(2, (value?.length ?? 0) + 1))}
        spellcheck="false" autocapitalize="none" ?readonly=${this.fixed} .value=${(value ?? []).join('\n')}
        placeholder=${key.usual.replaceAll(', ', '\n')}
        @change=${(e) => put(listed(e.target.value.split('\n').map((line) => line.trim()).filter(Boolean)))}></textarea>`;
    }
    if (key.kind === 'word' || key.kind === 'flag') {
      const words = key.kind === 'flag' ? ['true', 'false'] : key.words;
      return html`<select id=${id} aria-describedby=${described} aria-invalid=${invalid} ?disabled=${this.fixed} @change=${(e) => put(e.target.value || undefined)}>
        <option value="" ?selected=${plain === ''}>default (${key.usual})</option>
        ${words.map((word) => html`<option ?selected=${word === plain}>${word}</option>`)}
        ${plain === '' || words.includes(plain) ? nothing : html`<option selected>${plain}</option>`}</select>`;
    }
    return html`<input id=${id} aria-describedby=${described} aria-invalid=${invalid} inputmode=${key.kind === 'number' ? 'numeric' : nothing}
      spellcheck="false" autocapitalize="none" autocomplete="off" ?readonly=${this.fixed} .value=${plain} placeholder=${key.usual}
      @change=${(e) => put(e.target.value.trim() || undefined)}>`;
  }

  /** The mistakes of a value: of itself, and of what is in it. */
  wrong(path) {
    const place = path.join('.');
    return this.problems.filter((problem) => problem.path === place || problem.path.startsWith(`${place}[`) || problem.path.startsWith(`${place}.`));
  }

  complaint(path) {
    const wrong = this.problems.filter((problem) => problem.path === path.join('.'));
    return wrong.length ? html`<p class="complaint">${wrong.map((problem) => shown(problem.message)).join('; ')}</p>` : nothing;
  }

  report(path, value) {
    this.dispatchEvent(new CustomEvent('change-value', { detail: { path, value } }));
  }
}

const compound = (key) => key.keys.length > 0;
const pairable = (value) => typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
const listed = (list) => (list.length ? list : undefined);
const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const first = (key) => Object.fromEntries(key.keys.filter((inner) => inner.required).map((inner) => [inner.name, '']));

customElements.define('postern-form', Form);

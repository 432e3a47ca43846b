// What the pages about exports have in common.

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import { failed } from './states.js';
import { count, long, shown } from './text.js';

const STATES = {
  connecting: ['plain', 'Connecting', 'It asks the target how far it is.'],
  running: ['good', 'Running', 'Events are written as they happen.'],
  waiting: ['warn', 'Waiting', 'The target cannot take events now. They stay in the journal, and it is tried again by itself.'],
  paused: ['warn', 'Paused', 'An administrator has paused it. Events stay in the journal until it is resumed.'],
  finished: ['good', 'Finished', 'All that was asked for is written.'],
};

/** A stream's state as a word. */
export const state = (name) => {
  const [kind, word, meant] = STATES[name] ?? ['plain', shown(name), ''];
  return html`<span class="chip ${kind}" title=${meant} data-testid="export-state">${word}</span>`;
};

/** What a state means. */
export const meaning = (name) => STATES[name]?.[2] ?? '';

/** How long the oldest event has been waiting. */
export const lag = ({ behind, lagSeconds }) => (behind === 0 ? '0 s' : long(lagSeconds));


/**
 * What can be found out about a target without writing to it: a test of the connection, the
 * statements that make its tables, events as it would get them. `draft()` gives {name, draft};
 * without a draft they are about the target that runs.
 */
export class ExportTrials extends Part {
  static properties = {
    api: { attribute: false },
    draft: { attribute: false },
    mayTest: { attribute: false },
    busy: { state: true },
    result: { state: true },
    copied: { state: true },
  };

  render() {
    return html`
      <div class="controls">
        ${this.mayTest ? html`<button type="button" data-testid="export-test" ?disabled=${this.busy} @click=${() => this.run('test')}>${this.busy === 'test' ? 'Testing …' : 'Test the connection'}</button>` : nothing}
        <button type="button" data-testid="export-ddl" ?disabled=${this.busy} @click=${() => this.run('ddl')}>Show the statements for the tables</button>
        ${this.mayTest ? html`<button type="button" data-testid="export-preview" ?disabled=${this.busy} @click=${() => this.run('samples')}>Preview with the newest events</button>` : nothing}
      </div>
      <div role="status" data-testid="export-result">${this.result ? this.shown() : nothing}</div>`;
  }

  async run(what) {
    const { name, draft } = this.draft();
    this.busy = what;
    this.copied = false;
    this.dispatchEvent(new CustomEvent('refused', { detail: [] }));
    try {
      const call = { test: this.api.testExport, ddl: this.api.exportDdl, samples: this.api.exportSamples }[what];
      this.result = { what, value: await call(name, what === 'test' ? draft : { entry: draft.entry }) };
    } catch (e) {
      this.result = { what: 'failed', value: e };
      this.dispatchEvent(new CustomEvent('refused', { detail: e.problems ?? [] }));
    } finally {
      this.busy = undefined;
    }
  }

  /** What was found no longer holds. */
  forget() {
    this.result = undefined;
  }

  shown() {
    const { what, value } = this.result;
    switch (what) {
      case 'test':
        return html`<div class="banner good" data-testid="export-found"><p>The test succeeded.</p>
          <ul>${value.map((line) => html`<li>${shown(line)}</li>`)}</ul></div>`;
      case 'ddl':
        return html`
          <div class="head"><p class="hint">For the owner of the database. Nothing was run.</p>
            <button type="button" data-testid="export-copy" @click=${() => this.copy(value)}>${this.copied ? 'Copied' : 'Copy'}</button></div>
          <pre class="statements" tabindex="0" role="group" aria-label="Statements" data-testid="export-statements">${value}</pre>`;
      case 'samples':
        return value.length ? samples(value) : html`<p class="hint" data-testid="no-samples">None of the newest 20,000 lines of the journal is for this target.</p>`;
      default:
        return failed(value);
    }
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = true;
    } catch {
      // The browser does not allow it: the text is there to be copied by hand.
      getSelection().selectAllChildren(this.querySelector('pre'));
    }
  }
}

/** Events with a column for each value; what none of them has is named only. */
const samples = (rows) => {
  const used = rows[0].values.map((_, i) => i).filter((i) => rows.some((row) => row.values[i].text !== undefined));
  const unused = rows[0].values.filter((_, i) => !used.includes(i)).map((value) => shown(value.name));
  return html`
    <p class="hint">The newest ${count(rows.length)} events, as they would be written. Nothing was written.${unused.length ? ` NULL in all of them: ${unused.join(', ')}.` : ''}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Preview"><table class="samples" data-testid="export-samples">
      <thead><tr>${used.map((i) => html`<th>${shown(rows[0].values[i].name)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${used.map((i) => sample(row.values[i].text))}</tr>`)}</tbody>
    </table></div>`;
};

const sample = (text) => (text === undefined ? html`<td><span class="sub">NULL</span></td>` : html`<td class="mono" title=${shown(text)}>${shown(text)}</td>`);

customElements.define('postern-export-trials', ExportTrials);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { difference } from './difference.js';
import './dialog.js';
import './exportform.js';
import { lag, meaning, state } from './exportparts.js';
import { chip, link } from './lines.js';
import * as router from './router.js';
import { empty, failed, loading, missing } from './states.js';
import './table.js';
import { count, moment, shown } from './text.js';

const PAUSE = 2000;
const MOST = 200;

/** One target: how far it is, and all that can be done with it. */
class Export extends Part {
  static properties = {
    roles: { attribute: false },
    name: { attribute: false },
    target: { state: true },
    entry: { state: true },
    rejected: { state: true },
    gone: { state: true },
    problem: { state: true },
    editing: { state: true },
    asking: { state: true },
    timed: { state: true },
    busy: { state: true },
    refusal: { state: true },
    done: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.look();
    router.moves.addEventListener('moved', this.moved);
    this.look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
  }

  willUpdate(changed) {
    if (changed.has('name')) {
      this.target = undefined;
      this.entry = undefined;
      this.rejected = undefined;
      this.gone = false;
      this.done = undefined;
      this.configured();
      this.every(PAUSE, () => this.load());
    }
  }

  /** That it is being changed is in the address. */
  look() {
    this.editing = router.place().params.get('edit') === 'yes';
  }

  get mayChange() {
    return this.roles.includes('administrator');
  }

  get mayAct() {
    return this.mayChange || this.roles.includes('operator');
  }

  async load() {
    if (this.removing) {
      return;
    }
    const { name } = this;
    try {
      const target = await api.exportTarget(name);
      const rejected = target.setAside ? await api.rejectedEvents(name, 0, MOST) : [];
      if (name === this.name) {
        this.target = target;
        this.rejected = rejected;
        this.gone = false;
        this.problem = undefined;
      }
    } catch (e) {
      this.gone = e.type === 'no-such-export';
      this.problem = this.gone ? undefined : e;
    }
  }

  /** What the settings say of it; administrators alone see them as values. */
  async configured() {
    if (!this.mayChange) {
      return;
    }
    try {
      const { source } = await api.settings();
      this.entry = (await api.settingsValues(source)).exports?.[this.name];
    } catch {
      // The page is about how far it is, and goes on without.
      this.entry = undefined;
    }
  }

  render() {
    if (this.gone) {
      return missing('Export not found', html`There is no target ${shown(this.name)}. It may have been removed, or the address is mistyped.`, { href: '#/exports', name: 'To the exports' });
    }
    if (this.editing && this.mayChange) {
      return html`
        <p class="back"><a href=${this.address()}>← ${shown(this.name)}</a></p>
        <h1>Change <span class="mono">${shown(this.name)}</span></h1>
        <postern-export-form .name=${this.name} @cancel=${() => (location.hash = this.address())} @saved=${this.saved}></postern-export-form>`;
    }
    return html`
      <p class="back"><a href="#/exports">← Exports</a></p>
      <div class="head">
        <h1>Export <span class="mono">${shown(this.name)}</span></h1>
        ${this.target ? this.actions() : nothing}
      </div>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      <p class="banner good" role="status" data-testid="done" ?hidden=${!this.done}>${this.done}</p>
      ${this.refusal && !this.asking ? html`<p class="banner bad" role="alert" data-testid="refusal">${shown(this.refusal)}</p>` : nothing}
      ${this.target ? this.content() : this.problem ? nothing : loading()}
      ${this.asking ? this.dialog() : nothing}`;
  }

  address(params) {
    return router.address(['exports', this.name], params);
  }

  actions() {
    const paused = this.target.pausedSince !== undefined;
    const waits = this.target.live.state === 'waiting';
    return html`<div class="buttons">
      ${this.mayAct && !paused ? html`<button data-testid="export-pause" ?disabled=${this.busy} @click=${() => this.act(() => api.pauseExport(this.name))}>Pause</button>` : nothing}
      ${this.mayAct && (paused || waits) ? html`<button class=${paused ? 'primary' : nothing} data-testid="export-resume" ?disabled=${this.busy}
        @click=${() => this.act(() => api.resumeExport(this.name))}>${paused ? 'Resume' : 'Try now'}</button>` : nothing}
      ${this.mayChange ? html`
        <a class="button" href=${this.address({ edit: 'yes' })} data-testid="export-edit">Change</a>
        <button class="danger" data-testid="export-remove" @click=${this.askRemove}>Remove…</button>` : nothing}
    </div>`;
  }

  content() {
    const { live, pausedSince, setAside } = this.target;
    return html`
      <section class="facts" aria-label="How far it is">
        <dl>
          <div><dt>State</dt><dd>${state(live.state)} <span class="sub">since ${moment(pausedSince ?? live.since)}</span></dd></div>
          <div><dt>Type</dt><dd>${shown(this.target.type)}</dd></div>
          <div><dt>Position</dt><dd data-testid="export-position">${count(live.position)}</dd></div>
          <div><dt>Behind</dt><dd data-testid="export-behind">${count(live.behind)} ${live.behind === 1 ? 'line' : 'lines'}</dd></div>
          <div><dt>Lag</dt><dd data-testid="export-lag">${lag(live)}</dd></div>
          <div><dt>Rate</dt><dd>${count(live.rate)} lines/s</dd></div>
          <div><dt>Written since the start</dt><dd>${count(live.written)}</dd></div>
          <div><dt>Set aside</dt><dd data-testid="export-aside">${count(setAside)}</dd></div>
          ${live.lost ? html`<div><dt>Lost</dt><dd class="alarm">${count(live.lost)} lines were removed or damaged before they could be read</dd></div>` : nothing}
        </dl>
        <p class="sub">${meaning(live.state)}</p>
      </section>
      ${live.error ? html`<p class="banner warn" data-testid="export-error">${shown(live.error)}</p>` : nothing}
      ${this.aside()}
      ${this.backfill()}
      ${this.mayAct ? html`<section class="card" aria-labelledby="export-trials"><h2 id="export-trials">${this.mayChange ? 'Test, tables, preview' : 'Tables'}</h2>
        <postern-export-trials .api=${api} .mayTest=${this.mayChange} .draft=${() => ({ name: this.name, draft: {} })}></postern-export-trials></section>` : nothing}
      ${this.entry ? this.configuration() : nothing}`;
  }

  configuration() {
    const rows = Object.entries(this.entry).flatMap(([key, value]) =>
      Array.isArray(value) ? [[key, value.join(', ')]]
        : typeof value === 'object' && value !== null ? Object.entries(value).map(([name, each]) => [`${key}.${name}`, each])
          : [[key, value]]);
    return html`<section class="card" aria-labelledby="export-configuration"><h2 id="export-configuration">Configuration</h2>
      <dl class="values" data-testid="export-configuration">${rows.map(([key, value]) => html`<div><dt>${shown(key)}</dt><dd class="mono">${shown(value)}</dd></div>`)}</dl></section>`;
  }

  aside() {
    const { setAside } = this.target;
    if (!setAside || !this.rejected) {
      return nothing;
    }
    return html`
      <section class="card" aria-labelledby="export-set-aside">
        <div class="head"><h2 id="export-set-aside">Set aside</h2>
          ${this.mayAct ? html`<button data-testid="retry-all" ?disabled=${this.busy} @click=${() => this.retry([])}>Retry all</button>` : nothing}</div>
        <p class="hint">The target refused ${setAside === 1 ? 'this event' : 'these events'} and takes the others. Change its table and retry, or drop them: the journal has them as long as it keeps its files.</p>
        <postern-table .name=${'aside'} .label=${'Events set aside'} .testid=${'rejected'} .look=${'lanes'} .columns=${this.columns()} .rows=${this.rejected}
          .key=${(event) => event.sequence} .rowTestid=${(event) => `rejected-${event.sequence}`} .size=${20} .filtered=${true}></postern-table>
        ${setAside > this.rejected.length ? html`<p class="hint">The oldest ${count(this.rejected.length)} of ${count(setAside)} are listed; <span class="mono">postern export rejected</span> lists all.</p>` : nothing}
      </section>`;
  }

  columns() {
    const actions = {
      id: 'actions', name: html`<span class="unseen">Actions</span>`, numeric: true,
      cell: (event) => html`
        ${this.mayAct ? html`<button class="quiet" aria-label="Retry ${event.sequence}" data-testid="retry-${event.sequence}" ?disabled=${this.busy}
          @click=${() => this.retry([event.sequence])}>Retry</button>` : nothing}
        ${this.mayChange ? html`<button class="quiet" aria-label="Drop ${event.sequence}" data-testid="drop-${event.sequence}" ?disabled=${this.busy}
          @click=${() => this.ask({ kind: 'drop', number: event.sequence })}>Drop…</button>` : nothing}`,
    };
    return this.mayAct ? [...ASIDE, actions] : ASIDE;
  }

  backfill() {
    const { backfill } = this.target;
    const { progress, from, to } = backfill ?? {};
    const finished = progress?.state === 'finished';
    const done = backfill ? Math.max(0, Math.min(to, progress.position) - from + 1) : 0;
    return html`
      <section class="card" aria-labelledby="export-backfill"><h2 id="export-backfill">Older events</h2>
        ${backfill ? html`
          <div data-testid="backfill">
            <p>${state(progress.state)} Lines ${count(from)} to ${count(to)}: ${count(done)} of ${count(to - from + 1)} done${finished ? '' : html`, ${count(progress.rate)} lines/s`}.</p>
            <progress max=${to - from + 1} value=${done} aria-label="Backfill"></progress>
            ${progress.error ? html`<p class="banner warn">${shown(progress.error)}</p>` : nothing}
            ${this.mayChange ? html`<p><button data-testid="backfill-end" ?disabled=${this.busy} @click=${() => this.act(() => api.endBackfill(this.name))}>${finished ? 'Hide' : 'Stop the backfill'}</button></p>` : nothing}
          </div>` : nothing}
        ${this.mayChange && (!backfill || finished) ? html`
          <p class="hint">The target began with what happened when it was added. A backfill gives it older lines of the journal, beside the live ones. Rows that are there are left out, when a column has their number.</p>
          <form class="controls" data-testid="backfill-form" @submit=${this.fill}>
            <label>Begin with<select name="kind" @change=${(e) => (this.timed = e.target.value === 'time')}>
              <option value="number">a line number</option><option value="time">a time</option></select></label>
            ${this.timed
              ? html`<label>From time<input name="from" type="datetime-local" step="1" required></label>`
              : html`<label>From line<input name="from" type="number" min="1" required value="1"></label>`}
            <label>To line (optional)<input name="to" type="number" min="1" placeholder="where it began"></label>
            <button data-testid="backfill-begin" ?disabled=${this.busy}>Begin the backfill</button>
          </form>` : this.mayChange || backfill ? nothing : html`<p class="hint">There is no backfill. An administrator can begin one.</p>`}
      </section>`;
  }

  async fill(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const from = String(form.get('from'));
    await this.act(() => api.backfillExport(this.name, this.timed ? new Date(from).toISOString() : from, String(form.get('to') ?? '')));
  }

  async retry(numbers) {
    await this.act(async () => {
      const { written, refused } = await api.retryRejected(this.name, numbers);
      this.done = `${count(written)} written${refused ? `, ${count(refused)} refused again` : ''}.`;
    });
  }

  ask(asking) {
    this.refusal = undefined;
    this.done = undefined;
    this.asking = asking;
  }

  async askRemove() {
    this.refusal = undefined;
    await this.act(async () => {
      const { source, revision } = await api.settings();
      const without = await api.editSettings(source, ['exports', this.name], undefined);
      const trial = await api.checkSettings(without);
      this.ask({ kind: 'remove', source: without, revision, difference: trial.difference });
    });
  }

  dialog() {
    const { kind, number } = this.asking;
    return kind === 'drop'
      ? html`<postern-dialog .heading=${`Drop event ${count(number)}?`} .action=${'Drop'} .danger=${true} .busy=${this.busy} .refusal=${this.refusal}
          .body=${html`<p>It is not written to this target. The journal has it as long as it keeps its files.</p>`}
          @confirm=${() => this.act(() => api.dropRejected(this.name, [number]))} @dismiss=${() => (this.asking = undefined)}></postern-dialog>`
      : html`<postern-dialog .heading=${`Remove the target ${shown(this.name)}?`} .action=${'Remove'} .doing=${'Removing…'} .danger=${true} .wide=${true} .busy=${this.busy} .refusal=${this.refusal}
          .body=${html`
            <p>No more events are written to it. What is there stays there, with the position: a target of the same name goes on from it. Events that were set aside stay in the data folder, and so does the secret.</p>
            ${difference(this.asking.difference, 'What changes')}
            <label>Comment (optional)<input name="note" maxlength="500" autocomplete="off"></label>`}
          @confirm=${this.removeTarget} @dismiss=${() => (this.asking = undefined)}></postern-dialog>`;
  }

  async removeTarget(event) {
    const { source, revision } = this.asking;
    const note = event.detail.get('note').trim() || `export ${this.name} removed`;
    await this.act(async () => {
      // It is gone before this page is left.
      this.removing = true;
      try {
        await api.applySettings(source, note, revision);
        location.hash = '#/exports';
      } finally {
        this.removing = false;
      }
    });
  }

  async saved() {
    location.hash = this.address();
    await this.configured();
    await this.load();
  }

  /** Does something, and looks what came of it while this page is there. */
  async act(work) {
    this.busy = true;
    this.refusal = undefined;
    this.done = undefined;
    try {
      await work();
      if (this.asking?.kind === 'drop') {
        this.asking = undefined;
      }
      if (router.place().path?.[1] === this.name) {
        await this.load();
      }
    } catch (e) {
      this.refusal = e.message;
    } finally {
      this.busy = false;
    }
  }
}

const ASIDE = [
  { id: 'number', name: 'Number', numeric: true, by: (event) => event.sequence, cell: (event) => count(event.sequence) },
  { id: 'event', name: 'Event', by: (event) => event.event, text: (event) => event.event, cell: (event) => chip(event.event) },
  { id: 'message', name: 'Message', by: (event) => event.id ?? '', text: (event) => event.id ?? '', cell: (event) => link(event.id) },
  { id: 'reason', name: 'Reason', style: 'note', by: (event) => event.reason, text: (event) => event.reason, cell: (event) => shown(event.reason) },
  { id: 'at', name: 'Refused', by: (event) => event.refusedAt, cell: (event) => moment(event.refusedAt) },
  {
    id: 'line', name: 'Line', text: (event) => event.line,
    cell: (event) => html`<details><summary>Show</summary><pre class="line" tabindex="0">${shown(event.line)}</pre></details>`,
  },
];

customElements.define('postern-export', Export);

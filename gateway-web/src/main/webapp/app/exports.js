import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './exportform.js';
import { lag, state } from './exportparts.js';
import * as router from './router.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { count, shown } from './text.js';

const PAUSE = 2000;

/** Where the events of the journal go. */
class Exports extends Part {
  static properties = {
    roles: { attribute: false },
    targets: { state: true },
    problem: { state: true },
    adding: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.look();
    router.moves.addEventListener('moved', this.moved);
    this.look();
    this.every(PAUSE, () => this.load());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
  }

  /** That a target is being added is in the address. */
  look() {
    this.adding = router.place().params.get('add') === 'yes';
  }

  async load() {
    try {
      this.targets = await api.exports();
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
    }
  }

  get mayChange() {
    return this.roles.includes('administrator');
  }

  render() {
    if (this.adding && this.mayChange) {
      return html`
        <p class="back"><a href="#/exports">← Exports</a></p>
        <h1>Add a target</h1>
        <postern-export-form @cancel=${() => (location.hash = '#/exports')}
          @saved=${(e) => (location.hash = router.address(['exports', e.detail.name]))}></postern-export-form>`;
    }
    return html`
      <div class="head">
        <div>
          <h1>Exports</h1>
          <p class="sub">Where the events of the journal go. A target that is away misses nothing: its events stay in the journal.</p>
        </div>
        ${this.mayChange ? html`<a class="button primary" href="#/exports?add=yes" data-testid="add-export">Add a target</a>` : nothing}
      </div>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      ${this.targets ? this.table() : this.problem ? nothing : loading()}`;
  }

  table() {
    if (this.targets.length === 0) {
      return empty('No targets', this.mayChange
        ? 'The events of the journal are kept on this gateway only. Add a target to have each written to a database too, as it happens.'
        : 'The events of the journal are kept on this gateway only. An administrator can add a target, to have each written to a database too.', 'no-exports');
    }
    return html`<postern-table .label=${'Targets'} .testid=${'exports'} .look=${'exports lanes'} .columns=${COLUMNS} .rows=${this.targets}
      .key=${(target) => target.name} .rowTestid=${(target) => `export-${target.name}`} .sorted=${'name-asc'}></postern-table>`;
  }
}

const COLUMNS = [
  {
    id: 'name', name: 'Name', by: (target) => target.name, text: (target) => target.name,
    cell: (target) => html`<a href=${router.address(['exports', target.name])}>${shown(target.name)}</a>`,
  },
  { id: 'type', name: 'Type', by: (target) => target.type, cell: (target) => shown(target.type) },
  { id: 'state', name: 'State', by: (target) => target.live.state, cell: (target) => state(target.live.state) },
  { id: 'position', name: 'Position', title: 'Number of the last line of the journal that it is done with', numeric: true, by: (target) => target.live.position, cell: (target) => count(target.live.position) },
  { id: 'behind', name: 'Behind', title: 'Lines of the journal that it is not done with', numeric: true, by: (target) => target.live.behind, cell: (target) => count(target.live.behind) },
  { id: 'lag', name: 'Lag', title: 'How long the oldest of them has been waiting', numeric: true, by: (target) => target.live.lagSeconds, cell: (target) => lag(target.live) },
  { id: 'rate', name: 'Lines/s', title: 'Over the last ten seconds', numeric: true, by: (target) => target.live.rate, cell: (target) => count(target.live.rate) },
  {
    id: 'aside', name: 'Set aside', title: 'Events that the target refused', numeric: true, by: (target) => target.setAside,
    cell: (target) => html`<span class=${target.setAside ? 'alarm' : ''}>${count(target.setAside)}</span>`,
  },
  {
    id: 'error', name: 'Last error', style: 'what', by: (target) => target.live.error ?? '',
    cell: (target) => shown(target.live.error ?? target.backfill?.progress.error ?? '–'),
  },
];

customElements.define('postern-exports', Exports);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './dialog.js';
import { empty, failed, loading } from './states.js';
import './table.js';
import { count, moment, shown, size, span } from './text.js';

const PAUSE = 3000;
// What an extension has that the configuration does not name.
const UNORDERED = 2 ** 31 - 1;
const NAME = '[a-z](-?[a-z0-9])*';
const BREAKERS = {
  closed: ['good', 'closed', 'The callout is asked'],
  open: ['bad', 'open', 'It failed too often: its failure policy is applied without asking'],
  probing: ['warn', 'half-open', 'A call now and then tries whether it works again'],
};

const LOGGING_BREAKERS = {
  closed: ['good', 'closed', 'The observer gets events'],
  open: ['bad', 'open', 'It failed with several events in a row: all events of the extension wait in the journal'],
  probing: ['warn', 'half-open', 'An event tries whether it works again'],
};

/** The deployed extensions: what they cost, and how they come and go. */
class Extensions extends Part {
  static properties = {
    roles: { attribute: false },
    list: { state: true },
    lost: { state: true },
    problem: { state: true },
    chosen: { state: true },
    leaving: { state: true },
    busy: { state: true },
    refusal: { state: true },
    done: { state: true },
    over: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.every(PAUSE, () => this.load());
  }

  async load() {
    try {
      const answer = await api.extensions();
      this.list = answer.extensions;
      this.lost = answer.lostThreads;
      this.problem = undefined;
    } catch (e) {
      this.problem = e;
    }
  }

  get mayDeploy() {
    return this.roles.includes('administrator');
  }

  render() {
    return html`
      <div class="head">
        <h1>Extensions</h1>
        ${this.mayDeploy ? html`
          <label class="button primary">Deploy…<input type="file" class="unseen" accept=".war,.jar,.zip"
            data-testid="archive" @change=${this.picked}></label>` : nothing}
      </div>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      ${this.list || this.problem ? nothing : loading()}
      <p class="banner good" role="status" data-testid="done" ?hidden=${!this.done}>${this.done}</p>
      ${this.mayDeploy ? this.drop() : nothing}
      ${this.lost?.length ? this.lostThreads() : nothing}
      ${this.list?.map((extension) => this.card(extension))}
      ${this.list?.length === 0 ? empty('No extensions deployed', this.mayDeploy
        ? 'Mail passes unchanged. Deploy a WAR by the button above, or by the command postern extension deploy.' : 'Mail passes unchanged. An administrator can deploy one.') : nothing}
      ${this.chosen ? this.deployDialog() : nothing}
      ${this.leaving ? this.undeployDialog() : nothing}`;
  }

  drop() {
    return html`
      <div class="drop ${this.over ? 'over' : ''}" data-testid="drop"
        @dragover=${(e) => { e.preventDefault(); this.over = true; }}
        @dragleave=${() => (this.over = false)}
        @drop=${this.dropped}>Drop a WAR here to deploy it or to replace the one of the same name. Zero-loss replacement: each message is processed by one version.</div>`;
  }

  card(x) {
    return html`
      <article class="card extension" data-testid="extension-${x.name}">
        <div class="head">
          <div>
            <h2>${shown(x.name)} <span class="tag">revision ${x.revision}</span></h2>
            <p class="sub"><span class="mono">${shown(x.fileName)}</span>, deployed ${moment(x.deployedAt)} by ${shown(x.deployedBy)}${x.order < UNORDERED ? ` · order ${x.order}` : ''} · on failure: ${x.onFailure}</p>
          </div>
          ${this.mayDeploy ? html`<button class="danger" data-testid="undeploy-${x.name}"
            @click=${() => this.ask({ leaving: x })}>Undeploy</button>` : nothing}
        </div>
        ${x.failure ? html`<p class="banner bad">${shown(x.failure)}</p>` : nothing}
        ${x.callouts.length ? this.callouts(x) : nothing}
        ${x.logging ? this.logging(x) : nothing}
        ${x.callouts.length || x.logging ? nothing : html`<p class="empty">No callouts registered: its archive observes no stage and no event.</p>`}
      </article>`;
  }

  callouts(x) {
    return html`<postern-table .name=${x.name} .label=${`Callouts of ${x.name}`} .look=${'callouts'} .columns=${CALLOUTS} .rows=${x.callouts}
      .key=${(c) => `${c.stage} ${c.observer}`}></postern-table>`;
  }

  logging({ name, logging }) {
    return html`
      <p class="sub" data-testid="logging">Logging observers: at line ${count(logging.position)} of the journal, ${count(logging.lag)} lines (${span(logging.lagSeconds * 1e6)}) behind</p>
      ${logging.pausedSince ? html`<p class="banner ${logging.breaker === 'open' ? 'bad' : 'warn'}" data-testid="paused">Paused since ${moment(logging.pausedSince)}: its observers keep failing. The events wait in the journal, and it gets all of them when they work again. This is tried every minute at least, but not while threads lost to this revision run. Mail and other extensions go on.</p>` : nothing}
      <postern-table .name=${`${name}-log`} .label=${`Logging observers of ${name}`} .look=${'callouts'} .columns=${LOGGING} .rows=${logging.observers}
        .key=${(o) => `${o.event} ${o.observer}`}></postern-table>`;
  }

  lostThreads() {
    return html`
      <section class="card" data-testid="lost-threads">
        <h2>Lost threads</h2>
        <p class="sub">These callouts did not return when their time was over and still run. They end by themselves or at a restart of the gateway; undeploying the extension does not end them.</p>
        <postern-table .name=${'lost'} .label=${'Lost threads'} .columns=${LOST} .rows=${this.lost} .key=${(t) => t.thread} .sorted=${'since-asc'}></postern-table>
      </section>`;
  }

  deployDialog() {
    const { file, name } = this.chosen;
    const present = this.list?.find((x) => x.name === name);
    return html`<postern-dialog .heading=${'Deploy extension'} .action=${'Deploy'} .doing=${'Deploying…'} .testid=${'deploy'} .busy=${this.busy} .refusal=${this.refusal}
      .body=${html`
        <p><span class="mono">${shown(file.name)}</span>, ${size(file.size)}</p>
        <label>Name<input name="name" .value=${name} pattern=${NAME} maxlength="41" required
          spellcheck="false" autocapitalize="none" title="a letter, then a-z, 0-9 and single hyphens"
          @input=${(e) => (this.chosen = { file, name: e.target.value })}></label>
        <p class="hint">${present
          ? `Replaces revision ${present.revision}. Transactions under way finish with it.`
          : 'A new extension. Its code runs inside the gateway: deploy only what you trust.'}</p>`}
      @confirm=${this.deploy} @dismiss=${() => (this.chosen = undefined)}></postern-dialog>`;
  }

  undeployDialog() {
    return html`<postern-dialog .heading=${`Undeploy ${shown(this.leaving.name)}?`} .action=${'Undeploy'} .doing=${'Undeploying…'} .danger=${true}
      .busy=${this.busy} .refusal=${this.refusal}
      .body=${html`<p>Messages that begin from then on pass without it. Those under way finish with it.</p>`}
      @confirm=${this.undeploy} @dismiss=${() => (this.leaving = undefined)}></postern-dialog>`;
  }

  ask(state) {
    this.refusal = undefined;
    this.done = undefined;
    Object.assign(this, state);
  }

  picked(event) {
    const file = event.target.files[0];
    event.target.value = '';
    if (file) {
      this.ask({ chosen: { file, name: nameOf(file.name) } });
    }
  }

  dropped(event) {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer.files[0];
    if (file) {
      this.ask({ chosen: { file, name: nameOf(file.name) } });
    }
  }

  async deploy() {
    const { file, name } = this.chosen;
    await this.act(async () => {
      const deployed = await api.deploy(name, file);
      return `${deployed.name} is deployed: revision ${deployed.revision}, ${callouts(deployed)}.`;
    });
  }

  async undeploy() {
    const { name } = this.leaving;
    await this.act(async () => {
      await api.undeploy(name);
      return `${name} is undeployed.`;
    });
  }

  async act(work) {
    this.busy = true;
    this.refusal = undefined;
    try {
      const done = await work();
      this.chosen = undefined;
      this.leaving = undefined;
      this.done = shown(done);
      await this.load();
    } catch (e) {
      this.refusal = e.message;
    } finally {
      this.busy = false;
    }
  }

}

const brief = (observer) => observer.split('.').slice(-2).join('.');
const alarming = (field) => (row) => (row[field] ? 'alarm' : '');
const number = (field, name, title, style) => ({ id: field.toLowerCase(), name, title, style, numeric: true, by: (row) => row[field], cell: (row) => count(row[field]) });
const time = (field, name, title) => ({ id: field.toLowerCase(), name, title, numeric: true, by: (c) => (c.calls ? c[field] : undefined), cell: (c) => (c.calls ? span(c[field]) : '–') });
const observer = { id: 'observer', name: 'Observer', style: 'mono', by: (row) => row.observer, cell: (row) => html`<span title=${shown(row.observer)}>${shown(brief(row.observer))}</span>` };

const CALLOUTS = [
  { id: 'stage', name: 'Stage', by: (c) => c.stage, cell: (c) => shown(c.stage) },
  observer,
  number('calls', 'Calls'),
  number('errors', 'Errors', undefined, alarming('errors')),
  number('timeouts', 'Timeouts', undefined, alarming('timeouts')),
  number('unparsable', 'Unparsable', 'Messages whose content could not be parsed; not among the errors'),
  number('lostThreads', 'Lost threads', 'Threads that were given up and still run', alarming('lostThreads')),
  time('medianMicros', 'Median', 'Half of the calls took no longer'),
  time('p99Micros', 'p99', '99 of 100 calls took no longer'),
  {
    id: 'breaker', name: 'Breaker', by: (c) => c.breaker,
    cell: (c) => {
      const [kind, word, meaning] = BREAKERS[c.breaker] ?? ['warn', c.breaker, ''];
      return html`<span title=${meaning}><span class="dot ${kind}"></span>${word}</span>${c.breaker === 'closed' ? nothing
        : html` <span class="sub">for ${c.breakerClients.length ? c.breakerClients.map(shown).join(', ') : 'all clients'}</span>`}`;
    },
  },
];

const LOGGING = [
  { id: 'event', name: 'Event', by: (o) => o.event, cell: (o) => shown(o.event) },
  observer,
  number('calls', 'Calls'),
  number('errors', 'Errors', undefined, alarming('errors')),
  number('timeouts', 'Timeouts', undefined, alarming('timeouts')),
  number('lostThreads', 'Lost threads', 'Threads that were given up and still run', alarming('lostThreads')),
  time('medianMicros', 'Median', 'Half of the calls took no longer'),
  time('p99Micros', 'p99', '99 of 100 calls took no longer'),
  {
    id: 'breaker', name: 'Breaker', by: (o) => o.breaker,
    cell: (o) => {
      const [kind, word, meaning] = LOGGING_BREAKERS[o.breaker] ?? ['warn', o.breaker, ''];
      return html`<span title=${meaning}><span class="dot ${kind}"></span>${word}</span>`;
    },
  },
];

const LOST = [
  { id: 'extension', name: 'Extension', by: (t) => t.application, cell: (t) => shown(t.application) },
  { id: 'stage', name: 'Stage', by: (t) => t.stage, cell: (t) => shown(t.stage) },
  observer,
  { id: 'thread', name: 'Thread', style: 'mono', by: (t) => t.thread, cell: (t) => shown(t.thread) },
  { id: 'since', name: 'Since', by: (t) => t.since, cell: (t) => moment(t.since) },
  { id: 'cpu', name: 'CPU', numeric: true, by: (t) => t.cpuSeconds, cell: (t) => span(t.cpuSeconds * 1e6) },
];

const QUALIFIER = '(?:snapshot|alpha|beta|milestone|m|rc|cr|sp|ga|final|release)';
const NUMBER = `v?\\d+(?:${QUALIFIER}\\d*)?(?:\\.[a-z0-9]+)*(?:\\+[a-z0-9.]*)?`;

/** The version at the end of a file's name, as the command cuts it off. */
const VERSION = new RegExp(`[-_]${NUMBER}(?:[-_](?:${NUMBER}|${QUALIFIER}(?:\\.?\\d+)?))*$`);

/** How many stages and events it observes, in words. */
function callouts(extension) {
  const number = extension.callouts.length + (extension.logging?.observers.length ?? 0);
  return number === 1 ? 'one callout' : `${number} callouts`;
}

/** An extension's name from its file's: without version and suffix. */
function nameOf(fileName) {
  const plain = fileName.toLowerCase().replace(/\.(war|jar|zip)$/, '').replace(VERSION, '');
  return plain.replace(/[^a-z0-9]+/g, '-').slice(0, 41).replace(/^[^a-z]+|-+$/g, '') || 'extension';
}

customElements.define('postern-extensions', Extensions);

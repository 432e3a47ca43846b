import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
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
      this.problem = e.message;
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
      ${this.problem ? html`<p class="banner bad" role="alert">${this.problem}</p>` : nothing}
      <p class="banner good" role="status" data-testid="done" ?hidden=${!this.done}>${this.done}</p>
      ${this.mayDeploy ? this.drop() : nothing}
      ${this.lost?.length ? this.lostThreads() : nothing}
      ${this.list?.map((extension) => this.card(extension))}
      ${this.list?.length === 0 ? html`<p class="empty">No extensions deployed</p>` : nothing}
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
        ${x.callouts.length ? this.callouts(x.callouts) : nothing}
        ${x.logging ? this.logging(x.logging) : nothing}
        ${x.callouts.length || x.logging ? nothing : html`<p class="empty">No callouts registered</p>`}
      </article>`;
  }

  callouts(callouts) {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Callouts"><table>
        <thead><tr><th>Stage</th><th>Observer</th><th class="n">Calls</th><th class="n">Errors</th><th class="n">Timeouts</th><th class="n" title="Messages whose content could not be parsed; not among the errors">Unparsable</th><th class="n" title="Threads that were given up and still run">Lost threads</th><th class="n" title="Half of the calls took no longer">Median</th><th class="n" title="99 of 100 calls took no longer">p99</th><th>Breaker</th></tr></thead>
        <tbody>${callouts.map((c) => {
          const [kind, word, meaning] = BREAKERS[c.breaker] ?? ['warn', c.breaker, ''];
          return html`<tr>
            <td>${shown(c.stage)}</td>
            <td class="mono" title=${shown(c.observer)}>${shown(c.observer.split('.').slice(-2).join('.'))}</td>
            <td class="n">${count(c.calls)}</td>
            <td class="n ${c.errors ? 'alarm' : ''}">${count(c.errors)}</td>
            <td class="n ${c.timeouts ? 'alarm' : ''}">${count(c.timeouts)}</td>
            <td class="n">${count(c.unparsable)}</td>
            <td class="n ${c.lostThreads ? 'alarm' : ''}">${count(c.lostThreads)}</td>
            <td class="n">${c.calls ? span(c.medianMicros) : '–'}</td>
            <td class="n">${c.calls ? span(c.p99Micros) : '–'}</td>
            <td title=${meaning}><span class="dot ${kind}"></span>${word}${c.breaker === 'closed' ? nothing : html` <span class="sub">for ${c.breakerClients.length ? c.breakerClients.map(shown).join(', ') : 'all clients'}</span>`}</td>
          </tr>`;
        })}</tbody>
      </table></div>`;
  }

  logging(logging) {
    return html`
      <p class="sub" data-testid="logging">Logging observers: at line ${count(logging.position)} of the journal, ${count(logging.lag)} lines (${span(logging.lagSeconds * 1e6)}) behind</p>
      ${logging.pausedSince ? html`<p class="banner ${logging.breaker === 'open' ? 'bad' : 'warn'}" data-testid="paused">Paused since ${moment(logging.pausedSince)}: its observers keep failing. The events wait in the journal, and it gets all of them when they work again. This is tried every minute at least, but not while threads lost to this revision run. Mail and other extensions go on.</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label="Logging observers"><table>
        <thead><tr><th>Event</th><th>Observer</th><th class="n">Calls</th><th class="n">Errors</th><th class="n">Timeouts</th><th class="n" title="Threads that were given up and still run">Lost threads</th><th class="n" title="Half of the calls took no longer">Median</th><th class="n" title="99 of 100 calls took no longer">p99</th><th>Breaker</th></tr></thead>
        <tbody>${logging.observers.map((o) => {
          const [kind, word, meaning] = LOGGING_BREAKERS[o.breaker] ?? ['warn', o.breaker, ''];
          return html`<tr>
            <td>${shown(o.event)}</td>
            <td class="mono" title=${shown(o.observer)}>${shown(o.observer.split('.').slice(-2).join('.'))}</td>
            <td class="n">${count(o.calls)}</td>
            <td class="n ${o.errors ? 'alarm' : ''}">${count(o.errors)}</td>
            <td class="n ${o.timeouts ? 'alarm' : ''}">${count(o.timeouts)}</td>
            <td class="n ${o.lostThreads ? 'alarm' : ''}">${count(o.lostThreads)}</td>
            <td class="n">${o.calls ? span(o.medianMicros) : '–'}</td>
            <td class="n">${o.calls ? span(o.p99Micros) : '–'}</td>
            <td title=${meaning}><span class="dot ${kind}"></span>${word}</td>
          </tr>`;
        })}</tbody>
      </table></div>`;
  }

  lostThreads() {
    return html`
      <section class="card" data-testid="lost-threads">
        <h2>Lost threads</h2>
        <p class="sub">These callouts did not return when their time was over and still run. They end by themselves or at a restart of the gateway; undeploying the extension does not end them.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Lost threads"><table>
          <thead><tr><th>Extension</th><th>Stage</th><th>Observer</th><th>Thread</th><th>Since</th><th class="n">CPU</th></tr></thead>
          <tbody>${this.lost.map((t) => html`<tr>
            <td>${shown(t.application)}</td>
            <td>${shown(t.stage)}</td>
            <td class="mono" title=${shown(t.observer)}>${shown(t.observer.split('.').slice(-2).join('.'))}</td>
            <td class="mono">${shown(t.thread)}</td>
            <td>${moment(t.since)}</td>
            <td class="n">${span(t.cpuSeconds * 1e6)}</td>
          </tr>`)}</tbody>
        </table></div>
      </section>`;
  }

  deployDialog() {
    const { file, name } = this.chosen;
    const present = this.list?.find((x) => x.name === name);
    return html`
      <dialog aria-labelledby="deploy-title" @close=${this.closed}>
        <form @submit=${this.deploy}>
          <h2 id="deploy-title">Deploy extension</h2>
          <p><span class="mono">${shown(file.name)}</span>, ${size(file.size)}</p>
          <label>Name<input name="name" .value=${name} pattern=${NAME} maxlength="41" required
            spellcheck="false" autocapitalize="none" title="a letter, then a-z, 0-9 and single hyphens"
            @input=${(e) => (this.chosen = { file, name: e.target.value })}></label>
          <p class="hint">${present
            ? `Replaces revision ${present.revision}. Transactions under way finish with it.`
            : 'A new extension. Its code runs inside the gateway: deploy only what you trust.'}</p>
          <p class="complaint" role="alert">${this.refusal ? shown(this.refusal) : nothing}</p>
          <div class="buttons">
            <button class="primary" data-testid="deploy" ?disabled=${this.busy}>${this.busy ? 'Deploying…' : 'Deploy'}</button>
            <button type="button" @click=${this.close} ?disabled=${this.busy}>Cancel</button>
          </div>
        </form>
      </dialog>`;
  }

  undeployDialog() {
    return html`
      <dialog aria-labelledby="undeploy-title" @close=${this.closed}>
        <form @submit=${this.undeploy}>
          <h2 id="undeploy-title">Undeploy ${shown(this.leaving.name)}?</h2>
          <p>Messages that begin from then on pass without it. Those under way finish with it.</p>
          <p class="complaint" role="alert">${this.refusal ? shown(this.refusal) : nothing}</p>
          <div class="buttons">
            <button class="danger" data-testid="confirm" ?disabled=${this.busy}>${this.busy ? 'Undeploying…' : 'Undeploy'}</button>
            <button type="button" @click=${this.close} ?disabled=${this.busy}>Cancel</button>
          </div>
        </form>
      </dialog>`;
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
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

  async deploy(event) {
    event.preventDefault();
    const { file, name } = this.chosen;
    await this.act(async () => {
      const deployed = await api.deploy(name, file);
      return `${deployed.name} is deployed: revision ${deployed.revision}, ${callouts(deployed)}.`;
    });
  }

  async undeploy(event) {
    event.preventDefault();
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
      this.close();
      this.done = shown(done);
      await this.load();
    } catch (e) {
      this.refusal = e.message;
    } finally {
      this.busy = false;
    }
  }

  close() {
    this.querySelector('dialog')?.close();
  }

  closed() {
    this.chosen = undefined;
    this.leaving = undefined;
  }
}

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

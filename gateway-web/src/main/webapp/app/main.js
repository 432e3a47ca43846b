import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import { shown } from './text.js';
import './login.js';
import './overview.js';
import './extensions.js';
import './journal.js';
import './message.js';
import './system.js';

const PAGES = [
  ['overview', 'Overview', ['administrator', 'operator', 'auditor', 'helpdesk']],
  ['queue', 'Queue', ['administrator', 'operator', 'auditor', 'helpdesk']],
  ['extensions', 'Extensions', ['administrator', 'operator', 'auditor']],
  ['journal', 'Journal', ['administrator', 'operator', 'auditor', 'helpdesk']],
  ['settings', 'Settings', ['administrator', 'operator', 'auditor']],
  ['system', 'System', ['administrator', 'operator']],
];

/** The frame: who is logged in, and which page is shown. */
class App extends Part {
  static properties = {
    session: { state: true },
    known: { state: true },
    page: { state: true },
    changing: { state: true },
  };

  constructor() {
    super();
    this.known = false;
    this.changing = false;
    this.follow();
    window.addEventListener('hashchange', () => this.follow());
    api.sessionEnded.addEventListener('ended', () => (this.session = undefined));
  }

  async connectedCallback() {
    super.connectedCallback();
    this.session = await api.session().catch(() => undefined);
    this.known = true;
  }

  follow() {
    this.page = location.hash.replace(/^#\/?/, '') || 'overview';
    this.changing = false;
  }

  async logOut() {
    await api.logOut().catch(() => undefined);
    this.session = undefined;
  }

  render() {
    if (!this.known) {
      return nothing;
    }
    if (!this.session) {
      return html`<postern-login @session=${this.entered}></postern-login>`;
    }
    if (this.session.mustChangePassword || this.changing) {
      return html`<postern-password
        .first=${this.session.mustChangePassword}
        .present=${this.first ?? ''}
        .user=${this.session.user}
        @session=${this.entered}
        @cancel=${() => (this.changing = false)}></postern-password>`;
    }
    return html`
      <a class="skip" href="#main" @click=${this.skip}>Skip to content</a>
      <header class="bar">
        <a class="brand" href="#/overview">
          <img src="favicon.svg" alt="" width="22" height="22"><span>Postern</span>
        </a>
        <nav aria-label="Pages">${this.visible().map((page) => this.link(page))}</nav>
        <div class="who">
          <span class="user" title=${this.session.roles.join(', ')}>${shown(this.session.user)}</span>
          <button class="quiet" @click=${() => (this.changing = true)}>Password</button>
          <button class="quiet" data-testid="log-out" @click=${this.logOut}>Log out</button>
        </div>
      </header>
      <main id="main" tabindex="-1">${this.content()}</main>`;
  }

  visible() {
    return PAGES.filter(([, , roles]) => roles.some((role) => this.session.roles.includes(role)));
  }

  link([id, name]) {
    const here = this.page.split('/')[0] === id;
    return html`<a href="#/${id}" aria-current=${here ? 'page' : nothing}>${name}</a>`;
  }

  content() {
    const [page, rest] = this.page.split('/');
    if (page === 'extensions') {
      return html`<postern-extensions .roles=${this.session.roles}></postern-extensions>`;
    }
    if (page === 'queue') {
      import('./queue.js');
      return html`<postern-queue .roles=${this.session.roles}></postern-queue>`;
    }
    if (page === 'journal') {
      return rest
        ? html`<postern-message .messageId=${decodeURIComponent(rest)}></postern-message>`
        : html`<postern-journal></postern-journal>`;
    }
    if (page === 'settings') {
      // Large, and seldom looked at: comes when it is asked for.
      import('./settings.js');
      return html`<postern-settings .roles=${this.session.roles}></postern-settings>`;
    }
    if (page === 'system') {
      return html`<postern-system .roles=${this.session.roles}></postern-system>`;
    }
    return html`<postern-overview .roles=${this.session.roles}></postern-overview>`;
  }

  entered(event) {
    this.session = event.detail.session;
    this.first = event.detail.present;
    this.changing = false;
  }

  skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }
}

customElements.define('postern-app', App);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import * as router from './router.js';
import { missing } from './states.js';
import { shown } from './text.js';
import './login.js';
import './overview.js';

const EVERYBODY = ['administrator', 'operator', 'auditor', 'helpdesk'];
// Each page: its path, its name, and who may see it.
const PAGES = [
  ['overview', 'Overview', EVERYBODY],
  ['queue', 'Queue', EVERYBODY],
  ['extensions', 'Extensions', ['administrator', 'operator', 'auditor']],
  ['journal', 'Journal', EVERYBODY],
  ['search', 'Search', EVERYBODY],
  ['exports', 'Exports', ['administrator', 'operator', 'auditor']],
  ['settings', 'Settings', ['administrator', 'operator', 'auditor']],
  ['system', 'System', ['administrator', 'operator']],
];
// What a name behind a page's is the name of.
const WITHIN = { journal: 'Message', exports: 'Export' };
const HOME = { href: '#/overview', name: 'To the overview' };

/** The frame: who is logged in, and which page is shown. */
class App extends Part {
  static properties = {
    session: { state: true },
    known: { state: true },
    path: { state: true },
    changing: { state: true },
  };

  constructor() {
    super();
    this.known = false;
    this.changing = false;
    this.follow();
    router.moves.addEventListener('moved', () => this.follow());
    api.sessionEnded.addEventListener('ended', () => (this.session = undefined));
  }

  async connectedCallback() {
    super.connectedCallback();
    this.session = await api.session().catch(() => undefined);
    this.known = true;
  }

  /** Another page begins at its top, also for those who do not see it. */
  follow() {
    const before = this.path?.join('/');
    const { path } = router.place();
    this.path = path?.[0] === '' ? ['overview'] : path;
    if (before !== undefined && before !== this.path?.join('/')) {
      this.changing = false;
      window.scrollTo(0, 0);
      this.updateComplete.then(() => this.querySelector('main')?.focus({ preventScroll: true }));
    }
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
    const here = this.path?.[0] === id;
    return html`<a href="#/${id}" aria-current=${here ? 'page' : nothing}>${name}</a>`;
  }

  updated() {
    router.titled(this.session && this.known ? this.title() : 'Log in');
  }

  title() {
    if (this.session.mustChangePassword || this.changing) {
      return 'Password';
    }
    const page = this.page();
    if (!page) {
      return 'Page not found';
    }
    return this.path[1] === undefined ? page[1] : `${WITHIN[page[0]]} ${shown(this.path[1])}`;
  }

  /** The page of the address, if there is one; behind some one thing of theirs may stand. */
  page() {
    const [first, ...rest] = this.path ?? [];
    const page = PAGES.find(([id]) => id === first);
    return rest.length === 0 || (WITHIN[first] && rest.length === 1 && rest[0] !== '') ? page : undefined;
  }

  content() {
    const page = this.page();
    if (!page) {
      return missing('Page not found', 'There is no page at this address. It may be mistyped, or of another version.', HOME);
    }
    if (!this.visible().includes(page)) {
      return missing('Page not available', `This page needs the role ${page[2].join(' or ')}.`, HOME);
    }
    const { roles } = this.session;
    // Beside the first, a page comes when it is visited.
    switch (page[0]) {
      case 'queue':
        import('./queue.js');
        return html`<postern-queue .roles=${roles}></postern-queue>`;
      case 'extensions':
        import('./extensions.js');
        return html`<postern-extensions .roles=${roles}></postern-extensions>`;
      case 'journal':
        if (this.path[1] === undefined) {
          import('./journal.js');
          return html`<postern-journal></postern-journal>`;
        }
        import('./message.js');
        return html`<postern-message .messageId=${this.path[1]}></postern-message>`;
      case 'search':
        import('./search.js');
        return html`<postern-search .user=${this.session.user}></postern-search>`;
      case 'exports':
        if (this.path[1] === undefined) {
          import('./exports.js');
          return html`<postern-exports .roles=${roles}></postern-exports>`;
        }
        import('./export.js');
        return html`<postern-export .roles=${roles} .name=${this.path[1]}></postern-export>`;
      case 'settings':
        import('./settings.js');
        return html`<postern-settings .roles=${roles}></postern-settings>`;
      case 'system':
        import('./system.js');
        return html`<postern-system .roles=${roles}></postern-system>`;
      default:
        return html`<postern-overview .roles=${roles}></postern-overview>`;
    }
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

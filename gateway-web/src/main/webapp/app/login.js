import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';

const frame = (content) => html`
  <main class="alone">
    <div class="brand large"><img src="favicon.svg" alt="" width="36" height="36"><span>Postern</span></div>
    ${content}
  </main>`;

const complaint = (text) => html`<p class="complaint" role="alert">${text ?? nothing}</p>`;

/** Asks for user and password. */
class Login extends Part {
  static properties = { problem: { state: true }, busy: { state: true } };

  render() {
    return frame(html`
      <form class="card" @submit=${this.submit} data-testid="login">
        <h1>Log in</h1>
        <label>User<input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
        <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
        ${complaint(this.problem)}
        <button class="primary" ?disabled=${this.busy}>Log in</button>
      </form>
      <p class="hint">First login: the first start printed the password on the console.</p>`);
  }

  firstUpdated() {
    this.querySelector('input').focus();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = undefined;
    try {
      const session = await api.logIn(form.get('user'), form.get('password'));
      const present = session.mustChangePassword ? form.get('password') : undefined;
      this.dispatchEvent(new CustomEvent('session', { detail: { session, present } }));
    } catch (e) {
      this.problem = e.message;
      this.querySelector('[name=password]').select();
    } finally {
      this.busy = false;
    }
  }
}

/**
 * Asks for a new password; for the present one only when it was not typed a moment ago. The user is
 * there for the browser, which keeps passwords by user.
 */
class Password extends Part {
  static properties = {
    first: { attribute: false },
    present: { attribute: false },
    user: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };

  render() {
    return frame(html`
      <form class="card" @submit=${this.submit} data-testid="password">
        <h1>${this.first ? 'Choose your password' : 'Change your password'}</h1>
        ${this.first ? html`<p>Set a new password to continue</p>` : nothing}
        <input class="unseen" aria-hidden="true" tabindex="-1" readonly autocomplete="username" .value=${this.user}>
        ${this.present
          ? nothing
          : html`<label>Current password<input name="present" type="password" autocomplete="current-password" required></label>`}
        <label>New password<input name="wanted" type="password" autocomplete="new-password" minlength="12" required></label>
        <label>Confirm new password<input name="again" type="password" autocomplete="new-password" required></label>
        <p class="hint">At least 12 characters; use a passphrase</p>
        ${complaint(this.problem)}
        <div class="buttons">
          <button class="primary" ?disabled=${this.busy}>Change password</button>
          ${this.first ? nothing : html`<button type="button" @click=${this.cancel}>Cancel</button>`}
        </div>
      </form>`);
  }

  firstUpdated() {
    this.querySelector('input:not(.unseen)').focus();
  }

  cancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    if (form.get('wanted') !== form.get('again')) {
      this.problem = 'The two new passwords differ';
      return;
    }
    this.busy = true;
    this.problem = undefined;
    try {
      const session = await api.changePassword(this.present || form.get('present'), form.get('wanted'));
      this.dispatchEvent(new CustomEvent('session', { detail: { session } }));
    } catch (e) {
      this.problem = e.message;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('postern-login', Login);
customElements.define('postern-password', Password);

import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import { shown } from './text.js';

/**
 * Asks before something is done. While it is in the page it is open; it reports `confirm`, with the
 * form's data, and `dismiss` when the reader closed it, upon which it is to be taken out. The focus
 * goes back to where it was.
 */
export class Dialog extends Part {
  static properties = {
    heading: { attribute: false },
    body: { attribute: false },
    action: { attribute: false },
    doing: { attribute: false },
    danger: { attribute: false },
    wide: { attribute: false },
    busy: { attribute: false },
    barred: { attribute: false },
    refusal: { attribute: false },
    testid: { attribute: false },
  };

  render() {
    return html`
      <dialog class=${this.wide ? 'wide' : nothing} aria-labelledby="dialog-title" @close=${this.closed} @cancel=${this.cancelled}>
        <form @submit=${this.submitted}>
          <h2 id="dialog-title">${this.heading}</h2>
          ${this.body}
          <p class="complaint" role="alert">${this.refusal ? shown(this.refusal) : nothing}</p>
          <div class="buttons">
            <button class=${this.danger ? 'danger' : 'primary'} data-testid=${this.testid ?? 'confirm'} ?disabled=${this.busy || this.barred}>${this.busy ? this.doing ?? 'Working…' : this.action}</button>
            <button type="button" ?disabled=${this.busy} @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          </div>
        </form>
      </dialog>`;
  }

  firstUpdated() {
    this.before = document.activeElement;
    this.querySelector('dialog').showModal();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    // Taken out while it was open: the browser does not give the focus back then.
    if (this.before?.isConnected) {
      this.before.focus();
    }
  }

  submitted(event) {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('confirm', { detail: new FormData(event.target) }));
  }

  /** What is under way cannot be dismissed. */
  cancelled(event) {
    if (this.busy) {
      event.preventDefault();
    }
  }

  closed() {
    this.dispatchEvent(new CustomEvent('dismiss'));
  }
}

customElements.define('postern-dialog', Dialog);

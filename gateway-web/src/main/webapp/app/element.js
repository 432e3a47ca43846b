import { LitElement } from '../vendor/lit.js';

/** A part of the page: without a shadow, so that one style sheet and one focus order serve all. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Runs now and again after so many milliseconds, while the part is on a visible page. */
  every(millis, work) {
    const turn = async () => {
      if (!document.hidden) {
        await work();
      }
      if (this.isConnected) {
        this.timer = setTimeout(turn, millis);
      }
    };
    clearTimeout(this.timer);
    turn();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }
}

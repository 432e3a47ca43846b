import { html } from '../vendor/lit.js';
import { shown } from './text.js';

const AROUND = 3;
const KINDS = { '+': 'added', '-': 'removed' };

/** The lines that go and come, each with its sign and a few neighbours. */
export function difference(lines, name) {
  const near = (i) => lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((line) => !line.startsWith(' '));
  const rows = [];
  let skipped = false;
  lines.forEach((line, i) => {
    if (near(i)) {
      if (skipped && rows.length) {
        rows.push(html`<span class="skipped">⋯</span>`);
      }
      rows.push(html`<span class=${KINDS[line[0]] ?? 'same'}>${line[0]} ${shown(line.slice(1))}</span>`);
      skipped = false;
    } else {
      skipped = true;
    }
  });
  return rows.length
    ? html`<pre class="difference" tabindex="0" role="group" aria-label=${name}>${rows}</pre>`
    : html`<p class="hint">No differences</p>`;
}

// What a page shows instead of its content, and what the reader can do then.

import { html, nothing } from '../vendor/lit.js';
import { shown } from './text.js';

/** Nothing is there. The hint says why that may be, or what to do. */
export const empty = (text, hint, testid = 'empty') => html`
  <div class="empty" data-testid=${testid} role="status"><p>${text}</p>${hint ? html`<p class="hint">${hint}</p>` : nothing}</div>`;

/** Not read yet. */
export const loading = (text = 'Loading …') => html`<p class="empty" role="status">${text}</p>`;

const ADVICE = {
  unreachable: 'Is it running, and is the network there? The page tries again by itself.',
  'not-ready': 'It is starting or stopping. The page tries again by itself.',
};

/** It could not be read. The page tries again by itself; the reader may at once. */
export const failed = (problem, again) => html`
  <div class="banner bad" role="alert" data-testid="failed"><p>${shown(problem.message ?? problem)}</p>
    ${ADVICE[problem.type] ? html`<p class="sub">${ADVICE[problem.type]}</p>` : nothing}
    ${again ? html`<p><button @click=${again}>Try again</button></p>` : nothing}</div>`;

/** There is no such page, or no such thing. */
export const missing = (text, hint, way) => html`
  <section class="missing" data-testid="not-found">
    <h1>${text}</h1>
    <p>${hint}</p>
    <p><a class="button primary" href=${way.href}>${way.name}</a></p>
  </section>`;

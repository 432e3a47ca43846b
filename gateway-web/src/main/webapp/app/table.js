import { html, nothing, repeat } from '../vendor/lit.js';
import { Part } from './element.js';
import * as router from './router.js';
import { empty } from './states.js';
import { count } from './text.js';

const SETTLE = 250;
const SEVERAL = 8;

/**
 * Rows with columns, sorted, filtered and in pages; how is in the address, under the table's name
 * where a page has several.
 *
 * A column is {id, name, cell, by, text, choices, numeric, style, title}. `cell(row)` is what is
 * seen, `by(row)` what it is sorted by, `text(row)` what the filter looks into, `choices` the values
 * of `by` that can be chosen. A column without `by` is not sorted.
 */
export class Table extends Part {
  static properties = {
    name: { attribute: false },
    label: { attribute: false },
    testid: { attribute: false },
    look: { attribute: false },
    columns: { attribute: false },
    rows: { attribute: false },
    key: { attribute: false },
    rowTestid: { attribute: false },
    size: { attribute: false },
    sorted: { attribute: false },
    filtered: { attribute: false },
    selected: { attribute: false },
    all: { attribute: false },
    nothing: { attribute: false },
    params: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    this.size = 50;
    this.rows = [];
    this.columns = [];
    this.key = (row) => row;
    this.rowTestid = () => nothing;
    this.params = new URLSearchParams();
  }

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => (this.params = router.place().params);
    router.moves.addEventListener('moved', this.moved);
    this.moved();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
    clearTimeout(this.settling);
  }

  param(key) {
    return this.params.get(this.name ? `${this.name}-${key}` : key) ?? '';
  }

  change(values, options) {
    const named = Object.entries(values).map(([key, value]) => [this.name ? `${this.name}-${key}` : key, value]);
    router.change(Object.fromEntries(named), options);
  }

  /** The column and direction; those of the page when the address has none that is there. */
  order() {
    const [id, direction] = (this.param('sort') || this.sorted || '').split(/-(?=(?:asc|desc)$)/);
    const column = this.columns.find((c) => c.id === id && c.by);
    return column ? { column, down: direction === 'desc' } : undefined;
  }

  /** The rows that meet the filter, in order. */
  listed() {
    const filter = this.param('filter').toLowerCase();
    const chosen = this.columns.filter((c) => c.choices && this.param(c.id));
    const rows = this.rows.filter((row) =>
      (!filter || this.columns.some((c) => c.text?.(row)?.toLowerCase().includes(filter)))
      && chosen.every((c) => c.by(row) === this.param(c.id)));
    const order = this.order();
    if (!order) {
      return rows;
    }
    const { column, down } = order;
    return [...rows].sort((a, b) => compare(column.by(a), column.by(b), down));
  }

  render() {
    const listed = this.listed();
    const pages = Math.max(1, Math.ceil(listed.length / this.size));
    const page = Math.min(pages, Math.max(1, Math.trunc(Number(this.param('page'))) || 1));
    const shown = listed.slice((page - 1) * this.size, page * this.size);
    return html`
      ${this.filters()}
      ${listed.length ? this.table(shown) : this.none()}
      ${pages > 1 ? this.pager(page, pages, listed.length) : nothing}`;
  }

  none() {
    return this.rows.length
      ? empty('No row meets the filter', html`<button @click=${() => this.change(this.unfiltered())}>Remove the filter</button>`)
      : empty(this.nothing?.text ?? 'Nothing here', this.nothing?.hint);
  }

  unfiltered() {
    return Object.fromEntries(['filter', 'page', ...this.columns.filter((c) => c.choices).map((c) => c.id)].map((id) => [id, '']));
  }

  filters() {
    const choices = this.columns.filter((c) => c.choices);
    const asked = this.param('filter') || choices.some((c) => this.param(c.id));
    const sortable = this.columns.filter((c) => c.by);
    const order = this.order();
    return (this.rows.length <= 1 && !asked) || (!sortable.length && !this.filtered) ? nothing : html`
      <form class="controls ${this.filtered && (this.rows.length >= SEVERAL || asked) ? '' : 'narrow-only'}" @submit=${(e) => e.preventDefault()}>
        ${this.filtered && (this.rows.length >= SEVERAL || asked) ? html`
          <label class="wide">Filter<input type="search" data-testid="filter" spellcheck="false" autocapitalize="none" .value=${this.param('filter')} @input=${this.typed}></label>
          ${choices.map((c) => html`<label>${c.name}<select data-testid="filter-${c.id}" @change=${(e) => this.change({ [c.id]: e.target.value, page: '' })}>
            <option value="">all</option>
            ${c.choices.map((value) => html`<option ?selected=${value === this.param(c.id)}>${value}</option>`)}</select></label>`)}` : nothing}
        ${sortable.length ? html`<label class="narrow-only">Sort by<select @change=${(e) => this.change({ sort: e.target.value, page: '' })}>
          ${order ? nothing : html`<option value="">as it comes</option>`}
          ${sortable.flatMap((c) => ['asc', 'desc'].map((way) => html`<option value="${c.id}-${way}"
            ?selected=${order?.column === c && order.down === (way === 'desc')}>${c.name} ${way === 'asc' ? '↑' : '↓'}</option>`))}
        </select></label>` : nothing}
      </form>`;
  }

  typed(event) {
    const filter = event.target.value;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.change({ filter, page: '' }, { typing: true }), SETTLE);
  }

  table(shown) {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${this.label}><table class=${this.look ?? nothing} data-testid=${this.testid ?? nothing}>
        <thead><tr>${this.selected ? this.selectAll(shown) : nothing}${this.columns.map((c) => this.head(c))}</tr></thead>
        <tbody>${repeat(shown, this.key, (row) => this.row(row))}</tbody>
      </table></div>`;
  }

  head(c) {
    const order = this.order();
    const here = order?.column === c;
    const ways = here ? (order.down ? 'descending' : 'ascending') : 'none';
    // A number is asked for by its largest first.
    const next = here ? (order.down ? 'asc' : 'desc') : (c.numeric ? 'desc' : 'asc');
    return html`<th class=${c.numeric ? 'n' : nothing} title=${c.title ?? nothing} aria-sort=${c.by ? ways : nothing}>${c.by
      ? html`<button class="sort" data-testid="sort-${c.id}" @click=${() => this.change({ sort: `${c.id}-${next}`, page: '' })}>${c.name}<span aria-hidden="true">${here ? (order.down ? ' ↓' : ' ↑') : ''}</span></button>`
      : c.name}</th>`;
  }

  row(row) {
    return html`<tr data-testid=${this.rowTestid(row)}>
      ${this.selected ? this.pick(this.key(row)) : nothing}
      ${this.columns.map((c) => html`<td data-name=${typeof c.name === 'string' ? c.name : nothing} class="${c.numeric ? 'n' : ''} ${(typeof c.style === 'function' ? c.style(row) : c.style) ?? ''}" title=${(c.cut && c.text?.(row)) || nothing}>${c.cell(row)}</td>`)}</tr>`;
  }

  selectAll(shown) {
    const chosen = this.all || (shown.length > 0 && shown.every((row) => this.selected.has(this.key(row))));
    return html`<th class="pick"><input type="checkbox" aria-label="Select all that are shown" data-testid="select-all" ?disabled=${this.all}
      .checked=${chosen} @change=${(e) => this.select(shown.map(this.key), e.target.checked)}></th>`;
  }

  pick(key) {
    return html`<td class="pick"><input type="checkbox" aria-label="Select ${key}" ?disabled=${this.all}
      .checked=${this.all || this.selected.has(key)} @change=${(e) => this.select([key], e.target.checked)}></td>`;
  }

  select(keys, chosen) {
    const selected = new Set(this.selected);
    keys.forEach((key) => selected[chosen ? 'add' : 'delete'](key));
    this.dispatchEvent(new CustomEvent('selection', { detail: selected }));
  }

  pager(page, pages, rows) {
    const first = (page - 1) * this.size + 1;
    const to = (number) => this.change({ page: number === 1 ? '' : number });
    return html`
      <nav class="pager" aria-label="Pages of ${this.label}">
        <button data-testid="page-before" ?disabled=${page === 1} @click=${() => to(page - 1)}>Previous</button>
        <span role="status" data-testid="page-shown">${count(first)}–${count(Math.min(rows, first + this.size - 1))} of ${count(rows)}</span>
        <button data-testid="page-after" ?disabled=${page === pages} @click=${() => to(page + 1)}>Next</button>
      </nav>`;
  }
}

/** What has no value comes last, whichever way. */
function compare(one, other, down) {
  if (one == null || other == null) {
    return (one == null) - (other == null);
  }
  const order = typeof one === 'number' && typeof other === 'number'
    ? one - other : String(one).localeCompare(String(other), 'en', { numeric: true });
  return down ? -order : order;
}

customElements.define('postern-table', Table);

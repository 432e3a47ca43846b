import { html, nothing } from '../vendor/lit.js';
import { uPlot } from '../vendor/uplot.js';
import { Part } from './element.js';

const HEIGHT = 180;
const DARK = matchMedia('(prefers-color-scheme: dark)');
const pad = (n) => String(n).padStart(2, '0');

/**
 * Series over time. Its lines are {name, colour, dash, values, shown}: colour is the number of a
 * --plot colour of the style sheet, values has null for gaps, shown makes text of a value. The
 * arrow keys move the cursor, as the mouse does.
 */
export class Plot extends Part {
  static properties = {
    heading: { attribute: false },
    note: { attribute: false },
    from: { attribute: false },
    until: { attribute: false },
    step: { attribute: false },
    lines: { attribute: false },
    at: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.recolour = () => this.forget();
    DARK.addEventListener('change', this.recolour);
    this.sizes = new ResizeObserver(() => this.fit());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    DARK.removeEventListener('change', this.recolour);
    this.sizes.disconnect();
    this.forget();
  }

  render() {
    return html`
      <figure class="plot">
        <figcaption>${this.heading}${this.note ? html` <span class="sub">${this.note}</span>` : nothing}</figcaption>
        <div class="canvas" role="img" tabindex="0" aria-label=${this.described()} @keydown=${this.key}
          @blur=${() => this.point(undefined)}></div>
        <ul class="legend">${this.lines.map((line) => html`<li><span class="swatch c${line.colour}${line.dash ? ' dashed' : ''}"></span>${line.name}
          <span class="value">${this.value(line)}</span></li>`)}
          <li class="when">${this.at === undefined ? nothing : moment(this.times()[this.at])}</li></ul>
      </figure>`;
  }

  times() {
    const count = this.lines[0]?.values.length ?? 0;
    return Array.from({ length: count }, (_, i) => this.from + i * this.step);
  }

  /** At the cursor, else what the line says of the whole time. */
  value(line) {
    if (this.at === undefined) {
      return line.summary;
    }
    const value = line.values[this.at];
    return value == null ? 'no data' : line.shown(value);
  }

  described() {
    return `${this.heading}: ${this.lines.map((line) => `${line.name} ${line.summary}`).join(', ')}. Arrow keys read single values.`;
  }

  updated(changed) {
    if (changed.has('lines') || changed.has('from') || changed.has('until')) {
      this.draw();
    }
  }

  draw() {
    const box = this.querySelector('.canvas');
    const data = [this.times(), ...this.lines.map((line) => line.values)];
    if (this.chart && this.drawn === this.lines.map((line) => line.name).join()) {
      this.chart.setData(data, false);
      this.chart.redraw(false);
      this.chart.setScale('x', { min: this.from, max: this.until });
      return;
    }
    this.chart?.destroy();
    this.drawn = this.lines.map((line) => line.name).join();
    this.sizes.disconnect();
    this.sizes.observe(box);
    this.chart = new uPlot(this.options(box), data, box);
  }

  options(box) {
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--soft'),
      font: `12px ${style.fontFamily}`,
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(120, box.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: {
        x: { time: true, range: () => [this.from, this.until] },
        y: { range: (_, __, most) => [0, niceCeiling(most)] },
      },
      axes: [
        { ...axis, space: 64, size: 28, values: (_, splits) => splits.map((at) => this.tick(at)) },
        { ...axis, space: 36, size: axisSize, values: (_, splits) => splits.map((v) => v === 0 ? '0' : this.lines[0].shown(v)) },
      ],
      series: [{}, ...this.lines.map((line) => ({
        stroke: colour(`--plot-${line.colour}`),
        width: 1.5,
        dash: line.dash ? [5, 4] : undefined,
        // A value between gaps is a point, for it makes no line.
        points: { show: true, size: 4, width: 0, fill: colour(`--plot-${line.colour}`), filter: (u, index) => alone(u.data[index]) },
      }))],
      hooks: { setCursor: [(u) => this.pointed(u.cursor.idx)] },
    };
  }

  tick(at) {
    const t = new Date(at * 1000);
    const time = `${pad(t.getHours())}:${pad(t.getMinutes())}`;
    return this.until - this.from > 2 * 86400 || time === '00:00' ? `${t.getMonth() + 1}/${t.getDate()}` : time;
  }

  pointed(index) {
    this.at = index ?? undefined;
  }

  key(event) {
    const last = this.times().length - 1;
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -last - 1, End: last + 1 };
    if (event.key === 'Escape') {
      this.point(undefined);
    } else if (event.key in steps && last >= 0) {
      event.preventDefault();
      const from = this.at ?? (steps[event.key] > 0 ? -1 : last + 1);
      this.point(Math.min(last, Math.max(0, from + steps[event.key])));
    }
  }

  point(index) {
    const left = index === undefined ? -10 : this.chart?.valToPos(this.times()[index], 'x');
    this.chart?.setCursor({ left, top: index === undefined ? -10 : 0 });
    this.at = index;
  }

  fit() {
    const width = this.querySelector('.canvas')?.clientWidth;
    if (this.chart && width && width !== this.chart.width) {
      this.chart.setSize({ width, height: HEIGHT });
    }
  }

  forget() {
    this.chart?.destroy();
    this.chart = undefined;
    this.drawn = undefined;
    if (this.isConnected) {
      this.draw();
    }
  }
}

/** Room for the longest label of an axis. */
function axisSize(chart, values) {
  const longest = Math.max(0, ...(values ?? []).map((value) => value.length));
  return Math.max(34, 14 + longest * 7);
}

/** The indices of values without a neighbour. */
function alone(values) {
  return values.flatMap((value, i) => (value != null && values[i - 1] == null && values[i + 1] == null ? [i] : []));
}

/** A round number that is not exceeded. */
function niceCeiling(most) {
  if (!(most > 0)) {
    return 1;
  }
  const unit = 10 ** Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((n) => n * unit >= most * 1.02) * unit || 20 * unit;
}

function moment(seconds) {
  const t = new Date(seconds * 1000);
  return `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}`;
}

customElements.define('postern-plot', Plot);

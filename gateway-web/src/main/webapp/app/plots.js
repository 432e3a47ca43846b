import { html, nothing } from '../vendor/lit.js';
import { Part } from './element.js';
import * as api from './api.js';
import './plot.js';
import * as router from './router.js';
import { failed } from './states.js';
import { count, size, span } from './text.js';

const DAY = 86400;
const RANGES = {
  hour: { name: 'Hour', seconds: 3600, step: 10 },
  day: { name: 'Day', seconds: DAY, step: 60 },
  quarter: { name: '90 days', seconds: 90 * DAY, step: 7200 },
};
// Steps that are answered from disk, so that they reach back over a restart.
const KEPT = 600;

const last = (values) => values.findLast((value) => value != null);
const sum = (values) => values.reduce((total, value) => total + (value ?? 0), 0);
const rate = (value) => `${value < 10 && value % 1 ? value.toFixed(1) : count(Math.round(value))}`;
const newest = (shown) => (values) => {
  const value = last(values);
  return value == null ? 'no data' : shown(value);
};

const PLOTS = [
  {
    heading: 'Mail', note: 'per minute', perMinute: true, shown: rate,
    summary: (values) => count(sum(values)),
    lines: [
      ['accepted', 'Accepted', 1], ['delivered', 'Delivered', 2], ['deferred', 'Deferred', 3],
      ['failed', 'Failed', 4], ['rejected', 'Rejected', 5, true],
    ],
  },
  {
    heading: 'Latency', note: 'from the final dot until the message is on disk', shown: span, summary: newest(span),
    lines: [['latency-p50', 'Median', 1], ['latency-p99', 'p99', 3]],
  },
  {
    heading: 'Messages waiting', shown: count, summary: newest(count),
    lines: [['queue', 'Waiting', 1]],
  },
  {
    heading: 'Free disk space', note: 'of the spool', shown: size, summary: newest(size),
    lines: [['disk', 'Free', 2]],
  },
];

/** What the gateway did in the last hour, day or quarter of a year. */
class Plots extends Part {
  static properties = {
    startedAt: { attribute: false },
    range: { state: true },
    points: { state: true },
    problem: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.moved = () => this.choose(router.place().params.get('range'));
    router.moves.addEventListener('moved', this.moved);
    this.moved();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.moves.removeEventListener('moved', this.moved);
  }

  choose(range) {
    const chosen = Object.hasOwn(RANGES, range ?? '') ? range : 'hour';
    if (chosen !== this.range) {
      this.range = chosen;
      this.every(Math.min(60, this.step()) * 1000, () => this.load());
    }
  }

  /** Tens of seconds do not outlive a restart: then what is on disk shows the day. */
  step() {
    const { seconds, step } = RANGES[this.range];
    return this.range === 'day' && Date.now() - new Date(this.startedAt) < seconds * 1000 ? KEPT : step;
  }

  async load() {
    const range = this.range;
    const { seconds } = RANGES[range];
    const step = this.step();
    const until = Math.floor(Date.now() / 1000);
    try {
      const points = await api.series({ from: new Date((until - seconds) * 1000).toISOString(), step });
      if (range === this.range) {
        this.points = { ...points, until: Math.max(until, new Date(points.from) / 1000 + step) };
        this.problem = undefined;
      }
    } catch (e) {
      this.problem = e;
    }
  }

  render() {
    return html`
      <div class="head">
        <h2>Over time</h2>
        <div class="switch" role="group" aria-label="Time range">
          ${Object.entries(RANGES).map(([key, { name }]) => html`
            <button aria-pressed=${this.range === key} data-testid="range-${key}" @click=${() => router.change({ range: key === 'hour' ? '' : key })}>${name}</button>`)}
        </div>
      </div>
      ${this.problem ? failed(this.problem, () => this.load()) : nothing}
      ${this.points ? html`<div class="plots" data-testid="plots">${PLOTS.map((plot) => this.plot(plot))}</div>` : nothing}`;
  }

  plot({ heading, note, perMinute, shown, summary, lines }) {
    const { from, until, step, series } = this.points;
    const values = (name) => series.find((line) => line.name === name)?.values ?? [];
    return html`<postern-plot data-testid="plot-${lines[0][0]}" .heading=${heading} .note=${note} .step=${step}
      .from=${new Date(from) / 1000} .until=${until}
      .lines=${lines.map(([key, name, colour, dash]) => ({
        name, colour, dash, shown,
        summary: summary(values(key)),
        values: perMinute ? values(key).map((value) => (value == null ? null : (value * 60) / step)) : values(key),
      }))}></postern-plot>`;
  }
}

customElements.define('postern-plots', Plots);

// How values look. What mail brought in is hostile: the pages put it into text nodes and attributes
// only, and after `shown`.

// Control characters, line and paragraph separators, direction marks, invisible and tag characters,
// lone surrogates: nothing may hide, reverse or break a line.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]/g;
const LONGEST = 2000;

/** Text from outside as one line that cannot pretend to be something else. */
export function shown(text) {
  const whole = String(text ?? '');
  const cut = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  return cut.replace(UNSEEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
}

const WORD = /=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bq])\?([!->@-~]{0,998})\?=/gi;

/** A header field's text with its encoded words read (RFC 2047), as far as they can be. */
export function decoded(text) {
  const joined = String(text ?? '').replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?[^?\s]*\?=)/gi, '$1');
  return joined.replace(WORD, (word, charset, encoding, body) => {
    try {
      const octets = encoding.toLowerCase() === 'b'
        ? atob(body)
        : body.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return new TextDecoder(charset).decode(Uint8Array.from(octets, (c) => c.charCodeAt(0)));
    } catch {
      return word;
    }
  });
}

const whole = new Intl.NumberFormat('en');
export const count = (n) => whole.format(n ?? 0);

/** Octets. */
export function size(octets) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = Number(octets);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A span of time given in microseconds. */
export function span(micros) {
  if (micros < 1000) {
    return `${micros < 10 ? micros.toFixed(1) : Math.round(micros)} µs`;
  }
  const millis = micros / 1000;
  if (millis < 1000) {
    return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  return seconds < 100 ? `${seconds.toFixed(1)} s` : long(seconds);
}

/** A long span of time given in seconds, in its two largest units. */
export function long(seconds) {
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  let left = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [name, length] of units) {
    const n = Math.floor(left / length);
    left -= n * length;
    if (n > 0 || (name === 's' && parts.length === 0)) {
      parts.push(`${n} ${name}`);
    }
  }
  return parts.slice(0, 2).join(' ');
}

const pad = (n, width = 2) => String(n).padStart(width, '0');

/** The time of day, to the millisecond. */
export function clock(iso) {
  const t = new Date(iso);
  return Number.isNaN(t.getTime())
    ? shown(iso)
    : `${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}.${pad(t.getMilliseconds(), 3)}`;
}

/** Date and time to the second. */
export function moment(iso) {
  const t = new Date(iso);
  return Number.isNaN(t.getTime())
    ? shown(iso)
    : `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${clock(iso).slice(0, 8)}`;
}

/** Seconds from now until then; negative when it is over. */
export const until = (iso) => (new Date(iso).getTime() - Date.now()) / 1000;

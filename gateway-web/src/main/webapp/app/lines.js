// What a line of the journal says, in a few words. docs/journal.md describes the members of a line.

import { html, nothing } from '../vendor/lit.js';
import { decoded, moment, shown, size } from './text.js';

/** The events an operator looks for, and how they are coloured. */
export const EVENTS = {
  SessionOpened: 'plain',
  SessionEnded: 'plain',
  Accepted: 'plain',
  AttemptBegun: 'plain',
  Delivered: 'good',
  Deferred: 'warn',
  Postponed: 'warn',
  Failed: 'bad',
  Expired: 'bad',
  Rejected: 'bad',
  RejectedRepeatedly: 'bad',
  Discarded: 'warn',
  Held: 'warn',
  Quarantined: 'warn',
  Released: 'plain',
  ExtensionFailed: 'bad',
  Unparsable: 'warn',
  AdministratorActed: 'plain',
  Damaged: 'bad',
  NoticeRaised: 'warn',
  NoticeCleared: 'good',
};

// Characters of a line in a table; its message's page has more.
const LONGEST = 500;

const SHOWN = ['seq', 'pos', 'at', 'event', 'id', 'chain', 'crc'];

/** Whether the user's role may not see what the line has of this name. */
export const isWithheld = (line, name) => (line.withheld ?? '').split(' ').includes(name);

/** A subject as far as the user may see it; undefined when there is none. */
export const subjectOf = (line) => (isWithheld(line, 'subject') ? 'Subject withheld' : line.subject && shown(line['subject-decoded'] ?? decoded(line.subject)));

const path = (mailbox) => (mailbox === '' ? '<>' : shown(mailbox));

/** Whom it is about. */
export function about(line) {
  if (line.recipients) {
    const more = line.recipients.length - 1;
    return `${path(line['reverse-path'])} → ${path(line.recipients[0])}${more > 0 ? ` and ${more} more` : ''}`;
  }
  if (line.recipient !== undefined) {
    return line['next-hop'] ? `${path(line.recipient)} via ${shown(line['next-hop'])}` : path(line.recipient);
  }
  return shown(line.peer ?? line.client ?? line.extension ?? line.address ?? '');
}

/** What happened. */
export function what(line) {
  switch (line.event) {
    case 'Accepted':
      return [subjectOf(line), line.size && size(line.size)].filter(Boolean).join(' · ');
    case 'Delivered':
    case 'Deferred':
    case 'Postponed':
    case 'Failed':
    case 'Expired':
    case 'Rejected':
      return [line.reply ?? line.reason, line['decided-by'] && `by ${line['decided-by']}`]
        .filter(Boolean).map(shown).join(' · ');
    case 'RejectedRepeatedly':
      return [`${line.count} times`, line.reply, line['decided-by'] && `by ${line['decided-by']}`].filter(Boolean).map(shown).join(' · ');
    case 'ExtensionFailed':
    case 'Unparsable':
      return [`${line.failure}`, `${line.stage} in ${line.observer}`, `policy ${line.policy}`, Number(line.failures) > 1 && `${line.failures} failures`, line.application]
        .filter(Boolean).map(shown).join(' · ');
    case 'Held':
    case 'Quarantined':
    case 'Released':
    case 'Discarded':
      return [line.reason, line.actor && `by ${line.actor}`, line['decided-by'] && `by ${line['decided-by']}`]
        .filter(Boolean).map(shown).join(' · ');
    case 'NoticeRaised':
    case 'NoticeCleared':
      return [line.what, line.effect].filter(Boolean).map(shown).join(' · ');
    case 'AdministratorActed':
      if (line.action === 'login failed') {
        return shown(`login failed for user ${line.actor} from ${line.address}`);
      }
      return [line.action, line.revision && `revision ${line.revision}`, line.reason,
        line.actor && `by ${line.actor}${line['local-user'] ? ` (${line['local-user']})` : ''}${line.address ? ` from ${line.address}` : ''}`].filter(Boolean).map(shown).join(' · ');
    default:
      return rest(line).map(([name, value]) => `${name}: ${value}`).join(' · ').slice(0, LONGEST);
  }
}

/** All members that the columns do not show, as text. */
export function rest(line) {
  return Object.entries(line)
    .filter(([name]) => !SHOWN.includes(name))
    .map(([name, value]) => [shown(name), Array.isArray(value) ? value.map(path).join(', ') : shown(value)]);
}

/** What each extension did, in the order in which they were asked. */
export const callouts = (line) => numbered(line, 'callout-');

/** What each extension logged meanwhile, in that order. */
export const logged = (line) => numbered(line, 'callout-log-');

/** The facts of this name with a number of two digits: stage, revision, pairs, and the text that ends them. */
function numbered(line, name) {
  const found = [];
  for (let number = 1; ; number++) {
    const value = line[`${name}${String(number).padStart(2, '0')}`];
    if (value === undefined) {
      return found;
    }
    const [facts, text] = value.split(/ text=(.*)/s);
    const [stage, revision, ...pairs] = facts.split(' ').map(shown);
    const fact = { stage, revision, text: text && shown(text) };
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      fact[pair.slice(0, equals)] = pair.slice(equals + 1).replaceAll(',', ', ');
    }
    found.push(fact);
  }
}

export const chip = (event) => html`<span class="chip ${EVENTS[event] ?? 'plain'}">${shown(event)}</span>`;

/** The message's id, as a way to its story. */
export const link = (id) =>
  id ? html`<a class="mono" href="#/journal/${encodeURIComponent(id)}">${shown(id)}</a>` : nothing;

/** Events whose reason is what an operator looks for: shown whole, over several lines. */
const WHOLE = ['ExtensionFailed', 'Unparsable'];

/**
 * The columns of a table of lines. While lines come, the newest are on top whatever a reader would
 * sort by.
 */
export const columns = (time, sortable) => [
  { id: 'time', name: 'Time', style: 'mono time', by: (line) => line.seq, cell: (line) => html`<span title=${moment(line.at)}>${time(line.at)}</span>` },
  { id: 'kind', name: 'Event', by: sortable && ((line) => line.event), cell: (line) => chip(line.event) },
  { id: 'message', name: 'Message', by: sortable && ((line) => line.id), cell: (line) => link(line.id) },
  { id: 'about', name: 'Sender → recipient', style: 'cut', cut: true, by: sortable && about, text: about, cell: about },
  {
    id: 'what', name: 'Details', style: (line) => (WHOLE.includes(line.event) ? 'what' : 'cut what'), cut: true, text: what, cell: what,
  },
];

// The REST interface as the pages use it: promises of values, and problems as exceptions.

const BASE = 'api/v1/';

/** A problem document (RFC 9457), or the lack of an answer. */
export class Problem extends Error {
  constructor(status, type, detail, retryAfter, problems = []) {
    super(detail);
    this.status = status;
    this.type = type;
    this.retryAfter = retryAfter;
    this.problems = problems;
  }
}

/** An event for the pages: there is no session any more. */
export const sessionEnded = new EventTarget();

async function ask(method, path, { json, body, signal } = {}) {
  // Without this header the gateway refuses whatever changes something.
  const headers = method === 'GET' ? {} : { 'Postern-Request': '1' };
  if (json !== undefined) {
    headers['Content-Type'] = 'application/json';
  } else if (body !== undefined) {
    headers['Content-Type'] = 'application/octet-stream';
  }
  let response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers,
      body: json === undefined ? body : JSON.stringify(json),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Problem(0, 'unreachable', 'The gateway does not answer');
  }
  if (response.ok) {
    return response.status === 204 ? undefined : response.json();
  }
  const document = await response.json().catch(() => ({}));
  const type = String(document.type ?? '').replace('urn:postern:problem:', '');
  const detail = document.detail ?? `The gateway answered ${response.status}`;
  const problem = new Problem(response.status, type, detail, response.headers.get('Retry-After'), document.problems);
  if (problem.status === 401 && path !== 'session') {
    sessionEnded.dispatchEvent(new Event('ended'));
  }
  throw problem;
}

export const session = () => ask('GET', 'session');
export const logIn = (user, password) => ask('POST', 'session', { json: { user, password } });
export const logOut = () => ask('DELETE', 'session');
export const changePassword = (present, wanted) =>
  ask('PUT', 'password', { json: { present, wanted } });
export const status = () => ask('GET', 'status');
export const acceptLoss = () => ask('POST', 'recovery/accept-loss');
export const extensions = () => ask('GET', 'extensions');
export const queues = () => ask('GET', 'queues');
export const queuedMessages = (conditions) => ask('GET', `messages?${query(conditions)}`);
export const countMessages = (conditions) => ask('GET', `messages/count?${query(conditions)}`);
export const bulkDecisions = () => ask('GET', 'bulk').then((answer) => answer.decisions);
export const decideInBulk = (decision) => ask('POST', 'bulk', { json: decision });
export const stopBulk = (id) => ask('DELETE', `bulk/${encodeURIComponent(id)}`);
export const decideMessage = (id, action, reason) =>
  ask('POST', `messages/${encodeURIComponent(id)}/${action}`, { json: { reason } });
export const deploy = (name, file) =>
  ask('PUT', `extensions/${encodeURIComponent(name)}?fileName=${encodeURIComponent(file.name)}`, {
    body: file,
  });
export const undeploy = (name) => ask('DELETE', `extensions/${encodeURIComponent(name)}`);
export const selfTest = () => ask('POST', 'selftest');
export const settings = () => ask('GET', 'settings');
export const checkSettings = (source) => ask('POST', 'settings/check', { json: { source } });
export const settingsSchema = () => ask('GET', 'settings/form').then((answer) => answer.keys);
export const settingsValues = (source) =>
  ask('POST', 'settings/form/values', { json: { source } }).then((answer) => answer.values);
/** The text with another value behind a key; an undefined one takes the key away. */
export const editSettings = (source, path, value) =>
  ask('POST', 'settings/form/edit', {
    json: { source, path: path.join('.'), value: value === undefined ? '' : JSON.stringify(value) },
  }).then((answer) => answer.source);
export const applySettings = (source, note, revision) =>
  ask('PUT', 'settings', { json: { source, note, revision } });
export const rollBackSettings = (to, revision) =>
  ask('POST', 'settings/rollback', { json: { to, revision } });
export const settingsRevisions = (most) =>
  ask('GET', `settings/revisions?${query({ most })}`).then((answer) => answer.revisions);
export const settingsDifference = (from, to) =>
  ask('GET', `settings/difference?${query({ from, to })}`).then((answer) => answer.lines);
export const series = (conditions) => ask('GET', `series?${query(conditions)}`);
export const update = () => ask('GET', 'update');
export const exports = () => ask('GET', 'exports').then((answer) => answer.exports);
export const exportTarget = (name) => ask('GET', `exports/${encodeURIComponent(name)}`);
const ofExport = (name, action, json = {}) => ask('POST', `exports/${encodeURIComponent(name)}/${action}`, { json });
/** A draft is {entry, secrets}: YAML in place of what runs, and values of secrets for this test alone. */
export const testExport = (name, draft) => ofExport(name, 'test', draft).then((answer) => answer.found);
export const exportDdl = (name, draft) => ofExport(name, 'ddl', draft).then((answer) => answer.ddl);
export const exportSamples = (name, draft) => ofExport(name, 'samples', draft).then((answer) => answer.samples);
export const pauseExport = (name) => ofExport(name, 'pause');
export const resumeExport = (name) => ofExport(name, 'resume');
export const backfillExport = (name, from, to) => ofExport(name, 'backfill', { from, to });
export const endBackfill = (name) => ask('DELETE', `exports/${encodeURIComponent(name)}/backfill`);
export const rejectedEvents = (name, after, limit) =>
  ask('GET', `exports/${encodeURIComponent(name)}/rejected?${query({ after, limit })}`).then((answer) => answer.events);
/** Without numbers all of them. */
export const retryRejected = (name, numbers) => ofExport(name, 'rejected/retry', { numbers: numbers.map(String) });
export const dropRejected = (name, numbers) => ofExport(name, 'rejected/drop', { numbers: numbers.map(String) });
export const secrets = () => ask('GET', 'secrets').then((answer) => answer.secrets);
export const setSecret = (name, value) => ask('PUT', `secrets/${encodeURIComponent(name)}`, { json: { value } });
export const messageLines = (id) => ask('GET', `journal/messages/${encodeURIComponent(id)}`);
export const messageStory = (id) => ask('GET', `messages/${encodeURIComponent(id)}/story`);

/** Sends an update of the image; reports percents on the way, which fetch cannot. */
export function sendUpdate(file, again, downgrade, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${BASE}update?${new URLSearchParams({ again, downgrade })}`);
    request.setRequestHeader('Postern-Request', '1');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (e) => progress(Math.floor((e.loaded * 100) / (e.total || 1))));
    request.addEventListener('error', () => reject(new Problem(0, 'unreachable', 'The gateway does not answer')));
    request.addEventListener('load', () =>
      request.status < 300
        ? resolve(request.response)
        : reject(new Problem(request.status, '', request.response?.detail ?? `The gateway answered ${request.status}`)));
    request.send(file);
  });
}

/** Looks for lines of the journal; empty conditions are none. */
export const search = (conditions, signal) => ask('GET', `journal?${query(conditions)}`, { signal });

/** The journal as it is written. */
export const tail = (conditions) => new EventSource(`${BASE}journal/stream?${query(conditions)}`);

function query(conditions) {
  const given = Object.entries(conditions).filter(([, value]) => value !== '' && value != null);
  return new URLSearchParams(given).toString();
}

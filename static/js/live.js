// The feed of one page: the socket's policy, the numbering of its messages, the server's clock,
// the age of the data, and every duration that ticks. It changes no region: htmx does.

import { clock, day, minute, tenths } from './formats.js';
import { serverNow, setServerTime } from './servertime.js';
import { write } from './write.js';

const NOT_APPLIED = 4000; // a close code of our own
const RECONNECT_CODES = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014, NOT_APPLIED];
const NO_LONGER_ALLOWED = 4403;
const RESTART = 1012; // the console ends: all its pages are told at once
const RETURN_AFTER = 250; // ms
const RETURN_SLOWLY = 4000; // ms
const SPREAD = 1000; // ms over which they come back; with htmx's jitter less than LOST_AFTER
const ACK_EVERY = 1000; // ms: often enough for the server's bounds; hearing four a second cost it more than all it says
const TICK_EVERY = 250; // ms: a second is never skipped, and a text is written only when it changes
const AGE_EVERY = 1000; // ms: with every tick it had a quiet page painted four times a second
const LOST_AFTER = 2000; // ms without a socket before the page says so: a restart takes less
const TELL_AFTER = [3000, 10000]; // ms: "still waiting", then "no reply"

const page = document.documentElement;
const feed = {
  socket: null, // the WebSocket while it is open
  closedAt: Date.now(),
  failures: 0,
  seq: null, // of the last message applied; null: only a full set will do
  acknowledged: null,
  acknowledgedAt: -Infinity, // ms, as performance.now()
  applying: null, // the message whose regions are being put in place
  appliedAt: null, // when the oldest message not yet acknowledged was applied
  heard: Date.now(),
  beat: { proved: 0, link: 'connecting', since: null, stale: 15, every: 5 },
};


htmx.config.ws = {
  reconnectCodes: RECONNECT_CODES,
  reconnectDelay: RETURN_AFTER,
  reconnectMaxDelay: 4000,
  reconnectJitter: 0.5,
  pauseOnBackground: false, // a receptionist's tab is in the background all day
  maxOutgoingMessagesQueueSize: 0, // nothing said while offline may be said later
};
// A duration's text is ours: a morph would put the server's blank over it for a moment.
htmx.config.morphSkipChildren = '[hx-morph-skip-children], time[data-since], time[data-clock], time[data-until], [data-age]';

// ---- messages -------------------------------------------------------------------------------

function say(message) {
  if (feed.socket?.readyState === WebSocket.OPEN) feed.socket.send(JSON.stringify(message));
}

function hearBeat(beat) {
  feed.beat = beat;
  setServerTime(beat.now * 1000);
}

function isInOrder(message) {
  return message.full || (feed.seq !== null && message.seq === feed.seq + 1);
}

document.addEventListener('htmx:ws:before:message:incoming', (event) => {
  feed.heard = Date.now();
  let message;
  try {
    message = JSON.parse(event.detail.message.data);
  } catch {
    return event.preventDefault();
  }
  if (message.beat) hearBeat(message.beat);
  if (message.seq === undefined) return;
  if (!isInOrder(message)) {
    event.preventDefault();
    if (feed.seq !== null) say({ resync: true });
    feed.seq = null;
    return;
  }
  feed.seq = message.seq;
  feed.applying = message;
  feed.beat.proved = Math.max(feed.beat.proved, message.proved ?? 0);
});

document.addEventListener('htmx:ws:after:message:incoming', () => {
  feed.applying = null;
  showAge();
  if (feed.seq === null || feed.seq === feed.acknowledged) return;
  feed.appliedAt ??= performance.now();
  if (performance.now() - feed.acknowledgedAt >= ACK_EVERY) acknowledge();
});

// A swap that failed left the page half changed, and only a full set mends it. Where that is what
// failed, a new socket brings the next one, in no hurry: until then the page says that it is lost.
document.addEventListener('htmx:ws:error', () => {
  const failed = feed.applying;
  if (failed === null) return;
  feed.applying = feed.seq = null;
  if (failed.full) feed.socket?.close(NOT_APPLIED);
  else say({ resync: true });
});

// The first message at once, those that follow by the timer, which is slow in a background tab.
function acknowledge() {
  if (feed.seq === null || feed.appliedAt === null) return;
  const now = performance.now();
  say({ ack: feed.seq, waited: (now - feed.appliedAt) / 1000 });
  feed.acknowledged = feed.seq;
  feed.acknowledgedAt = now;
  feed.appliedAt = null;
}

// ---- the socket's life ----------------------------------------------------------------------

document.addEventListener('htmx:ws:after:connection', (event) => {
  feed.socket = event.detail.connection.socket;
  feed.seq = feed.acknowledged = feed.applying = feed.appliedAt = null;
  feed.failures = 0;
  feed.closedAt = null;
  feed.heard = Date.now();
  showAge();
});

document.addEventListener('htmx:ws:close', (event) => {
  feed.socket = null;
  feed.closedAt ??= Date.now();
  feed.failures += 1;
  event.detail.connection.config.reconnectDelay = returnAfter(event.detail.code);
  if (event.detail.code === NO_LONGER_ALLOWED) location.reload();
  else if (feed.failures > 1) void leaveIfSignedOut();
});

// The first attempt's delay, which htmx doubles for each further one.
function returnAfter(code) {
  if (code === NOT_APPLIED) return RETURN_SLOWLY;
  return code === RESTART ? RETURN_AFTER + Math.random() * SPREAD : RETURN_AFTER;
}

// A socket can be dead without having closed: after a sleep, or behind a router that forgot it.
function leaveSilent(now) {
  if (now - feed.heard > feed.beat.stale * 1000) feed.socket?.close();
}

// A refused handshake looks like a broken network; a page that redirects is the difference.
async function leaveIfSignedOut() {
  try {
    const answer = await fetch(location.href, { method: 'HEAD', redirect: 'manual' });
    if (answer.type === 'opaqueredirect' || answer.status === 403) location.reload();
  } catch {
    feed.failures = 1; // the network is away: ask again after the next failure
  }
}

window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload(); // a page out of the back-forward cache shows the past
});

// ---- the age of what is shown ---------------------------------------------------------------

function feedState(now) {
  const { link, proved, stale } = feed.beat;
  if (feed.closedAt !== null && now - feed.closedAt > LOST_AFTER) return 'lost';
  if (link === 'lost') return 'lost';
  if (now - feed.heard > stale * 1000) return 'stale';
  if (proved && age() > stale) return 'stale';
  return 'live';
}

// Seconds since the link was last proved, as far as this page knows.
const age = () => Math.max(0, serverNow() / 1000 - feed.beat.proved);

function ageText(seconds) {
  if (!feed.beat.proved) return '–';
  if (seconds < 10) return `${tenths.format(seconds)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return duration(seconds);
}

function showState() {
  const state = feedState(Date.now());
  if (page.dataset.feed === state) return;
  page.dataset.feed = state;
  document.dispatchEvent(new CustomEvent('feed:changed', { detail: state }));
}

function showAge() {
  showState();
  const text = ageText(age());
  for (const place of document.querySelectorAll('[data-age]')) write(place, text);
}

// ---- durations and clock times --------------------------------------------------------------

function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

// A picture that is no longer fed stands still at the moment it was last proved.
function showNow() {
  return page.dataset.feed !== 'live' && feed.beat.proved ? feed.beat.proved * 1000 : serverNow();
}

// With "day" the day is told too, unless it is today.
function clockText(at, kind) {
  const isOld = kind === 'day' && day.format(at) !== day.format(serverNow());
  return isOld ? `${day.format(at)}, ${clock.format(at)}` : clock.format(at);
}

function tickOne(time, now) {
  const at = Date.parse(time.dateTime);
  if (Number.isNaN(at)) return write(time, '?');
  if (time.dataset.until !== undefined) return write(time, `${Math.max(0, Math.ceil((at - now) / 1000))} s`);
  if (time.dataset.clock !== undefined) return write(time, clockText(at, time.dataset.clock));
  const text = duration((now - at) / 1000);
  write(time, time.dataset.atleast === undefined ? text : `≥ ${text}`);
  const limit = Number(time.dataset.limit);
  if (limit) time.toggleAttribute('data-over', now - at > limit * 1000);
}

const TICKING = 'time[data-since], time[data-clock], time[data-until]';

function tick() {
  const now = showNow();
  for (const time of document.querySelectorAll(TICKING)) tickOne(time, now);
  for (const place of document.querySelectorAll('[data-now]')) {
    write(place, place.dataset.now === 'day' ? day.format(serverNow()) : minute.format(serverNow()));
  }
}

// Elements that a push brought are filled before they are painted.
new MutationObserver((changes) => {
  const now = showNow();
  for (const change of changes) {
    if (change.type === 'attributes') tickOne(change.target, now);
    for (const node of change.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(TICKING)) tickOne(node, now);
      for (const time of node.querySelectorAll(TICKING)) tickOne(time, now);
    }
  }
}).observe(page, { childList: true, subtree: true, attributeFilter: ['datetime'] });

// ---- commands -------------------------------------------------------------------------------

document.addEventListener('htmx:config:request', (event) => {
  event.detail.ctx.request.headers['X-Pressed-At'] = String(serverNow() / 1000);
});

// A command that the PBX has not answered says so by itself, whatever became of the feed.
function showWaiting() {
  for (const place of document.querySelectorAll('[data-sent-at]')) {
    const waited = serverNow() - Date.parse(place.dataset.sentAt);
    place.dataset.waited = String(TELL_AFTER.filter((limit) => waited > limit).length);
  }
}

// ---- start ----------------------------------------------------------------------------------

const first = document.getElementById('live')?.dataset.beat;
if (first) hearBeat(JSON.parse(first).beat);
setInterval(acknowledge, ACK_EVERY);
setInterval(showAge, AGE_EVERY);
setInterval(() => {
  showState();
  leaveSilent(Date.now());
  tick();
  showWaiting();
}, TICK_EVERY);
showAge();
tick();

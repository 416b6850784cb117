// A page that slept (the lid was closed, the browser froze the tab) says so once it is up to date again.
// Throttled is not asleep: a background page still hears the heartbeat. Nor is a machine whose clock was
// set: only the server's tells for how long it slept.

import { say } from "./said.js";
import { lastBeat } from "./servertime.js";
import { sentence } from "./words.js";

const ASLEEP = 100_000; // ms: timers of a background page come once a minute, heartbeats every few seconds
let alive = Date.now();
let awake = 0; // the server's time when it told it last before a gap
let gone = 0; // ms without a sign of life, by the clock of this machine

function isAlive() {
  const gap = Date.now() - alive;
  alive = Date.now();
  if (gap > ASLEEP) gone += gap;
}

function tell() {
  isAlive();
  const beat = lastBeat();
  if (gone) {
    if (beat === awake || document.documentElement.dataset.feed !== "live") return;
    const slept = Math.min(gone, beat - awake);
    if (awake && slept > ASLEEP) say(sentence("slept", { minutes: Math.round(slept / 60_000) }));
  }
  awake = beat;
  gone = 0;
}

setInterval(isAlive, 5000);
document.addEventListener("htmx:ws:after:message:incoming", tell);

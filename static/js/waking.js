// A page that slept (the lid was closed, the browser froze the tab) says so once it is up to date again.
// Throttled is not asleep: a background page still hears the heartbeat.

import { say } from "./said.js";
import { sentence } from "./words.js";

const ASLEEP = 100_000; // ms: timers of a background page come once a minute, heartbeats every few seconds
let alive = Date.now();
let slept = 0;

function isAlive() {
  const gap = Date.now() - alive;
  alive = Date.now();
  if (gap > ASLEEP) slept += gap;
}

function tell() {
  isAlive();
  if (!slept || document.documentElement.dataset.feed !== "live") return;
  say(sentence("slept", { minutes: Math.max(1, Math.round(slept / 60_000)) }));
  slept = 0;
}

setInterval(isAlive, 5000);
document.addEventListener("htmx:ws:after:message:incoming", tell);

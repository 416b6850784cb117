// How long somebody may be on hold, parked or waiting: near the limit, over it, and once over it the
// page is told. A place says what it counts by `data-limit-of` and holds the `time` it goes by; the
// limit in seconds stands on it as `data-limit`.

import { serverNow } from "./servertime.js";
import { sentence } from "./words.js";
import { write } from "./write.js";

const NEAR = 2 / 3; // of the limit: time to look after them
const EVERY = 250; // ms, as the timers tick

const root = document.documentElement;
const reached = new Set(); // of whom was told: a call, and since when

function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const say = (what, limit) => sentence(`limit-${what}`, { limit: minutes(limit) });

function state(waited, limit) {
  if (waited >= limit) return "over";
  return waited >= limit * NEAR ? "near" : "";
}

function show(place) {
  const limit = Number(place.dataset.limit ?? 0);
  const time = place.querySelector("time[data-since]");
  const since = Date.parse(time?.dateTime ?? "");
  if (!limit || Number.isNaN(since)) return delete place.dataset.localLimit;
  const now = state((serverNow() - since) / 1000, limit);
  if (place.dataset.localLimit !== now) place.dataset.localLimit = now;
  const note = place.querySelector("[data-limit-note]");
  if (note) write(note, say(now === "over" ? "over" : "of", limit));
  if (now === "over") tell(place, since, limit);
}

// Once for each time that somebody is put there, however often the page is redrawn.
function tell(place, since, limit) {
  const call = place.dataset.call ?? "";
  const key = `${place.dataset.limitOf} ${call} ${since}`;
  if (reached.has(key)) return;
  reached.add(key);
  document.dispatchEvent(new CustomEvent("limit:reached", { detail: { kind: place.dataset.limitOf, call, limit } }));
}

// What is no longer fed stands still: nobody knows whether they still wait.
function tick() {
  if (root.dataset.feed !== "live") return;
  // The node of a place that was left may stay, and with it what was noted of whoever stood there.
  for (const place of document.querySelectorAll("main :is([data-limit-of], [data-local-limit])")) show(place);
  for (const head of document.querySelectorAll("[data-limit-head]")) {
    const limit = Number(head.dataset.limitHead);
    if (limit) write(head, say("head", limit));
  }
}

document.addEventListener("htmx:ws:after:message:incoming", tick);
setInterval(tick, EVERY);
tick();

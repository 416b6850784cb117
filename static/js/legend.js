// How many lamps are in which state, and on a phone how many calls each tab hides. Each lamp is
// redrawn by itself, so each is counted by itself: nobody looks at a thousand for one that changed.

import { write } from "./write.js";

const counted = new WeakMap(); // the state under which a lamp stands in the sums
const sums = new Map();

const kind = (lamp) => (lamp.dataset.offline === undefined ? lamp.dataset.state : "offline");

function add(state, by) {
  sums.set(state, (sums.get(state) ?? 0) + by);
}

export function note(lamp) {
  forget(lamp);
  const state = kind(lamp);
  counted.set(lamp, state);
  add(state, 1);
}

export function forget(lamp) {
  const before = counted.get(lamp);
  if (before === undefined) return;
  counted.delete(lamp);
  add(before, -1);
}

export function show() {
  for (const entry of document.querySelectorAll("[data-legend] [data-of]")) {
    const number = sums.get(entry.dataset.of) ?? 0;
    write(entry.querySelector("b"), String(number));
    if (entry.hidden !== !number) entry.hidden = !number;
  }
}

// What is not all known keeps its sign: "7+", or "?" where nothing is.
function waiting() {
  const texts = [...document.querySelectorAll(".queue-count b")].map((one) => one.textContent);
  const sum = texts.reduce((all, text) => all + (parseInt(text, 10) || 0), 0);
  const isKnown = texts.every((text) => /^\d+$/.test(text));
  return isKnown ? String(sum) : sum ? `${sum}+` : "?";
}

const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? "0";
const TABS = { calls: () => text(".calls-ringing .count"), queues: waiting, parked: () => text(".parked .count") };

export function countTabs() {
  for (const place of document.querySelectorAll("[data-zone-count]")) {
    const number = TABS[place.dataset.zoneCount]();
    write(place, number === "0" ? "" : number);
  }
}

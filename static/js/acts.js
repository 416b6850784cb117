// What each key of the map does. A key that can do nothing says why.

import * as presses from "./presses.js";
import { say } from "./said.js";
import { sentence } from "./words.js";

const VERBS = { transfer: ["complete", "transfer"] }; // the first that stands on the card
const field = () => document.getElementById("search");

// Focus stays where it is: Enter must not find a key that a letter has pressed.
function press(key, otherwise, values) {
  if (!key) return say(sentence(otherwise, values));
  const off = presses.whyOff(key);
  if (off) return say(off);
  key.click();
}

// H undoes H: it resumes the call that was held last.
function lastHeld() {
  const since = (key) => Date.parse(key.closest(".slot").querySelector("time")?.dateTime ?? "") || 0;
  return [...document.querySelectorAll(".calls-held [data-verb=resume]")].sort((a, b) => since(b) - since(a))[0];
}

// Shows a part of the desk and takes the focus there.
function go(zone, element, otherwise) {
  document.querySelector(`[data-zone-key=${zone}]`)?.click();
  document.querySelector(`[data-side-key=${zone}]`)?.click();
  const found = element();
  if (!found) return say(sentence(otherwise));
  found.focus();
  found.select?.();
}

export function toSearch(letters) {
  go("people", field);
  field().value = letters;
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

export function help() {
  const dialog = document.getElementById("keys-help");
  if (!dialog.open) dialog.showModal();
}

// A slot of this desk; among the parked callers one of theirs.
function pressNumber(slot) {
  if (document.activeElement?.closest(".parked")) return press(document.querySelector(`[data-park-key="${slot}"]`), "no-park-slot", { slot });
  press(document.querySelector(`[data-slot-key="${slot}"]`), slot > "6" ? "no-slot" : "slot-free", { slot });
}

// What the caller wants is written down without the PBX, too.
function message() {
  const key = document.querySelector(".active-card [data-message-for]");
  if (key) key.click();
  else say(sentence("no-message"));
}

const first = (selector) => () => document.querySelector(selector);
const ACTS = {
  answer: () => press(document.querySelector(".calls-ringing .key.filled") ?? document.querySelector(".calls-active [data-verb=answer]"), "nobody-rings"),
  hold: () => press(presses.commandKey("hold") ?? presses.commandKey("swap") ?? lastHeld(), "no-hold"),
  pullback: () => press(document.querySelector("[data-verb=pullback]"), "no-pullback"),
  note: () => go("calls", first("[data-note]"), "no-note"),
  message,
  search: () => go("people", field),
  queues: () => go("queues", first(".queues .key"), "nobody-waits"),
  parked: () => go("parked", first(".parked .key"), "nobody-parked"),
  lamps: () => go("people", first("[data-lamps]")),
  help,
};

export function perform(act) {
  if (/^[1-9]$/.test(act)) return pressNumber(act);
  if (ACTS[act]) return ACTS[act]();
  const keys = (VERBS[act] ?? [act]).map((verb) => presses.commandKey(verb));
  press(keys.find((key) => key && key.dataset.localHidden === undefined), `no-${act}`);
}


// The keyboard. Single keys work outside text fields, their Alt+Shift form everywhere. Letters
// that follow each other within 180 ms are typing: they go to the search, never to a call.

import * as presses from "./presses.js";
import * as target from "./target.js";

const TYPING = 180;
const VERBS = { t: ["complete", "transfer"], x: ["complete", "transfer"], c: ["consult"], b: ["back"], f: ["conference"], e: ["end"], d: ["dial"], p: ["park"], v: ["voicemail"], y: ["safe"], m: ["mobile"] };
let waiting = null; // a letter that is a command unless another follows

const field = () => document.getElementById("search");
// Focus stays where it is: Enter must not find a key that a letter has pressed.
const press = (key) => key && (key.click(), true);
const isText = (element) => element?.matches?.("input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select, [contenteditable]");

// H undoes H: it resumes the call that was held last.
function lastHeld() {
  const since = (key) => Date.parse(key.closest(".slot").querySelector("time")?.dateTime ?? "") || 0;
  return [...document.querySelectorAll(".calls-held [data-verb=resume]")].sort((a, b) => since(b) - since(a))[0];
}

function hold() {
  const active = presses.commandKey("hold") ?? presses.commandKey("swap");
  return press(active ?? lastHeld());
}

function answerNext() {
  return press(document.querySelector(".calls-ringing .key.filled") ?? document.querySelector(".calls-active [data-verb=answer]"));
}

function slot(number) {
  return press(document.querySelector(`[data-slot-key="${number}"]`));
}

function go(zone, element) {
  document.querySelector(`[data-zone-key=${zone}]`)?.click();
  document.querySelector(`[data-side-key=${zone}]`)?.click();
  const found = element();
  found?.focus();
  return Boolean(found);
}

function help() {
  const dialog = document.getElementById("keys-help");
  if (!dialog.open) dialog.showModal();
  return true;
}

function run(letter) {
  if (/^[1-9]$/.test(letter) && document.activeElement?.closest(".parked")) return press(document.querySelector(`[data-park-key="${letter}"]`));
  if (/^[1-6]$/.test(letter)) return slot(letter);
  if (VERBS[letter]) return VERBS[letter].some((verb) => press(presses.commandKey(verb)));
  if (letter === "h") return hold();
  if (letter === "u") return press(document.querySelector("[data-verb=pullback]"));
  if (letter === "/" || letter === "s") return go("people", field), field().select(), true;
  if (letter === "q") return go("queues", () => document.querySelector(".queues .key"));
  if (letter === "k") return go("parked", () => document.querySelector(".parked .key"));
  if (letter === "l") return go("people", () => document.querySelector("[data-lamps]"));
  if (letter === "?") return help();
  return false;
}

const KNOWN = /^[1-9htxcbfedupvymk/slq?]$/;

// Alt changes what a layout types, so the Alt+Shift form goes by the physical key.
function physical(event) {
  const { code } = event;
  if (code === "Enter") return "enter";
  if (code === "Slash") return "?";
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : code.startsWith("Digit") ? code.slice(5) : "";
}

function withAltShift(event) {
  const letter = physical(event);
  const done = letter === "enter" ? answerNext() : letter === "t" ? false : run(letter);
  if (done) event.preventDefault();
}

function toSearch(letters) {
  go("people", field);
  field().value = letters;
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

function single(event) {
  const letter = event.key.toLowerCase();
  if (event.key.length !== 1 || letter === " ") return;
  if (waiting) {
    clearTimeout(waiting.timer);
    const both = waiting.letter + event.key;
    waiting = null;
    event.preventDefault();
    return toSearch(both);
  }
  if (/^[/?]$/.test(letter)) {
    if (run(letter)) event.preventDefault();
    return;
  }
  if (!/^[\p{L}\d]$/u.test(event.key)) return;
  event.preventDefault();
  const timer = setTimeout(() => {
    waiting = null;
    if (KNOWN.test(letter)) run(letter);
  }, TYPING);
  waiting = { letter: event.key, timer };
}

function inSearch(event) {
  if (event.key === "ArrowDown") target.move(1);
  else if (event.key === "ArrowUp") target.move(-1);
  else if (event.key === "Enter") presses.pressLikely();
  else if (event.key === "Escape") leave(event.target);
  else return;
  event.preventDefault();
}

function leave(input) {
  if (input.value) {
    input.value = "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  } else input.blur();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.altKey && event.shiftKey) return withAltShift(event);
  if (event.altKey) return;
  if (event.target === field()) return inSearch(event);
  if (isText(event.target)) return;
  if (event.target.closest?.("[data-lamps]") && /^(Arrow|Enter)/.test(event.key)) return;
  if (event.key === "Enter" && waiting) {
    // The letter came first and acts first, else Enter would have changed what it acts on.
    const { letter, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    event.preventDefault();
    return run(letter.toLowerCase());
  }
  if (event.key === "Enter") {
    if (!event.target.closest?.("button, a, summary, input") && answerNext()) event.preventDefault();
    return;
  }
  if (event.key === "Escape") return document.querySelector("details[data-menu][open]")?.removeAttribute("open");
  if (event.repeat) return;
  single(event);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) help();
  const menu = document.querySelector("details[data-menu][open]");
  if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
});

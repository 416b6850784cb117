// The keyboard. Single keys work outside text fields, their form with the modifier everywhere. Letters
// that follow each other within 180 ms are typing: they go to the search, never to a call.

import { help, perform, toSearch } from "./acts.js";
import * as keymap from "./keymap.js";
import * as presses from "./presses.js";
import * as target from "./target.js";

const TYPING = 180;
let waiting = null; // a letter that is a command unless another follows: {letter, act, timer}

const field = () => document.getElementById("search");
const isText = (element) => element?.matches?.("input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select, [contenteditable]");

function single(event) {
  if (event.key.length !== 1 || event.key === " ") return;
  if (waiting) {
    clearTimeout(waiting.timer);
    const both = waiting.letter + event.key;
    waiting = null;
    event.preventDefault();
    return toSearch(both);
  }
  const act = keymap.actOf(event);
  if (/^[/?]$/.test(event.key)) {
    event.preventDefault();
    return perform(act);
  }
  if (!/^[\p{L}\d]$/u.test(event.key)) return;
  event.preventDefault();
  const timer = setTimeout(() => {
    waiting = null;
    if (act) perform(act);
  }, TYPING);
  waiting = { letter: event.key, act, timer };
}

// The letter came first and acts first, else Enter would have changed what it acts on.
function actAtOnce() {
  const { act, timer } = waiting;
  clearTimeout(timer);
  waiting = null;
  if (act) perform(act);
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

function withModifier(event) {
  const act = keymap.actWithModifier(event);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) perform(act);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (keymap.hasModifier(event)) return withModifier(event);
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target === field()) return inSearch(event);
  if (isText(event.target)) return;
  if (event.target.closest?.("[data-lamps]") && /^(Arrow|Enter)/.test(event.key)) return;
  if (event.key === "Enter" && waiting) {
    event.preventDefault();
    return actAtOnce();
  }
  if (event.key === "Escape") return document.querySelector("details[data-menu][open]")?.removeAttribute("open");
  if (event.repeat || !keymap.singleKeys) return;
  if (event.key !== "Enter") return single(event);
  if (event.target.closest?.("button, a, summary, input")) return;
  event.preventDefault();
  perform("answer");
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) help();
  const menu = document.querySelector("details[data-menu][open]");
  if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
});

// What may be pressed: keys that are off or already sent do nothing, keys that need a target ask
// for one, and a row's keys press the keys of the active card, which alone carry one-time keys.

import * as target from "./target.js";
import { sentence } from "./words.js";

const root = document.documentElement;

export const isOff = () => root.dataset.keys === "off";
export const commandKey = (verb) => document.querySelector(`.active-card [data-verb="${verb}"]`) ?? document.querySelector(`.dial-place [data-verb="${verb}"]`);
const isIdle = (key) => key && key.getAttribute("aria-disabled") !== "true";
// The filled key changes when a command goes out, and so do the rows of a queue: a second press at
// the same place must not reach somebody else.
const CALM = { target: 1000, take: 500 }; // ms
const lastPress = { target: -Infinity, take: -Infinity };
let lastTaken = ""; // the same caller may be tried again at once
const isTooSoon = (kind) => performance.now() - lastPress[kind] < CALM[kind];

// Whoever a key has acted on, once the call in hand has changed by it, is not who the next is for.
let used = null; // {person, call}
const callInHand = () => document.querySelector(".active-card")?.dataset.call ?? "";

export function forgetUsed() {
  if (used === null || used.call === callInHand()) return;
  if (used.person === target.current()) target.clear();
  used = null;
}

// Why a key that stands there does nothing when pressed; "" if it does something.
export function whyOff(key) {
  if (isOff()) return sentence("keys-off");
  if (key.matches(".is-sent, .htmx-request")) return sentence("already-sent");
  return isIdle(key) ? "" : key.title || sentence("not-now");
}

// A key that acts on whoever is chosen; one with a target of its own is nobody else's.
const choosingKey = (verb) => {
  const key = commandKey(verb);
  return key?.dataset.needsTarget !== undefined ? key : null;
};
// What Enter does with a call in progress: a setting of the operator.
const enterVerb = () => (document.querySelector("[data-enter]")?.dataset.enter === "consult" ? "consult" : "transfer");
const isConferring = () => document.querySelector(".conference[data-in]") !== null;
const isConsulting = () => commandKey("complete") !== null;
const NOTHING_TO = new Set(["transfer", "consult", "voicemail"]);

// Off without a PBX link or without a feed to this page.
export function showLink() {
  const link = document.querySelector("[data-link]")?.dataset.link;
  const off = root.dataset.feed === "lost" || (link !== undefined && link !== "live");
  const keys = off ? "off" : "on";
  if (root.dataset.keys !== keys) root.dataset.keys = keys;
  const banner = document.querySelector(".feed-banner");
  if (banner) banner.hidden = !(root.dataset.feed === "lost" && link !== "lost");
  for (const key of document.querySelectorAll(".key[hx-post]")) {
    if (off) key.setAttribute("aria-disabled", "true");
    else if (key.dataset.localOff !== undefined && !key.title && !key.matches(".is-sent")) key.removeAttribute("aria-disabled");
    key.toggleAttribute("data-local-off", off);
  }
}

function likelyVerb() {
  if (isConferring() && isIdle(commandKey("conference"))) return "conference";
  return isIdle(choosingKey(enterVerb())) ? enterVerb() : "dial";
}

export function showRowKeys() {
  const likely = likelyVerb();
  const [off, consulting] = [isOff(), isConsulting()];
  const cards = new Map(); // each verb is looked for once, not for each row
  const mayPress = (verb) => {
    if (!cards.has(verb)) cards.set(verb, isIdle(choosingKey(verb)));
    return cards.get(verb);
  };
  root.toggleAttribute("data-conferring", isConferring());
  for (const key of document.querySelectorAll("[data-row-verb]")) {
    const verb = key.dataset.rowVerb;
    const row = key.closest(".person");
    const never = key.dataset.never ?? row.dataset.unreachable;
    const usable = !off && never === undefined && mayPress(verb);
    if (usable) key.removeAttribute("aria-disabled");
    else key.setAttribute("aria-disabled", "true");
    key.title = usable || off ? "" : (never ?? key.dataset.reason ?? (NOTHING_TO.has(verb) ? sentence(`nothing-to-${verb}`) : ""));
    key.toggleAttribute("data-local-filled", usable && !consulting && verb === likely && row.matches("[data-local-selected]"));
  }
  commandKey("mobile")?.toggleAttribute("data-local-hidden", !target.current()?.mobile);
  // One filled key: the chosen row's, else Dial while a typed number has no row yet.
  const inRow = document.querySelector("[data-row-verb][data-local-filled]") !== null;
  const typed = !off && !consulting && !inRow && likely === "dial" && target.current() !== null;
  commandKey("dial")?.toggleAttribute("data-local-filled", typed);
  const enter = document.querySelector("[data-enter-does]");
  const does = consulting ? sentence("finish-first") : sentence(`enter-${likely}`);
  if (!enter) return;
  enter.textContent = does;
  const line = enter.closest("[data-enter-line]");
  line.hidden = isOff() || !target.current();
  line.toggleAttribute("data-local-nothing", consulting);
}

// What Enter does in the search: what the filled key says.
export function pressLikely() {
  if (!target.current()) return target.ask();
  if (isConsulting()) return refuse(sentence("finish-consultation"));
  if (isTooSoon("target")) return;
  commandKey(likelyVerb())?.click();
}

export function pressRow(row, verb) {
  target.choose(row);
  choosingKey(verb)?.click();
}

export function refuse(words) {
  const place = document.getElementById("refusal");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// In the capture phase, so that htmx never hears of a press that may not be.
document.addEventListener("click", (event) => {
  const key = event.target.closest?.(".key");
  if (!key) return;
  if (key.getAttribute("aria-disabled") === "true" || key.classList.contains("htmx-request")) return stop(event);
  if (key.dataset.needsTarget !== undefined && !target.current()) {
    stop(event);
    return target.ask();
  }
  if (key.dataset.rowVerb) {
    stop(event);
    return pressRow(key.closest(".person"), key.dataset.rowVerb);
  }
  if (!key.hasAttribute("hx-post")) return;
  if (key.dataset.verb === "park") {
    // A slot that a drop chose, for this press alone.
    document.getElementById("slot").value = key.dataset.localSlot ?? "";
    delete key.dataset.localSlot;
  }
  if (key.dataset.verb === "take") {
    const caller = key.closest("[data-call]")?.dataset.call;
    if (isTooSoon("take") && caller !== lastTaken) return stop(event);
    lastPress.take = performance.now();
    lastTaken = caller;
  }
  if (key.dataset.needsTarget !== undefined) lastPress.target = performance.now();
  // A consultation is about to end in a transfer to her, or in nothing.
  if (key.dataset.verb === "complete" || (key.dataset.needsTarget !== undefined && key.dataset.verb !== "consult")) {
    used = { person: target.current(), call: callInHand() };
  }
  refuse("");
}, true);

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!ctx.sourceElement?.matches?.(".key[hx-post]") || !ctx.response) return;
  const status = ctx.response.raw?.status ?? ctx.response.status;
  if (status === 409 && ctx.text) refuse(ctx.text);
  else if (status >= 400) refuse(sentence("not-taken"));
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement?.matches?.(".key[hx-post]")) refuse(sentence("not-sent"));
});

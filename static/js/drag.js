// A call is dragged, by its whole card, onto whoever shall have it. The ghost says what a drop would
// do; a drop presses the key of that very call, found by its name and never by its place. A drop
// elsewhere, Esc, or a call that changes meanwhile sends nothing.

import * as presses from "./presses.js";
import * as steady from "./steady.js";
import * as target from "./target.js";
import { sentence } from "./words.js";

const FAR = 6; // px that a mouse must go
const STILL = 12; // px that a finger may tremble
const LONG = 400; // ms of a long press
const ZONES = { active: ".calls-active", ringing: ".calls-ringing", held: ".calls-held", waiting: ".queue", parked: ".parked" };
const CARDS = ".active-card[data-call], .calls-ringing .slot[data-call], .calls-held .slot[data-call], .waiter[data-call], .parked [data-call]";
const MOVABLE = ["active", "ringing", "held"]; // the desk's own legs
const INTO_CALL = { ringing: "answer", held: "resume", waiting: "take", parked: "unpark" };

const root = document.documentElement;
const ghost = document.getElementById("drag-ghost");
let pressed = null; // {x, y, pointer, card, timer}: not yet a drag
let drag = null; // {call, kind, state, name, x, y, act}

const say = (name, values) => sentence(`drag-${name}`, values);

// ---- what is dragged ------------------------------------------------------------------------

const kindOf = (card) => Object.keys(ZONES).find((kind) => card.closest(ZONES[kind]));
const text = (place, selector) => place.querySelector(selector)?.textContent.trim() ?? "";
const cardNow = () => document.querySelector(`${ZONES[drag.kind]} [data-call="${CSS.escape(drag.call)}"]`);

function who(card) {
  const time = text(card, ".active-time, .slot-time b, .waiter-time");
  return say(`who-${drag.kind}`, { name: drag.name, time });
}

function begin({ card, pointer, x, y }) {
  const name = text(card, ".active-name") || text(card, ".slot-who b, .waiter-who b");
  drag = { call: card.dataset.call, kind: kindOf(card), state: card.dataset.state, name, pointer, x, y, act: null };
  steady.holdAll();
  root.dataset.dragging = drag.kind;
  getSelection()?.removeAllRanges();
  ghost.hidden = false;
  follow();
}

// ---- where it would go ----------------------------------------------------------------------

function described(place) {
  const { name, short, group, target: number } = place.dataset;
  const state = place.matches("[data-state=idle]") || place.matches(".queue") ? "" : text(place, ".word").split("\n")[0].split(",")[0];
  const part = group && document.querySelector("[data-lamps-group]") ? group : short !== name && short;
  return [name || short || number, part, state.toLowerCase()].filter(Boolean).join(", ");
}

const cannot = (why) => ({ sentence: say("cannot", { why }) });

function pressing(card, verb, sentence, place, chosen = null) {
  const key = card.querySelector(`[data-verb="${verb}"]`);
  if (presses.isOff()) return cannot(say("no-link"));
  if (!key) return cannot(say(verb === "park" ? "no-park" : "not-now"));
  if (key.getAttribute("aria-disabled") === "true") return cannot(key.title || say("not-now"));
  return { sentence, key, place, chosen };
}

function sending(card, place) {
  if (!place.dataset.target) return cannot(say("no-number"));
  if (place.dataset.target === document.querySelector(".line")?.dataset.extension) return cannot(say("own-phone"));
  if (!MOVABLE.includes(drag.kind)) return cannot(say("take-first"));
  return pressing(card, "transfer", say("send", { who: who(card), to: described(place) }), place, place);
}

function parking(card, slot) {
  if (drag.kind !== "active") return cannot(say("not-now"));
  const number = slot?.dataset.parkSlot;
  if (slot && !number && document.querySelector(".parked [data-park-slot]")) return cannot(say("slot-taken"));
  const act = pressing(card, "park", number ? say("park-in", { who: drag.name, slot: number }) : say("park", { who: drag.name }), slot);
  return act.key ? { ...act, slot: number } : act;
}

// What a drop at `over` would do: {sentence, key, place, chosen}, without a key nothing; null at home.
function planned(card, over) {
  const person = over?.closest(".person, .lamp, .queue");
  if (person && !person.contains(card)) return sending(card, person);
  const slot = over?.closest(".parked [data-park-slot], .parked .slot");
  const zone = over?.closest(".calls-active, .calls-held, .parked");
  if (!zone || zone.contains(card)) return null;
  if (zone.matches(".parked")) return parking(card, slot);
  if (zone.matches(".calls-held")) return drag.kind === "active" ? pressing(card, "hold", say("hold", { who: who(card) }), zone) : null;
  const verb = INTO_CALL[drag.kind];
  return pressing(card, verb, say(verb === "unpark" ? "take" : verb, { who: who(card) }), zone);
}

function follow() {
  const card = cardNow();
  if (!card) return;
  const act = planned(card, document.elementFromPoint(drag.x, drag.y));
  if (drag.act?.place !== act?.place) {
    drag.act?.place?.removeAttribute("data-local-drop");
    act?.place?.setAttribute("data-local-drop", "");
  }
  drag.act = act;
  const sentence = act?.sentence ?? say("home", { who: who(card) });
  if (ghost.textContent !== sentence) ghost.textContent = sentence;
  ghost.toggleAttribute("data-cannot", Boolean(act) && !act.key);
  const x = Math.max(8, Math.min(drag.x + 14, innerWidth - ghost.offsetWidth - 8));
  const y = Math.max(8, Math.min(drag.y + 18, innerHeight - ghost.offsetHeight - 8));
  ghost.style.translate = `${x}px ${y}px`;
}

// ---- how it ends ----------------------------------------------------------------------------

function end() {
  drag?.act?.place?.removeAttribute("data-local-drop");
  clearTimeout(pressed?.timer);
  pressed = drag = null;
  ghost.hidden = true;
  delete root.dataset.dragging;
  steady.keep();
}

function drop() {
  follow();
  const { act } = drag;
  end();
  if (!act) return;
  if (!act.key) return presses.refuse(act.sentence);
  if (act.chosen) target.choose(act.chosen);
  if (act.slot) act.key.dataset.localSlot = act.slot;
  act.key.click();
}

// The call is no longer what was taken in hand.
function check() {
  if (!drag) return;
  const card = cardNow();
  if (card && card.dataset.state === drag.state) return follow();
  const { name, call } = drag;
  const isLeft = document.querySelector(`[data-call="${CSS.escape(call)}"]`) !== null;
  end();
  presses.refuse(say(isLeft ? "changed" : "ended", { who: name }));
}

// ---- the hand -------------------------------------------------------------------------------

document.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0 || drag) return;
  const card = event.target.closest?.(CARDS);
  if (!card || event.target.closest("button, a, input, textarea, select, summary, [contenteditable]")) return;
  pressed = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY };
  if (event.pointerType !== "mouse") pressed.timer = setTimeout(() => pressed && begin(pressed), LONG);
});

document.addEventListener("pointermove", (event) => {
  if (drag) {
    if (event.pointerId !== drag.pointer) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    return requestAnimationFrame(() => drag && follow());
  }
  if (!pressed || event.pointerId !== pressed.pointer) return;
  const way = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
  if (event.pointerType !== "mouse") return way > STILL && end();
  if (way > FAR && pressed.card.isConnected) begin({ ...pressed, x: event.clientX, y: event.clientY });
});

document.addEventListener("pointerup", (event) => {
  if (!drag) return end();
  if (event.pointerId !== drag.pointer) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  // The click that follows was none; it comes at once or never.
  const stop = (click) => click.stopImmediatePropagation();
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => {
    removeEventListener("click", stop, { capture: true });
    if (drag) drop();
  });
});

document.addEventListener("keydown", (event) => {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  end();
}, true);

// A finger that drags a call must not scroll the page as well.
document.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => (drag || pressed?.timer) && event.preventDefault());
for (const name of ["pointercancel", "visibilitychange"]) document.addEventListener(name, end);
addEventListener("blur", end);
document.addEventListener("target:changed", check);

// Who the keys act on. A dialable typed number is the target at once, before any result; otherwise
// the chosen row is. The choice lives in this page alone, in the hidden field #target.

import { sentence } from "./words.js";

const DIALABLE = /^[+*#]?[\d\s().\-/*#]*$/;

let chosen = null; // {target, name, short, state, person}
let marked = []; // the elements that show it

const search = () => document.getElementById("search");
const rows = () => [...document.querySelectorAll("#results .person")];

export const current = () => chosen;

// An emergency number is nobody's short number; the server says which there are.
const isEmergency = (text) => document.getElementById("target").dataset.emergency.split(" ").includes(text);

// A short number is what people type and never what is sent: the lamps know whose it is.
function typedTarget() {
  const text = search()?.value.trim() ?? "";
  const digits = text.replace(/\D/g, "");
  if (digits.length < 2 || !DIALABLE.test(text)) return null;
  const lamp = !isEmergency(text) && document.querySelector(`[data-lamp][data-short="${CSS.escape(text)}"]`);
  return lamp ? described(lamp) : { target: text, name: text, short: "", state: "" };
}

function described(element) {
  const { target, name, short, person } = element.dataset;
  const isOutside = element.dataset.typed !== undefined || person?.startsWith("contact:");
  const state = isOutside ? "" : element.querySelector(".word")?.firstChild?.textContent.trim() ?? "";
  return { target, name: name || short || target, short, state, person, mobile: element.dataset.mobile ?? "" };
}

// Several people may share a number.
function isChosen(row) {
  return row.dataset.target === chosen?.target && (!chosen.person || chosen.person === row.dataset.person);
}

// Said as well, since the keys act on whoever it is: who works by ear types and hears her name.
export function choose(element) {
  chosen = element ? described(element) : typedTarget();
  show();
  if (!element) return;
  const said = document.getElementById("chosen");
  const words = [chosen.name, chosen.short, chosen.state].filter(Boolean).join(", ");
  if (said.textContent !== words) said.textContent = words;
}

export function typed() {
  const text = search().value.trim();
  if (!text) chosen = null;
  else chosen = typedTarget();
  if (text && !chosen) return found(); // typed once more: no new results will come
  show();
}

// New results: the number typed, else the first row, else nobody. Results of what stood there
// before the last letters say nothing of who is meant now.
export function found() {
  const text = search()?.value.trim();
  if (text && document.getElementById("results").dataset.q.trim() === text) choose(typedRow() ?? (typedTarget() ? null : rows()[0] ?? null));
  show();
}

const typedRow = () => document.querySelector("#results .person[data-typed]");

export function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex(isChosen);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  choose(next);
  next.scrollIntoView({ block: "nearest" });
}

export function clear() {
  chosen = null;
  show();
}

// Of the several numbers of somebody outside, the one that is meant.
document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-number-choice]");
  if (!choice) return;
  const row = choice.closest(".person");
  row.dataset.target = choice.dataset.numberChoice;
  row.dataset.short = row.querySelector("[data-number-shown]").textContent = choice.dataset.short;
  choose(row);
});

// Regions come anew from the server, which knows no choice: this puts it back.
export function show() {
  const field = document.getElementById("target");
  if (!field) return;
  field.value = chosen?.target ?? "";
  const mobile = document.getElementById("mobile");
  if (mobile) mobile.value = chosen?.mobile ?? "";
  mark();
  for (const choice of document.querySelectorAll("[data-number-choice]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.numberChoice === choice.closest(".person").dataset.target));
  }
  for (const line of document.querySelectorAll("[data-target-line]")) write(line);
  document.dispatchEvent(new CustomEvent("target:changed"));
}

// By its id: to look through a thousand lamps would cost at every push.
function lampOf(extension) {
  return document.getElementById(`lamp-${document.getElementById("live").dataset.pbx}-${extension}`);
}

function mark() {
  const now = chosen ? [lampOf(chosen.target), ...rows().filter(isChosen)].filter(Boolean) : [];
  for (const element of marked) if (!now.includes(element)) element.removeAttribute("data-local-selected");
  for (const element of now) element.dataset.localSelected = "";
  marked = now;
}

// What the lamp says now, not when the row was chosen: this line names who the keys act on.
function stateNow() {
  const lamp = lampOf(chosen.target);
  if (lamp?.dataset.offline !== undefined) return lamp.title.toLowerCase(); // it cannot ring
  const word = lamp?.querySelector(".word");
  return (word?.firstChild?.textContent.trim() ?? chosen.state).toLowerCase();
}

function write(line) {
  const [name, ...rest] = chosen
    ? [chosen.name, chosen.short !== chosen.name && chosen.short, stateNow()].filter(Boolean)
    : [""];
  const greeting = line.dataset.greeting ?? "";
  const text = chosen ? [name, ...rest].join(", ") : greeting;
  if (line.dataset.localText === text) return;
  line.dataset.localText = text;
  line.removeAttribute("data-local-wanted");
  if (!chosen && greeting) return greet(line, greeting);
  const to = Object.assign(document.createElement("span"), { className: "quiet", textContent: sentence("to") });
  if (!chosen) return line.replaceChildren(to, " ", sentence("choose-in-people"));
  const who = Object.assign(document.createElement("b"), { textContent: name, className: "truncate" });
  const aside = Object.assign(document.createElement("span"), { className: "aside", textContent: sentence("selected") });
  line.replaceChildren(to, " ", who, rest.length ? ` ${rest.join(", ")}` : "", aside);
}

// What the company's callers hear first, until a target is chosen.
function greet(line, greeting) {
  const say = Object.assign(document.createElement("span"), { className: "quiet", textContent: sentence("say") });
  const said = Object.assign(document.createElement("q"), { className: "truncate", title: greeting, textContent: greeting });
  line.replaceChildren(say, " ", said);
}

// Nobody is chosen and a key needs somebody.
export function ask() {
  for (const line of document.querySelectorAll("[data-target-line]")) line.dataset.localWanted = "";
  document.getElementById("chosen").textContent = sentence("choose-who");
  document.querySelector("[data-zone-key=people]")?.click();
  search()?.focus();
}

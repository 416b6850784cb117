// Which letter does what, as this operator has it. The regions name acts; here they get their letters,
// in a stylesheet of this page, so that no swap can make a hint flicker.

const root = document.documentElement;
export const chosen = JSON.parse(document.getElementById("preferences")?.textContent || "{}");
const letters = chosen.keys ?? {};
const SPARE = { T: "X" }; // Chrome and Edge keep Alt+Shift+T
const MODIFIERS = { "alt-shift": "Alt+Shift", "ctrl-alt-shift": "Control+Alt+Shift" };

export const modifier = MODIFIERS[chosen.modifier] ?? MODIFIERS["alt-shift"];
export const singleKeys = chosen.singleKeys !== false;
const spare = (letter) => SPARE[letter] ?? letter;

const single = new Map([["?", "help"], ["/", "search"]]);
const modified = new Map([["?", "help"], ["ENTER", "answer"]]);
for (const digit of "123456789") single.set(digit, digit), modified.set(digit, digit);
for (const [act, letter] of Object.entries(letters)) {
  if (!letter) continue;
  single.set(letter, act);
  modified.set(spare(letter), act);
}

// Alt changes what a layout types, so with the modifier a key is known by its place.
function place({ code }) {
  if (code === "Slash") return "?";
  if (code === "Enter" || code === "NumpadEnter") return "ENTER";
  return code.startsWith("Key") ? code.slice(3) : code.startsWith("Digit") ? code.slice(5) : "";
}

export function hasModifier(event) {
  return event.altKey && event.shiftKey && !event.metaKey && event.ctrlKey === modifier.startsWith("Control");
}

export const actWithModifier = (event) => modified.get(place(event));

// A Cyrillic layout types no Latin letter: the key at that place is meant.
export function actOf(event) {
  const letter = event.key.toUpperCase();
  return single.get(letter) ?? (/^\p{Script=Latin}$/u.test(event.key) ? undefined : single.get(/^Key[A-Z]$/.test(event.code) ? place(event) : ""));
}

// "H Alt+Shift+H", as aria-keyshortcuts has it; "" for an act without a key.
export function shortcuts(act) {
  const letter = /^[1-6]$/.test(act) ? act : letters[act];
  if (!letter) return "";
  const all = [singleKeys && letter, `${modifier}+${spare(letter)}`];
  if (act === "search" && singleKeys) all.unshift("/");
  return all.filter(Boolean).join(" ");
}

function write() {
  const shown = Object.entries(letters).filter(([, letter]) => letter).map(([act, letter]) => [act, singleKeys ? letter : spare(letter)]);
  for (const digit of "123456") shown.push([digit, digit]);
  const rules = shown.map(([act, letter]) => `.hint[data-hint="${act}"]::before { content: "${letter}"; }`);
  rules.push(`.hint[data-hint]:not(${shown.map(([act]) => `[data-hint="${act}"]`).join()}) { display: none; }`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join("\n"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  root.dataset.hints = "";
}

// After every swap: the letters stand in no region, so neither does what screen readers read of them.
export function describe() {
  for (const hint of document.querySelectorAll("button:not(.row-key) > .hint[data-hint]")) mark(hint.closest("button"), hint.dataset.hint);
  for (const place of document.querySelectorAll("[data-shortcut]")) mark(place, place.dataset.shortcut);
}

function mark(element, act) {
  const text = shortcuts(act);
  if ((element.getAttribute("aria-keyshortcuts") ?? "") === text) return;
  if (text) element.setAttribute("aria-keyshortcuts", text);
  else element.removeAttribute("aria-keyshortcuts");
}

write();
describe();

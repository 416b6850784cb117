// Rows stay under the hand: while the pointer or the focus is in a list, or a call is dragged,
// whoever leaves it leaves a gap and whoever joins it stands below. Only what is seen holds still:
// the document has the true order and the true numbers.

const LISTS = ".waiting, .calls-ringing .slots, .calls-held .slots";
const RESTS = 5000; // ms: a pointer that has not moved for so long lies there, it aims at nothing
const held = new Map(); // list -> Map of a call's id -> its row

// Not :hover, which a row that goes away under a resting pointer takes with it for a moment.
let under = null;
let resting;

const isInUse = (list) => list === under || list.contains(document.activeElement) || document.documentElement.dataset.dragging !== undefined;
const rowsOf = (list) => [...list.children];

function hold(list) {
  if (held.has(list)) return;
  held.set(list, new Map(rowsOf(list).flatMap((row, at) => (row.dataset.call ? [[row.dataset.call, at + 1]] : []))));
}

export function holdAll() {
  for (const list of document.querySelectorAll(LISTS)) hold(list);
}

function release(list) {
  held.delete(list);
  for (const row of rowsOf(list)) {
    row.style.removeProperty("grid-row");
    row.removeAttribute("data-local-gap");
  }
}

// Callers at their rows, newcomers below, and the empty places into the gaps.
function arrange(list, places) {
  const rows = rowsOf(list);
  const calls = new Set(rows.map((row) => row.dataset.call));
  for (const call of places.keys()) if (!calls.has(call)) places.delete(call);
  let last = Math.max(0, ...places.values());
  for (const { dataset } of rows) if (dataset.call && !places.has(dataset.call)) places.set(dataset.call, ++last);
  const taken = new Set(places.values());
  let free = 1;
  for (const row of rows) {
    let at = places.get(row.dataset.call);
    if (at === undefined) {
      while (taken.has(free)) free += 1;
      at = free++;
    }
    row.style.gridRow = String(at);
    row.toggleAttribute("data-local-gap", !row.dataset.call && at < last);
  }
}

// After every swap: before anything is painted.
export function keep() {
  for (const [list, places] of held) {
    if (!list.isConnected || !isInUse(list)) release(list);
    else arrange(list, places);
  }
}

function releaseIdle() {
  for (const list of held.keys()) if (!isInUse(list)) release(list);
}

function over(list) {
  clearTimeout(resting);
  under = list ?? null;
  if (list) resting = setTimeout(over, RESTS);
  if (list) hold(list);
  releaseIdle();
}

document.addEventListener("pointerover", ({ target }) => over(target.closest?.(LISTS)));
document.addEventListener("pointermove", ({ target }) => {
  const list = target.closest?.(LISTS);
  if (list) over(list);
}, { passive: true });
document.addEventListener("pointerout", ({ pointerType }) => pointerType !== "mouse" && over(null));
document.documentElement.addEventListener("pointerleave", () => over(null));
document.addEventListener("focusin", ({ target }) => {
  const list = target.closest?.(LISTS);
  if (list) hold(list);
});
document.addEventListener("focusout", () => setTimeout(releaseIdle));

// What this page says by itself: results politely and to be seen, ringing and limits at once and to be
// heard. Nothing is said twice, and focus stays where it is.

const SHOWN_FOR = 4000; // ms
const polite = document.getElementById("said");
const urgent = document.getElementById("said-now");
let leaving = null;
let speaker = ""; // of what stands in the urgent place

export function say(text) {
  if (!polite || !text) return;
  clearTimeout(leaving);
  if (polite.textContent !== text) polite.textContent = text;
  leaving = setTimeout(() => polite.replaceChildren(), SHOWN_FOR);
}

export function sayNow(who, text) {
  if (!urgent) return;
  speaker = who;
  if (urgent.textContent !== text) urgent.textContent = text;
}

// When it is over, so that the same may be said again. What somebody else said since then stays.
export function takeBack(who) {
  if (urgent && speaker === who) urgent.textContent = "";
}

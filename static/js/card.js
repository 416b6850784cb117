// The desk's page beside its live regions: the call sheet, limits, and the tabs of the right zone.

import "./limits.js";
import "./messages.js";
import "./notes.js";
import "./panels.js";
import { writeMoments } from "./moments.js";

// A name from past calls, in the line that the card leaves empty when neither PBX nor people know one.
function showRemembered(place) {
  const [, epoch, call] = place.id.match(/^sheet-(\d+)-(.+)$/) ?? [];
  const name = place.querySelector("[data-remembered-name]")?.dataset.rememberedName;
  const line = document.getElementById(`remembered-${epoch}-${call}`);
  if (line && name) line.textContent = name;
}

// Beside the card, over people: it hides no key of the call.
function place(list, card) {
  const box = card.getBoundingClientRect();
  const fits = box.right + 420 < innerWidth;
  list.style.insetInlineStart = `${fits ? box.right + 12 : 12}px`;
  list.style.insetBlockStart = fits ? `${Math.max(8, box.top)}px` : "56px";
}

document.addEventListener("beforetoggle", (event) => {
  const card = event.target.closest?.(".active-card");
  if (card && event.target.id === "earlier" && event.newState === "open") place(event.target, card);
}, true);

function shown() {
  writeMoments(document);
  for (const one of document.querySelectorAll(".sheet-place")) showRemembered(one);
}

document.addEventListener("htmx:after:swap", shown);
shown();

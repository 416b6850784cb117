// The desk's page beside its live regions: the call sheet, limits, and the tabs of the right zone.

import "./limits.js";
import "./messages.js";
import "./notes.js";
import { writeMoments } from "./moments.js";
import { failed } from "./panels.js";

const AGAIN = 3000; // ms until a sheet that did not come is asked for again

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

function missed(event) {
  const place = event.detail.ctx?.sourceElement;
  if (place?.matches?.("[data-panel]")) failed(place);
  if (place?.matches?.(".sheet-place")) setTimeout(() => place.isConnected && window.htmx.trigger(place, "sheet:again"), AGAIN);
}

document.addEventListener("htmx:error", missed);
document.addEventListener("htmx:response:error", missed);

function shown() {
  writeMoments(document);
  for (const one of document.querySelectorAll(".sheet-place")) showRemembered(one);
}

document.addEventListener("htmx:after:swap", shown);
shown();

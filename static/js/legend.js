// How many lamps are in which state. Counted here, because each lamp is redrawn by itself.

const ORDER = ["talking", "ringing", "held", "holding", "unknown", "idle"];
const WORDS = { idle: "free", ringing: "ringing", talking: "talking", held: "on hold", holding: "holding", unknown: "no data" };

export function count() {
  const place = document.querySelector("[data-legend]");
  if (!place) return;
  const counts = new Map();
  for (const lamp of document.querySelectorAll("[data-lamp]")) {
    counts.set(lamp.dataset.state, (counts.get(lamp.dataset.state) ?? 0) + 1);
  }
  const present = ORDER.filter((state) => counts.has(state));
  const text = present.map((state) => `${counts.get(state)} ${WORDS[state]}`).join();
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.replaceChildren(...present.map((state) => entry(state, counts.get(state))));
}

function entry(state, number) {
  const part = document.createElement("span");
  const mark = document.querySelector(`[data-lamp][data-state="${state}"] .mark`).cloneNode(true);
  part.dataset.state = state;
  part.append(mark, `${number} ${WORDS[state]}`);
  return part;
}

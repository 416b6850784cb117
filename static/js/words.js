// The sentences of this page, in its language: `sentence("slot-free", { slot: 3 })`.

const known = new Map(); // they stay as they came, and are asked for at every push

function find(name) {
  const places = [...document.querySelectorAll("template[id$=words]")];
  const found = places.map(({ content }) => content.querySelector(`[data-word="${name}"]`)).find(Boolean);
  return found?.textContent ?? "";
}

export function sentence(name, values = {}) {
  if (!known.has(name)) known.set(name, find(name));
  return known.get(name).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

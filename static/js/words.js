// The sentences of this page, in its language: `sentence("slot-free", { slot: 3 })`.

export function sentence(name, values = {}) {
  const places = [...document.querySelectorAll("template[id$=words]")];
  const found = places.map(({ content }) => content.querySelector(`[data-word="${name}"]`)).find(Boolean);
  return (found?.textContent ?? "").replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

// The lamps as one stop of the Tab key: arrows move inside, Enter chooses.

import * as target from "./target.js";

const lamps = () => [...document.querySelectorAll("[data-lamp]")];

function columns(all) {
  const top = all[0].offsetTop;
  const wrap = all.findIndex((lamp) => lamp.offsetTop > top);
  return wrap < 1 ? all.length : wrap;
}

document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-lamps]");
  if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = lamps();
  if (!all.length) return;
  const at = all.indexOf(event.target);
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(all), ArrowUp: -columns(all) };
  if (event.key === "Enter" && at >= 0) {
    target.choose(all[at]);
    return event.preventDefault();
  }
  if (!(event.key in steps)) return;
  event.preventDefault();
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + steps[event.key]))].focus();
});

document.addEventListener("change", (event) => {
  if (event.target.name === "lamps") document.querySelector("[data-lamps]").dataset.show = event.target.value;
});

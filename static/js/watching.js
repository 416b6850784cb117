// Pages that watch: the supervisor's, the wallboard's, a dialled call's. The link decides what is
// pressed and what is hatched; Take and End are pressed as on the desk.

import { describe } from "./keymap.js";
import * as presses from "./presses.js";

let asked = false;

function soon() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    presses.showLink();
    describe();
  });
}

for (const name of ["feed:changed", "htmx:after:swap", "htmx:ws:after:message:incoming"]) document.addEventListener(name, soon);

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
});

presses.showLink();

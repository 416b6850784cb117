// A notification of the system for each call that begins to ring while nobody looks at this page. It goes
// when the call no longer rings, whoever answered it; a click brings the page to the front.

import { chosen } from "./keymap.js";

const shown = new Map(); // call → Notification

function withdraw(calls) {
  for (const [call, notification] of shown) {
    if (calls.some((each) => each.call === call)) continue;
    notification.close();
    shown.delete(call);
  }
}

function tell({ call, who, text }) {
  const notification = new Notification(who, { body: text, tag: `ringing-${call}`, icon: "/static/icons/icon-192.png", requireInteraction: true, silent: true });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
  shown.set(call, notification);
}

const mayTell = () => chosen.notifications && typeof Notification !== "undefined" && Notification.permission === "granted" && !document.hasFocus();

// `calls`: {call, who, text, isFresh}; `isOurs`: of several tabs, this one tells.
export function show(calls, isOurs) {
  withdraw(calls);
  if (!isOurs || !mayTell()) return;
  for (const each of calls) if (each.isFresh) tell(each);
}

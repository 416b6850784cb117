// Rings while somebody stands in the Ringing region, warns while somebody is held too long, and says both.
// It has no idea of calls of its own: what the regions show is all it knows.

import * as badge from "./badge.js";
import { chosen } from "./keymap.js";
import * as notify from "./notify.js";
import { say, sayNow, takeBack } from "./said.js";
import * as sounds from "./sounds.js";
import { sentence } from "./words.js";

const ANSWERS_WITHIN = 3000; // ms for a loudspeaker to begin
const root = document.documentElement;
const page = document.getElementById("live");
let isOurs = false; // this tab rings; the others are quiet
let known = null; // calls that rang when last looked; null before the first look
let late = new Set(); // held calls over the limit when last looked
let elsewhere = 0; // calls that ring at her other desks, of which no tab is open
let failure = "";
let wasLost = false;

function called() {
  const rows = [...document.querySelectorAll(".calls-ringing .slot:not(.free)")];
  return rows.map((row) => ({ call: row.dataset.call ?? row.id, who: row.querySelector(".slot-who b")?.textContent.trim() ?? "", called: row.dataset.for ?? "" }));
}

const spoken = ({ who, called }) => sentence(called ? "rings-for" : "rings", { who, called });

function showRinging() {
  const calls = root.dataset.feed === "lost" ? [] : called(); // a picture that stands still does not ring
  const fresh = known ? calls.filter(({ call }) => !known.has(call)) : [];
  known = new Set(calls.map(({ call }) => call));
  const count = calls.length + elsewhere;
  badge.show(count, count ? sentence("title-rings", { count }) : "");
  if (fresh.length) sayNow("ringing", fresh.map(spoken).join(" "));
  else if (!calls.length) takeBack("ringing");
  notify.show(calls.map((call) => ({ ...call, text: spoken(call), isFresh: fresh.some((each) => each.call === call.call) })), isOurs);
  sounds.ring(count > 0 && isOurs && !sounds.isSilent());
}

const turnOf = (pbx) => `ringing ${pbx}`;

// A desk of another PBX that is open in a tab rings there.
async function lookElsewhere() {
  const rows = [...document.querySelectorAll(".elsewhere-desk[data-state=ringing]")];
  const { held } = rows.length && navigator.locks ? await navigator.locks.query() : { held: [] };
  const open = new Set(held.map(({ name }) => name));
  const now = rows.reduce((sum, { dataset }) => sum + (open.has(turnOf(dataset.pbx)) ? 0 : Number(dataset.ringing)), 0);
  if (now === elsewhere) return;
  elsewhere = now;
  showRinging();
}

function showLate() {
  const rows = [...document.querySelectorAll(":is(.calls-held, .parked) .slot:is([data-local-limit=over], :has([data-over]))")];
  const now = new Set(rows.map((row) => row.id));
  const fresh = rows.filter((row) => !late.has(row.id));
  late = now;
  if (fresh.length) sayNow("late", fresh.map((row) => sentence("held-long", { who: row.querySelector("b")?.textContent.trim() ?? "" })).join(" "));
  else if (!rows.length) takeBack("late");
  sounds.warn(rows.length > 0 && isOurs && !sounds.isSilent());
}

function showTrouble() {
  const text = document.querySelector(".command .is-failed, #refusal:not([hidden])")?.textContent.trim() ?? "";
  if (text && text !== failure && isOurs && !sounds.isSilent()) sounds.once("failed");
  failure = text;
  const isLost = root.dataset.feed === "lost";
  if (isLost && !wasLost && isOurs && !sounds.isSilent()) sounds.once("lost");
  wasLost = isLost;
}

function look() {
  showRinging();
  lookElsewhere();
  showLate();
  showTrouble();
  showMuted();
}

function showMuted() {
  const bar = document.querySelector("[data-muted]");
  if (bar) bar.hidden = !(isOurs && !sounds.isSilent() && sounds.isMuted() && !navigator.userActivation?.hasBeenActive);
}

let asked = false;
function soon() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    look();
  });
}

// The tab that holds the lock rings. When it closes the next one gets it. Browsers do not freeze a page
// that holds a lock. Without locks (plain http on a network) each tab rings, better than none.
function takeTurn() {
  const begin = () => {
    isOurs = true;
    root.dataset.rings = "";
    if (!sounds.isSilent()) sounds.open();
    if (chosen.sound === "own") sounds.loadOwn(sounds.fetched(page.dataset.soundUrl));
    look();
  };
  if (!navigator.locks) return begin();
  navigator.locks.request(turnOf(page.dataset.pbx), () => {
    begin();
    return new Promise(() => {}); // held for as long as the page lives
  });
}

for (const name of ["feed:changed", "htmx:after:swap", "htmx:ws:after:message:incoming"]) document.addEventListener(name, soon);
document.addEventListener("sound:changed", showMuted);

// A gesture unmutes; whoever then still hears nothing has no loudspeaker, which is worth a sentence.
let unmuting = false;
function unmute() {
  if (unmuting || !isOurs || !sounds.isMuted()) return;
  sounds.unmute();
  showMuted();
  if (!navigator.userActivation?.hasBeenActive) return;
  unmuting = true;
  setTimeout(() => sounds.isMuted() && say(sentence("no-loudspeaker")), ANSWERS_WITHIN);
}

for (const name of ["pointerup", "keyup"]) document.addEventListener(name, unmute, { capture: true, passive: true });
setInterval(showLate, 1000);
soon();
takeTurn();

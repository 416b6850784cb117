// The note on a call saves by itself. A draft outlives its field: the call may end, merge or move to
// another desk while she types, and what she typed is saved all the same.

import { write } from "./write.js";

const AFTER = 600; // ms without a letter
const WITHIN = 10000; // ms for an answer
const AGAIN = [1000, 2000, 5000, 10000, 30000]; // ms between tries
const KEPT = "note-drafts"; // in this tab's storage, for a reload while the console is away
const RETURNS_WITHIN = 3000; // ms in which a field that was redrawn gets its focus back

const drafts = new Map(); // by anchor of the call: what is on its way, and what is known to be saved
let left = null; // the field that vanished under her hand: {anchor, at, start, end}

const formOf = (draft) => [...document.querySelectorAll("[data-note-form]")].find((form) => form.dataset.draft === draft.anchor);
const fieldOf = (form) => form.querySelector("[data-call-note]");
const isDirty = (draft) => draft.text !== draft.saved;

function show(draft, state, sentence = "") {
  draft.state = state;
  const form = formOf(draft);
  if (!form) return;
  const place = form.querySelector("[data-note-state]");
  write(place, state ? place.dataset[state] : "");
  place.dataset.local = state;
  if (sentence) form.querySelector("[data-note-said]").textContent = sentence;
}

const said = (draft, which) => formOf(draft)?.querySelector("[data-note-said]").dataset[which] ?? "";

// ---- saving ---------------------------------------------------------------------------------

function body(draft, revision) {
  return new URLSearchParams({ csrfmiddlewaretoken: draft.csrf, call: draft.call, note: draft.note, revision, text: draft.text });
}

function post(draft, revision, options) {
  return fetch(draft.url, { method: "POST", body: body(draft, revision), keepalive: true, redirect: "manual", ...options });
}

async function save(draft) {
  clearTimeout(draft.timer);
  if (draft.isSending || !isDirty(draft)) return;
  draft.isSending = true;
  show(draft, "saving");
  const text = draft.text;
  try {
    const answer = await post(draft, draft.revision, { signal: AbortSignal.timeout(WITHIN) });
    if (answer.status === 409) return refused(draft, text, await answer.text());
    if (!answer.ok) throw new Error(String(answer.status));
    taken(draft, text, await answer.json());
  } catch {
    failed(draft);
  } finally {
    draft.isSending = false;
    store();
    if (isDirty(draft) && !draft.failures && draft.refused !== draft.text) later(draft, AFTER);
  }
}

function taken(draft, text, answer) {
  Object.assign(draft, { note: answer.note, revision: answer.revision, saved: text, failures: 0 });
  if (!isDirty(draft)) show(draft, "saved", answer.beside ? said(draft, "beside") : "");
}

// It never will be taken as it is: the text stays in the field, and the sentence says why.
function refused(draft, text, sentence) {
  draft.refused = text;
  show(draft, "failed", sentence);
}

function failed(draft) {
  draft.failures += 1;
  show(draft, "failed", draft.failures === 1 ? said(draft, "failed") : "");
  later(draft, AGAIN[Math.min(draft.failures, AGAIN.length) - 1]);
}

function later(draft, wait) {
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(draft), wait);
}

// The page goes: one last try that outlives it. What is on its way already comes one revision before.
function saveLast() {
  for (const draft of drafts.values()) {
    if (!isDirty(draft) || draft.refused === draft.text) continue;
    post(draft, draft.revision + (draft.isSending ? 1 : 0), {}).catch(() => {});
  }
  store();
}

function store() {
  const open = [...drafts.values()].filter(isDirty).map(({ anchor, url, csrf, call, note, revision, text, saved }) => ({ anchor, url, csrf, call, note, revision, text, saved }));
  try {
    if (open.length) sessionStorage.setItem(KEPT, JSON.stringify(open));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // storage may be switched off: then the page itself is all there is
  }
}

function restore() {
  let open = [];
  try {
    open = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return;
  }
  for (const draft of open) {
    drafts.set(draft.anchor, { ...draft, failures: 0, isSending: false });
    later(drafts.get(draft.anchor), 0);
  }
}

// ---- fields ---------------------------------------------------------------------------------

// A sheet has been loaded: for a new call, or again for one whose draft may be ahead of it.
function adopt(form) {
  const anchors = form.dataset.anchors.split(" ");
  const field = fieldOf(form);
  const values = Object.fromEntries(new FormData(form));
  const isAhead = (draft) => isDirty(draft) || draft.isSending || draft.revision > (draft.note === values.note ? Number(values.revision) : Number(values.revision) && Infinity);
  const known = anchors.map((anchor) => drafts.get(anchor)).find((draft) => draft && isAhead(draft));
  const draft = known ?? { anchor: anchors[0], note: values.note, revision: Number(values.revision), text: values.text, saved: values.text, failures: 0, isSending: false };
  Object.assign(draft, { url: form.action, csrf: values.csrfmiddlewaretoken, call: values.call });
  drafts.set(draft.anchor, draft);
  form.dataset.draft = draft.anchor;
  field.value = draft.text;
  show(draft, known ? (draft.state ?? "") : "");
  if (left && anchors.includes(left.anchor) && Date.now() - left.at < RETURNS_WITHIN && document.activeElement === document.body) {
    field.focus();
    field.setSelectionRange(left.start, left.end);
  }
  if (left && anchors.includes(left.anchor)) left = null;
}

function draftOf(field) {
  return drafts.get(field.form?.dataset.draft);
}

// Only what is saved may be forgotten.
function forget() {
  if (drafts.size < 50) return;
  for (const [anchor, draft] of drafts) if (!isDirty(draft) && !formOf(draft)) drafts.delete(anchor);
}

document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll("[data-note-form]:not([data-draft])")) adopt(form);
  forget();
});

document.addEventListener("input", (event) => {
  const draft = event.target.matches("[data-call-note]") && draftOf(event.target);
  if (!draft) return;
  draft.text = event.target.value.trim();
  show(draft, "");
  store();
  later(draft, AFTER);
});

document.addEventListener("focusout", (event) => {
  const field = event.target;
  const draft = field.matches?.("[data-call-note]") && draftOf(field);
  if (!draft) return;
  const { selectionStart: start, selectionEnd: end } = field;
  void save(draft).then(() => {
    if (draft.state === "saved") show(draft, "saved", said(draft, "saved"));
  });
  queueMicrotask(() => {
    if (!field.isConnected) left = { anchor: draft.anchor, at: Date.now(), start, end };
  });
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-call-note]") || event.isComposing) return;
  if (event.key === "Enter") event.preventDefault();
  if (event.key === "Enter" || event.key === "Escape") event.target.blur();
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-note-form]")) event.preventDefault();
});

window.addEventListener("online", () => {
  for (const draft of drafts.values()) if (isDirty(draft)) void save(draft);
});
window.addEventListener("pagehide", saveLast);

restore();

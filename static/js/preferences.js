// What belongs to this browser: the loudspeaker, and whether it may show notifications.

import { chosen } from "./keymap.js";
import * as sounds from "./sounds.js";
import { sentence } from "./words.js";

const device = document.getElementById("device");
const place = document.querySelector("[data-devices]");
const said = document.querySelector("[data-play-said]");
const more = document.querySelector("[data-more-devices]");

async function listDevices() {
  if (!("setSinkId" in AudioContext.prototype) || !navigator.mediaDevices?.enumerateDevices) return;
  const found = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind, deviceId, label }) => kind === "audiooutput" && deviceId && deviceId !== "default" && label);
  device.replaceChildren(device.options[0], ...found.map(({ label, deviceId }) => new Option(label, deviceId)));
  device.value = found.some(({ deviceId }) => deviceId === sounds.keptDevice()) ? sounds.keptDevice() : "";
  place.hidden = found.length === 0;
  more.hidden = found.length > 0;
}

// Browsers name loudspeakers only to a page that may use the microphone, which we give back at once.
async function askForNames() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
  } catch {
    return; // refused: the system's loudspeaker remains
  }
  await listDevices();
}

async function play() {
  chosen.sound = document.querySelector("[name=sound]:checked")?.value ?? "soft";
  chosen.volume = Number(document.querySelector("[name=volume]").value);
  sounds.open();
  await sounds.unmute();
  const isThere = await sounds.useDevice(device.value);
  const isLoaded = chosen.sound !== "own" || (await loadOwn());
  said.textContent = !isLoaded ? sentence("no-sound") : isThere ? "" : sentence("device-gone");
  if (isLoaded && chosen.sound !== "off") sounds.once("ringing");
}

// The file just chosen, else the one kept by the console.
async function loadOwn() {
  const file = document.querySelector("[name=own_sound]").files[0];
  return sounds.loadOwn(file ? file.arrayBuffer() : sounds.fetched(document.querySelector("[data-sound-url]").dataset.soundUrl));
}

function showConsent() {
  const words = document.querySelector("[data-consent-said]");
  words.textContent = words.dataset[Notification.permission];
  document.querySelector("[data-ask]").hidden = Notification.permission !== "default";
}

if (typeof AudioContext !== "undefined") {
  document.querySelector("[data-here]").hidden = false;
  document.querySelector("[data-play]").addEventListener("click", play);
  device.addEventListener("change", () => {
    sounds.keepDevice(device.value);
    sounds.useDevice(device.value);
  });
  more.addEventListener("click", askForNames);
  listDevices();
}
if (typeof Notification !== "undefined" && window.isSecureContext) {
  document.querySelector("[data-consent]").hidden = false;
  document.querySelector("[data-ask]").addEventListener("click", () => Notification.requestPermission().then(showConsent));
  showConsent();
}

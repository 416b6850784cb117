// The sounds of the console, made here: no file, unless the operator brought one. They are whole and loop
// by themselves, because the timers of a page in the background may come once a minute.

import { chosen } from "./keymap.js";

const RATE = 22050; // samples a second
const SLOW = 8000; // enough for a low note with half a minute of silence behind it
const DEVICE = "loudspeaker"; // in this browser
// [Hz, begins, lasts] in seconds, and when it begins again.
const RINGING = { notes: [[659, 0, 0.7], [784, 0.28, 0.9]], every: 3, rate: RATE };
const LIMIT = { notes: [[196, 0, 0.9]], every: 30, rate: SLOW };
const FAILED = { notes: [[330, 0, 0.16], [330, 0.22, 0.16]], every: 0.5, rate: RATE };
const LOST = { notes: [[523, 0, 0.4], [392, 0.3, 0.6]], every: 1, rate: RATE };
const PAUSE = 1.5; // s between two rounds of an own sound

export const isSilent = () => chosen.sound === "off";
let context = null;
let own = null; // the decoded own sound, or null: the soft notes
const playing = new Map(); // name → AudioBufferSourceNode

export function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return ""; // storage may be switched off
  }
}

export async function useDevice(id) {
  if (!context?.setSinkId || context.sinkId === id) return true;
  try {
    await context.setSinkId(id);
    return true;
  } catch {
    await context.setSinkId(""); // unplugged: the system's is better than none
    return false;
  }
}

export function open() {
  if (context || typeof AudioContext === "undefined") return context;
  context = new AudioContext({ latencyHint: "interactive" });
  context.addEventListener("statechange", () => document.dispatchEvent(new CustomEvent("sound:changed")));
  useDevice(kept(DEVICE));
  return context;
}

export async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

export const isMuted = () => context !== null && context.state !== "running";
export const unmute = () => context?.state === "suspended" && context.resume().catch(() => {}); // before a gesture: still muted

function written({ notes, every, rate }) {
  const buffer = context.createBuffer(1, Math.ceil(every * rate), rate);
  const samples = buffer.getChannelData(0);
  for (const [pitch, begins, lasts] of notes) {
    const from = Math.round(begins * rate);
    const count = Math.min(Math.round(lasts * rate), samples.length - from);
    for (let at = 0; at < count; at += 1) {
      const seconds = at / rate;
      const soft = Math.min(1, seconds / 0.02) * Math.exp(-3.5 * (seconds / lasts)) * (1 - at / count);
      samples[from + at] += 0.5 * soft * Math.sin(2 * Math.PI * pitch * seconds);
    }
  }
  return buffer;
}

function withPause(sound) {
  const buffer = context.createBuffer(sound.numberOfChannels, sound.length + Math.ceil(PAUSE * sound.sampleRate), sound.sampleRate);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) buffer.copyToChannel(sound.getChannelData(channel), channel);
  return buffer;
}

// Her own sound, or the soft notes when it cannot be had: a call must ring.
export async function loadOwn(bytes) {
  try {
    own = withPause(await open().decodeAudioData(await bytes));
    return true;
  } catch {
    own = null;
    return false;
  }
}

function start(name, buffer, loop) {
  stop(name);
  const source = new AudioBufferSourceNode(context, { buffer, loop });
  const level = new GainNode(context, { gain: (chosen.volume ?? 60) / 100 });
  source.connect(level).connect(context.destination);
  source.onended = () => playing.get(name) === source && playing.delete(name);
  source.start();
  playing.set(name, source);
}

export function stop(name) {
  playing.get(name)?.stop();
  playing.delete(name);
}

export function ring(isRinging) {
  if (!isRinging) return stop("ringing");
  if (!playing.has("ringing") && open()) start("ringing", (chosen.sound === "own" && own) || written(RINGING), true);
}

export function warn(isOver) {
  if (!isOver || chosen.limitSound === false) return stop("limit");
  if (!playing.has("limit") && open()) start("limit", written(LIMIT), true);
}

// One round, for instance to listen to it on the page of preferences.
export function once(name) {
  if (!open()) return;
  const sound = { failed: FAILED, lost: LOST, limit: LIMIT, ringing: RINGING }[name];
  start(name, (name === "ringing" && chosen.sound === "own" && own) || written(sound), false);
}

export const keepDevice = (id) => localStorage.setItem(DEVICE, id);
export const keptDevice = () => kept(DEVICE);

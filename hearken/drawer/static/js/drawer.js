/* A page of the open drawer. After five minutes without a key or a touch, in any tab, it hides itself and the drawer
   locks; where somebody was writing, the words are kept first. While somebody is there the server hears of it, so that
   writing for long does not lock the drawer. Without this script the server's own limit holds. It never waits for an
   answer before it hides, and a page that merely lies open keeps nothing open. */

const OPEN = "open-drawer";
const TELL_MS = 15_000;
const LOOK_MS = 1000;
const AGAIN_MS = 5000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "touchstart", "wheel"];

const { idle, lock, here, away } = document.body.dataset;
const idleMs = Number(idle) * 1000;
const form = document.querySelector("form[data-words]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("drawer") : null;

let last = Date.now();
let told = last;
let over = false;

const tell = () => fetch(here, { method: "POST", keepalive: true, redirect: "manual" });
const tooLong = () => Date.now() - last >= idleMs;

function somebody() {
  look(); // the first touch after a long sleep comes too late
  if (over) return;
  last = Date.now();
  if (last - told < TELL_MS) return;
  told = last;
  tabs?.postMessage("somebody");
  tell().catch(() => {});
}

function look() {
  if (!over && tooLong()) end({ tell: true });
}

/* Words that are nowhere but here. */
function unkept() {
  if (!form) return false;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
  if (form.dataset.words === "kept") return fields.some((field) => field.value !== field.defaultValue);
  return fields.some((field) => field.value.trim());
}

/* Not before the server can be reached: a form sent into nothing takes the page with its words away. */
async function keepWords() {
  const reached = await tell().then(() => true, () => false);
  if (!reached) {
    setTimeout(keepWords, AGAIN_MS);
    return;
  }
  form.elements.lock.value = "1";
  form.submit();
}

function close() {
  document.cookie = `${OPEN}=; Max-Age=0; Path=/; SameSite=Lax`;
  fetch(lock, { method: "POST", keepalive: true }).catch(() => {}).finally(() => location.replace(away));
}

function end({ tell }) {
  over = true;
  document.documentElement.hidden = true;
  if (tell) tabs?.postMessage("locked");
  if (unkept()) keepWords();
  else close();
}

function heard({ data }) {
  if (over) return;
  if (data === "locked") end({ tell: false });
  else last = told = Date.now();
}

if (form) {
  for (const each of document.querySelectorAll("[data-plain]")) each.hidden = true;
  for (const each of document.querySelectorAll("[data-keeps]")) each.hidden = false;
}
for (const sign of SIGNS) addEventListener(sign, somebody, { capture: true, passive: true });
for (const waking of ["visibilitychange", "pageshow", "focus"]) addEventListener(waking, look, true);
tabs?.addEventListener("message", heard);
setInterval(look, LOOK_MS);

/* Leave now. Hides the page in the same frame, closes the seat on this device, and puts a plain page in its place, or
   the page of another site that somebody chose. Works with the network cut: the cookie the server asks for is deleted
   here, and the plain pages are kept by the service worker. Without this script the link itself does the same through the
   server. Works with cookies blocked: nothing a browser refuses stops it. It never asks "are you sure". */

const WINDOW_MS = 5000;
const PRESSES = 3;
const ANSWER_MS = 600; // for another site: how long our own server may take to show that there is a network
const OPEN = "open-";
const tabs = attempt(() => new BroadcastChannel("leave"));

let leaving = false;
let alone = false; // Shift is down and nothing else was pressed since: not a capital letter
let presses = [];
let quiet = 0;

const link = () => document.querySelector(".leave");
const exitAddress = () => link()?.dataset.exit ?? "/notes";
const ownAddress = () => link()?.dataset.own ?? "/notes";

/* A browser that blocks cookies may refuse the cookie jar, channels and stores by an error. */
function attempt(what) {
  try {
    return what();
  } catch {
    return null;
  }
}

function openCookies() {
  const jar = attempt(() => document.cookie) ?? "";
  return jar.split("; ").map((pair) => pair.split("=", 1)[0]).filter((name) => name.startsWith(OPEN));
}

function closeSeats() {
  for (const name of openCookies()) document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Lax`;
}

/* Resolves once the server has heard it, and rejects where it could not be reached. */
async function tellServer() {
  for (const lock of document.querySelectorAll('meta[name="lock"]')) attempt(() => navigator.sendBeacon(lock.content));
  await fetch(link().href, { keepalive: true, redirect: "manual", cache: "no-store" });
}

/* Another site is asked only while our own server answers: otherwise the browser's error page would stay on the screen,
   and say that a page could not be reached. */
function goAway(told) {
  const [chosen, own] = [exitAddress(), ownAddress()];
  if (chosen === own || navigator.onLine === false) {
    told.catch(() => {});
    location.replace(own);
    return;
  }
  const late = new Promise((settle) => setTimeout(settle, ANSWER_MS, own));
  Promise.race([told.then(() => chosen, () => own), late]).then((address) => location.replace(address));
}

export function leaveNow({ tell = true } = {}) {
  if (leaving) return;
  leaving = true;
  document.documentElement.hidden = true;
  closeSeats();
  document.title = link()?.dataset.title ?? "";
  // Nothing here may stop the page from being replaced.
  if (tell) attempt(() => tabs?.postMessage("leave"));
  goAway(tellServer());
}

function say(which) {
  const place = document.querySelector("[data-leave-status]");
  if (place) place.textContent = which ? place.dataset[which] : "";
}

function forget() {
  presses = [];
  say("");
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest(".leave")) return;
  event.preventDefault();
  leaveNow();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Shift") {
    alone = event.repeat ? alone : true;
    return;
  }
  alone = false;
  if (presses.length) forget();
}, true);

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  const now = performance.now();
  presses = [...presses.filter((time) => now - time < WINDOW_MS), now];
  if (presses.length >= PRESSES) {
    leaveNow();
    return;
  }
  say(presses.length === 1 ? "once" : "twice");
  clearTimeout(quiet);
  quiet = setTimeout(forget, WINDOW_MS);
}, true);

tabs?.addEventListener("message", () => leaveNow({ tell: false }));

/* A page may hold more than one seat: it stays while every one of them is open. */
function stillOpen(names) {
  const open = openCookies();
  return names.split(" ").every((name) => open.includes(name));
}

// Back and forward can bring a page to life from memory, past the server. A private page looks at its cookies first.
window.addEventListener("pageshow", (event) => {
  const { body } = document;
  if (!event.persisted || !("private" in body.dataset)) return;
  if (leaving || !stillOpen(body.dataset.open ?? "")) {
    document.documentElement.hidden = true;
    location.replace(ownAddress());
  }
});

// Have the plain page at hand even where there is no service worker. Never asks another site.
fetch(ownAddress(), { priority: "low" }).catch(() => {});

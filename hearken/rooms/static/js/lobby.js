/* The pages where somebody waits: listens for one thing, that this page has changed, and then loads it again.
   Where no socket can be had it asks for the page every few seconds. It must never show or keep a word of the room. */

const PING_MS = 20_000;
const LOOK_MS = 4_000;
const SETTLED_MS = 5_000; // a line that broke sooner than this was never a line
const TRIES = 3;
const CODE_LIFE_MS = 15 * 60_000;

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const tab = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

let failed = 0;
let going = false; // a form of this page was sent, or the next page is asked for: twice would cut off the first
let missed = false; // a good line broke: there may be news we did not hear

/* The page anew, or the page that comes after it. */
function again() {
  if (going || document.documentElement.hidden) return; // somebody is on their way, and nothing may stop that
  going = true;
  const { next } = document.body.dataset;
  if (next) location.replace(next);
  else location.reload();
}

async function ticket() {
  const answer = await fetch(meta("ticket"), {
    method: "POST", headers: { "X-CSRFToken": meta("csrf") }, cache: "no-store",
  });
  if (answer.status === 404) again(); // the seat is gone: show the page for that
  if (!answer.ok) throw new Error("no ticket");
  return answer.text();
}

function heard(event) {
  const { t, why } = JSON.parse(event.data);
  if (t === "reload" || t === "closed" || (t === "reading" && why === "device")) again();
}

function listen(line) {
  let opened = 0;
  let ping = 0;
  line.addEventListener("open", () => {
    if (missed) {
      again();
      return;
    }
    opened = performance.now();
    line.send(JSON.stringify({ t: "hello", since: 0, own: 0, tab: tab() }));
    ping = setInterval(() => line.send('{"t":"ping"}'), PING_MS);
  });
  line.addEventListener("message", heard);
  line.addEventListener("close", () => {
    clearInterval(ping);
    if (opened && performance.now() - opened > SETTLED_MS) {
      missed = true;
      failed = 0;
    }
    later();
  });
}

async function connect() {
  try {
    const pass = encodeURIComponent(await ticket());
    listen(new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?ticket=${pass}`));
  } catch {
    later();
  }
}

function later() {
  failed += 1;
  if (failed >= TRIES) setTimeout(look, LOOK_MS);
  else setTimeout(connect, 1000 * 2 ** (failed - 1));
}

const kind = (html) => /\bdata-page="([a-z]+)"/.exec(html)?.[1];

/* Without a socket. Read as text: nothing fetched is ever made into part of this page. */
async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = document.querySelector("[data-page]").dataset.page;
    if (answer.status === 404 || (answer.ok && kind(await answer.text()) !== page)) again();
  } catch {
    // No network just now. The next look may find it.
  }
  setTimeout(look, LOOK_MS);
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const place = document.querySelector("[data-copied]");
  field.select();
  let done = false;
  try {
    await navigator.clipboard.writeText(field.value);
    done = true;
  } catch {
    done = document.execCommand("copy"); // an unencrypted address on a home network has no clipboard object
  }
  place.textContent = done ? place.dataset.copied : place.dataset.notCopied;
}

addEventListener("submit", () => { going = true; });
addEventListener("pageshow", () => { going = false; });
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
if (document.getElementById("link")) setTimeout(again, CODE_LIFE_MS); // by then the code shown here has run out
connect();

/* "Use where I am": asks the browser for the place when its button is pressed, rounds it to a tenth of a degree (about
   seven miles), and asks our server for the town's name. The name goes into the field; nothing is sent by itself.
   It must never ask before somebody presses, and never let a finer place leave this page. */

const GRID = 10; // parts of a degree
const WAIT_MS = 10_000;
const OLD_MS = 10 * 60_000; // a place the browser found a while ago will do

const where = document.querySelector("[data-where]");
const said = document.querySelector("[data-where-said]");
const field = document.querySelector("#near");

const coarse = (degrees) => (Math.round(degrees * GRID) / GRID).toFixed(1);

/* One of the sentences that stand on the page. */
function say(which) {
  said.textContent = said.dataset[which];
}

function place() {
  const how = { enableHighAccuracy: false, timeout: WAIT_MS, maximumAge: OLD_MS };
  return new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, how));
}

async function town({ coords }) {
  const at = `${coarse(coords.latitude)},${coarse(coords.longitude)}`;
  const answer = await fetch(`/find/nearest?${new URLSearchParams({ at })}`, { cache: "no-store" });
  return answer.ok ? (await answer.json()).label : "";
}

async function fill() {
  say("asking");
  try {
    const label = await town(await place());
    if (!label) return say("none");
    field.value = label;
    field.focus();
    say("found");
  } catch {
    say("no");
  }
}

if (where && said && field && navigator.geolocation) {
  where.hidden = false;
  where.querySelector("button").addEventListener("click", fill);
}

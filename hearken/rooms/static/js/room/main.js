/* The room's page: one seat, or both on one device. A view is drawn, and what a person does goes to its seat. Wiring only. */

import { care } from "./care.js";
import { carry } from "./carry.js";
import { all, make, one, region, say } from "./draw.js";
import { floorNote } from "./floor.js";
import { Scenes } from "./scenes.js";
import { view } from "./screens.js";
import { Seat } from "./seat.js";

const words = JSON.parse(document.getElementById("words").textContent);
const csrf = one('meta[name="csrf"]').content;
const born = performance.now();
const scenes = new Scenes();
const seats = all('meta[name="seat"]').map(({ content, dataset }) => new Seat({ ...dataset, handle: content, csrf }, words, {
  changed: (mine) => render(mine),
  moved: () => { if (!document.activeElement.matches("textarea, input")) scrollTo(0, 0); },
  slow: (yes) => all("main .btn:not(.care .btn)").forEach((button) => (yes ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled"))),
  gone,
  left: () => sofa?.left(),
}));
const sofa = seats.length > 1 ? new (await import("./sofa.js")).Sofa(seats, words) : null;
let shown = null;

/* The same address now shows the neutral page. Never in a hurry, so never in a loop. */
function gone() {
  setTimeout(() => location.replace(location.href), Math.max(0, 1000 - performance.now() + born));
}

/* Whose screen this is at the moment. */
const present = () => shown?.seat ?? seats[0];

function render(mine = false) {
  troubles();
  if (seats.some((seat) => !seat.now)) return;
  const next = sofa ? sofa.scene() : { seat: seats[0], view: view(seats[0]), card: seats[0].care };
  if (!next) return; // the two lines of one device are not at the same place yet
  shown = next;
  const { seat } = next;
  const { local } = seat;
  const held = document.activeElement;
  scenes.draw(next.view, seat);
  scenes.log(next.view.log);
  care(next.card);
  region("refusal", next.view.private === false ? null : local.refusal, (why) => say(words.refusals[why] ?? words.refusals.unexpected, seat.words));
  if (next.view.form?.do === "send" && local.words >= words.lean - 5) {
    region("note", { lean: local.words }, ({ lean: count }) => say(`${count}. ${words.page.lean}`, seat.words));
  }
  const fresh = one("#choose:not([data-ready])");
  if (fresh) scenes.choose(fresh);
  carry(next.view);
  if (seats[0].aloud) import("./wake.js").then(({ awake }) => awake()); // not needed to begin
  inSight(document.activeElement);
  if (held !== document.body && !held.isConnected) ((mine && one("[data-region=sub] textarea, [data-region=sub] input")) || one("h1")).focus();
}

/* A field that grows, or is pushed down by a longer line above it, stays clear of the bars. */
function inSight(field) {
  const whole = field.matches("textarea") && [field.form, field].find((each) => each.offsetHeight < innerHeight / 2);
  if (whole) whole.scrollIntoView({ block: "nearest" });
}

function troubles() {
  const found = ["lost", "unsaved"].find((what) => seats.some(({ trouble }) => trouble[what]));
  region("trouble", found ?? null, (why) => say(words.page[why], words));
  document.documentElement.toggleAttribute("data-trouble", Boolean(found));
}

function act(what, from) {
  const whose = from.dataset.seat;
  const who = whose === "both" ? seats.filter((seat) => seat.can(what) && !seat.now.mine.assented) : [seats.find((seat) => seat.letter === whose) ?? present()];
  for (const seat of who) seat.act(what, from);
}

const LOCAL = {
  shut() { Object.assign(present().local, { open: null, refusal: null }); render(true); },
  take: () => seats.forEach(({ line }) => line.send({ t: "take" })),
  safe() { present().care = 0; render(true); },
  still() { document.documentElement.dataset.motion = "still"; one("[data-local=still]")?.remove(); },
  print: () => window.print(),
  let(button) { button.closest(".line").replaceWith(make("let")); one("#let-ask + .btn").focus(); },
  begin: (button) => { present().composer.begin(one("#write"), button.textContent); render(); },
  topic(button) { const field = one("#topic"); field.value = button.textContent; field.focus(); },
  byhand() { present().local.byHand = true; render(); },
  first(button) { sofa.first = button.dataset.seat; render(); },
  holder(button) { sofa.holder = button.dataset.seat; render(); one("h1").focus(); },
  settled() { sofa.settled(); render(); },
  turn() { document.documentElement.toggleAttribute("data-turned"); render(); },
  hope(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const each of all("[data-local=hope]")) each.setAttribute("aria-pressed", String(on && each === button));
    present().local.hope = on ? button.textContent : "";
  },
  async copy() {
    const link = one("[data-link]");
    try {
      await navigator.clipboard.writeText(link.textContent);
      one("[data-copied]").replaceChildren(...say(words.page.copied, words));
    } catch {
      getSelection().selectAllChildren(link); // no clipboard at an unencrypted address: it is marked for copying by hand
    }
  },
};

const FLOOR = {
  pause: (button) => act("pause", button),
  more: (button) => floorNote(button, "more", () => say(words.page.more_time, words)),
  end: (button) => floorNote(button, "stop", () => make("stop")),
  stay: () => { floorNote(null); one('[data-floor-do="end"]').focus(); },
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const { do: what, local: own, floorDo } = button.dataset;
  if (floorDo) FLOOR[floorDo](button);
  else if (own) LOCAL[own](button);
  else if (what) { floorNote(null); act(what, button); }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("plain" in form.dataset) return;
  event.preventDefault();
  if ("keep" in form.dataset) {
    const choice = new FormData(form).get("keep");
    if (choice && sofa) { sofa.chose(present(), choice, form); render(); }
    else if (choice) act(choice, form);
  } else act(form.dataset.do, form);
});

// Laid down, or gone dark: whoever takes it up says again who it is.
document.addEventListener("visibilitychange", () => {
  if (!sofa || !document.hidden) return;
  sofa.holder = null;
  render();
});
document.addEventListener("focusin", ({ target }) => inSight(target)); // browsers bring the caret into sight, not the field
document.addEventListener("input", ({ target }) => {
  const { form, name } = target;
  const { composer, local } = present();
  if (!form) return;
  if (name === "feelings") composer.feel(form);
  else if (name === "kind") scenes.choose(form);
  else if (form.dataset.slot) {
    local.words = composer.wrote(form);
    render();
  }
});

for (const { line } of seats) line.now();

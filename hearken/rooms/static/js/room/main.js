/* The room's page: frames come in, a view is drawn, what a person does goes out. Wiring only; each part has its module. */

import { carry } from "./carry.js";
import { command } from "./command.js";
import { Composer } from "./composer.js";
import { all, make, one, region, say } from "./draw.js";
import { floorNote } from "./floor.js";
import { Line } from "./line.js";
import { Queue } from "./queue.js";
import { Scenes } from "./scenes.js";
import { view } from "./screens.js";
import { tab } from "./tab.js";
import { Timeline } from "./timeline.js";

const words = JSON.parse(document.getElementById("words").textContent);
const meta = (name) => one(`meta[name="${name}"]`).content;

const { ticket, frames } = document.body.dataset;
const timeline = new Timeline();
const local = { open: null, hope: "", refusal: null, words: 0, notTonight: false };
const room = { words, timeline, local, now: null, reading: "" };
const trouble = { lost: false, unsaved: false };
const born = performance.now();

const line = new Line({ ticket, frames, csrf: meta("csrf") }, {
  hello: () => ({ t: "hello", since: timeline.seq, own: timeline.own, tab }),
  take: (frame) => TAKE[frame.t]?.(frame),
  refuse: () => { queue.drop(); refused("not_understood"); render(); },
  poll: () => line.post(queue.first),
  lost: (yes) => { trouble.lost = yes; troubles(); },
  gone,
});
const queue = new Queue(line);
const composer = new Composer(line);
const scenes = new Scenes(words, composer);
const ALWAYS = ["pause", "end"]; // never wait behind a line that is still on its way
let slow = 0;

/* The same address now shows the neutral page. Never in a hurry, so never in a loop. */
function gone() {
  line.end();
  if (room.now?.step !== "gone") setTimeout(() => location.replace(location.href), Math.max(0, 1000 - performance.now() + born));
}

const TAKE = {
  welcome(frame) {
    Object.assign(words, { mine: frame.name, other: frame.other });
    room.reading = frame.reading;
    composer.restore(frame.draft);
    queue.flush();
    composer.again();
    news(frame);
  },
  events: news,
  done: ({ id }) => settled(id, () => {}),
  refused: ({ id, why }) => settled(id, () => refused(why)),
  unsaved() { trouble.unsaved = true; troubles(); },
  reading({ why }) { room.reading = why; render(); },
  reload: () => location.reload(),
  closed: gone,
};

function news({ events, now, ack }) {
  if (!timeline.add(events)) return line.again();
  const before = room.now;
  room.now = now;
  if (before?.step !== now.step || before?.turn !== now.turn) Object.assign(local, { open: null, refusal: null, words: 0 });
  if (before?.step !== now.step) local.open = composer.opened([now.step, now.turn, now.prompt].join(":"));
  if (ack) settled(ack, arrived);
  else render();
  if (before && before.step !== now.step && !document.activeElement.matches("textarea, input")) scrollTo(0, 0);
  if (now.step === "gone") line.end();
}

/* One of our operations has its answer. */
function settled(id, what) {
  const op = queue.answered(id);
  clearTimeout(slow);
  for (const button of all('.btn[aria-disabled="true"]')) button.removeAttribute("aria-disabled");
  if (trouble.unsaved) { trouble.unsaved = false; troubles(); }
  if (op) what(op);
  render(Boolean(op));
}

function refused(why) {
  local.refusal = why;
  if (why === "too_hot" && room.now.can.includes("defer")) local.open = "defer";
}

function arrived({ op, slot }) {
  if (slot) composer.sent(slot);
  Object.assign(local, { refusal: null, open: null, notTonight: op.do === "not_tonight" });
  if (op.do === "send") local.hope = "";
}

function render(mine = false) {
  if (!room.now) return;
  const held = document.activeElement;
  const shown = view(room);
  scenes.draw(shown, room.now);
  scenes.log(shown.log);
  region("refusal", local.refusal, (why) => say(words.refusals[why] ?? words.refusals.unexpected, words));
  const lean = words.lean - 5;
  if (shown.form?.do === "send" && local.words >= lean) region("note", { lean: local.words }, ({ lean: count }) => say(`${count}. ${words.page.lean}`, words));
  const fresh = one("#choose:not([data-ready])");
  if (fresh) scenes.choose(fresh);
  carry(shown);
  inSight(document.activeElement);
  if (held !== document.body && !held.isConnected) ((mine && one("[data-region=sub] textarea, [data-region=sub] input")) || one("h1")).focus();
}

/* A field that grows, or is pushed down by a longer line above it, stays clear of the bars. */
function inSight(field) {
  const whole = field.matches("textarea") && [field.form, field].find((each) => each.offsetHeight < innerHeight / 2);
  if (whole) whole.scrollIntoView({ block: "nearest" });
}

function troubles() {
  region("trouble", trouble.lost ? "lost" : trouble.unsaved ? "unsaved" : null, (why) => say(words.page[why], words));
  document.documentElement.toggleAttribute("data-trouble", trouble.lost || trouble.unsaved);
}

function act(what, from) {
  if (queue.first && !ALWAYS.includes(what)) return;
  if (words.opens[what] && !from.matches("form")) {
    Object.assign(local, { open: what, refusal: null });
    return render(true);
  }
  const made = command(what, from, words);
  if (words.opens[what] === "time" && made.at === undefined) return render(refused("bad_time"));
  const slot = from.dataset.slot;
  local.refusal = null;
  if (!queue.add(made, slot)) return render(refused("too_long"));
  clearTimeout(slow);
  slow = setTimeout(() => all("main .btn").forEach((button) => button.setAttribute("aria-disabled", "true")), 600);
}

const LOCAL = {
  shut() { Object.assign(local, { open: null, refusal: null }); render(true); },
  take: () => line.send({ t: "take" }),
  still() { document.documentElement.dataset.motion = "still"; one("[data-local=still]")?.remove(); },
  print: () => window.print(),
  let(button) { button.closest(".line").replaceWith(make("let")); one("#let-ask + .btn").focus(); },
  begin: (button) => { composer.begin(one("#write"), button.textContent); render(); },
  topic(button) { const field = one("#topic"); field.value = button.textContent; field.focus(); },
  hope(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const each of all("[data-local=hope]")) each.setAttribute("aria-pressed", String(on && each === button));
    local.hope = on ? button.textContent : "";
  },
  async copy() {
    const link = one("[data-link]");
    try {
      await navigator.clipboard.writeText(link.textContent);
      one("[data-copied]").replaceChildren(...say(words.page.copied, words));
    } catch {
      getSelection().selectAllChildren(link);
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
  event.preventDefault();
  const form = event.target;
  if ("keep" in form.dataset) {
    const choice = new FormData(form).get("keep");
    if (choice) act(choice, form);
  } else act(form.dataset.do, form);
});

document.addEventListener("focusin", ({ target }) => inSight(target)); // browsers bring the caret into sight, not the field
document.addEventListener("input", ({ target }) => {
  const { form, name } = target;
  if (!form) return;
  if (name === "feelings") composer.feel(form);
  else if (name === "kind") scenes.choose(form);
  else if (form.dataset.slot) {
    local.words = composer.wrote(form);
    render();
  }
});

line.now();

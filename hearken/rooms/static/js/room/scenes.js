/* Puts a view on the page, region by region. Knows which template a piece of a view is made with, and nothing of rules. */

import { all, make, one, region, say } from "./draw.js";
import { clock, timeForm } from "./times.js";

const clauses = (text) => text.split(/[.,;:!?…]+\s*|\s+(?=and\s|but\s)/i).map((bit) => bit.trim()).filter((bit) => bit.length > 3).slice(0, 4);

/* The same moment, with more in it. What stands there already stays, so that a log read aloud says each line once. */
function follow(old, made) {
  old.dataset.mark = made.dataset.mark;
  const lines = [...made.children];
  [...old.children].slice(lines.length).forEach((line) => line.remove());
  lines.forEach((line, at) => {
    const before = old.children[at];
    if (!before) old.append(line);
    else if (before.textContent !== line.textContent) before.replaceWith(line);
  });
}

export class Scenes {
  /* Text nodes of the product's words, or of a person's, which are shown as they are. {say, me, other}: said to `me`. */
  text(value) {
    if (value?.raw !== undefined) return value.raw ? document.createTextNode(value.raw) : "";
    const { mine, other } = this.words;
    const names = { me: value?.me ?? mine, other: value?.other ?? other };
    return value ? say(value.say ?? value, { ...names, time: this.now?.at ? clock(this.now.at) : "" }) : "";
  }

  draw(view, { now, words, composer }) {
    Object.assign(this, { now, words, composer });
    this.labels = { ...words.labels, ...view.labels };
    const { other, page } = this.words;
    this.#frame(view);
    region("place", view.place, (text) => this.text(text));
    region("steps", view.steps || null, (steps) => steps.map(({ text, on }) => {
      const step = make("steps");
      step.firstChild.append(...this.text(text));
      if (on) step.firstChild.setAttribute("aria-current", "step");
      return step;
    }));
    one('[data-side="far"]').setAttribute("aria-label", page.side.replace("{other}", view.farName?.raw ?? other));
    one('[data-side="near"]').setAttribute("aria-label", view.nearName ? page.side.replace("{other}", view.nearName.raw) : page.side_mine);
    region("far-who", view.farNote && { name: view.farName ?? { raw: other }, note: view.farNote }, (who) => [this.piece("who", who), document.getElementById("t-script") ? make("script") : ""]);
    region("near-who", ((view.shape === "room" && !view.ours) || view.nearName) && { name: view.nearName ?? page.you, note: view.nearNote }, (who) => this.piece("who", who));
    region("far", view.far, (list) => this.pieces(list));
    this.#status(view);
    for (const name of ["said", "wait", "beside"]) region(name, view[name], (list) => this.pieces(list));
    region("extra", [...(view.extra ?? []), view.heat && { t: "heat", text: page.heat_why }].filter(Boolean), (list) => this.pieces(list));
    if (region("form", view.form, (form) => this.#form(form))) this.composer.mount(view.form, '[data-region="form"]');
    if (region("sub", view.sub, (sub) => this.#sub(sub))) this.composer.mount(view.sub, '[data-region="sub"]');
    region("acts", view.acts.length > 0 && [view.acts, view.labels], ([acts]) => acts.map((act) => this.button(act)));
    region("note", view.note, (text) => this.text(text));
  }

  #frame({ shape, strip, place, steps, floor }) {
    const main = one("main");
    main.dataset.shape = shape;
    document.documentElement.dataset.strip = strip;
    one("[data-between]").dataset.state = strip;
    one("[data-space]").classList.toggle("breath", strip === "breathing");
    one('[data-region="place"]').classList.toggle("vh", Boolean(steps) || ["table", "cover"].includes(shape));
    one("[data-floor]").hidden = floor.length === 0;
    for (const button of all("[data-floor-do]")) {
      const what = button.dataset.floorDo;
      button.classList.toggle("floor__off", what === "more" ? !floor.includes("pause") : ["pause", "end"].includes(what) && !floor.includes(what));
    }
    return place;
  }

  #status(view) {
    const { status, strip, even } = view;
    const place = one('[data-region="status"]');
    place.classList.toggle("stem", strip === "still");
    if (strip === "breathing") region("status", "breath", () => make("breath"));
    else if (strip === "still") region("status", { still: status.strong }, ({ still }) => this.text(still));
    else region("status", status.strong || status.status ? status : strip === "none" && { strong: view.place }, (parts) => this.piece("status", parts));
    region("strip", [even, this.labels], ([list]) => list.map((each) => this.button(each.look ? each : { do: each, look: "even" })));
  }

  button({ do: what, local, look, submit, seat, label }) {
    const made = make("button", { label: this.text(label ?? this.labels[what]) });
    const button = made.firstChild;
    button.classList.add(look === "main" ? "btn--fill" : `btn--${look}`);
    if (seat) button.dataset.seat = seat;
    if (local) button.dataset.local = local;
    else if (submit) Object.assign(button, { type: "submit" }).setAttribute("form", submit);
    else button.dataset.do = what;
    return made;
  }

  pieces(list) {
    return list.map((piece) => this.piece(piece.t, piece));
  }

  piece(t, parts) {
    if (t.startsWith("couplet")) return make(t, { one: this.#voice(parts.one), two: parts.two && this.#voice(parts.two) });
    if (t === "choose") return this.#choose();
    if (t === "heat" || t === "felt") return this.#scale(t, parts.text);
    if (t === "hope") return make("hope", { text: this.text(parts.text), chips: clauses(parts.line).map((text) => this.#chip(text, "hope")) });
    if (t === "begin") return make("begin", { begin: parts.begin.map((text) => this.#chip(text, "begin")) });
    if (t === "park") return this.#park(parts.parked);
    if (t === "ways") return make("ways", { ways: parts.ways.map((way) => this.button(way)) });
    if (t === "turn") return this.button({ local: "turn", look: "plain", label: parts.label });
    const { feelings, ...rest } = parts;
    const filled = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, this.text(value)]));
    return make(t, { ...filled, feelings: feelings?.map((word) => this.#item("feeling", word)) }, this.words.other);
  }

  #voice({ name, lead, text }) {
    return make("voice", { name: this.text(name), lead: this.text(lead), text: this.text(text) });
  }

  #item(t, text) {
    const made = make(t);
    made.firstChild.textContent = text;
    return made;
  }

  /* Open once something is in it: what was parked is seen to be there. */
  #park(parked) {
    const made = make("park", { parked: parked.map((text) => this.#item("item", text)) });
    one("details", made).open = parked.length > 0;
    return made;
  }

  #chip(text, local) {
    const made = this.#item("chip", text);
    made.firstChild.dataset.local = local;
    return made;
  }

  #form(form) {
    const made = make(form.aloud ? "aloud" : "write", { stem: this.text(form.stem), text: this.text(form.text), feelings: form.feelings && this.#feelings() });
    Object.assign(one("form", made).dataset, { do: form.do, ...(form.seat && { seat: form.seat }) });
    return made;
  }

  #labelled(t, text) {
    const made = make(t);
    one("input", made).value = text;
    one("span", made).textContent = text;
    return made;
  }

  #feelings() {
    const chip = (word) => this.#labelled("tick-chip", word);
    const { feelings } = this.words;
    return make("feelings", {
      first: feelings.map(([first]) => chip(first)),
      shades: feelings.map(([, ...finer]) => make("shade", { chips: finer.map(chip) })),
    });
  }

  #scale(t, text = "") {
    const made = make(t, { text: this.text(text) });
    one("[data-scale]", made).append(...Array.from({ length: 11 }, (_, point) => this.#labelled("point", point)));
    return made;
  }

  #sub(sub) {
    const made = sub.time ? timeForm(this.words.page)
      : make("sub", { stem: this.text(sub.stem), also: this.text(sub.also), send: this.text(this.words.labels.send) });
    one("form", made).dataset.do = sub.do;
    return made;
  }

  #choose() {
    const made = make("choose");
    one("form", made).id = "choose";
    one("[data-heat]", made).append(this.#scale("heat", this.words.page.heat_why));
    return made;
  }

  /* Kinds differ in their suggestions, and in whether a topic and a number are asked. */
  choose(form) {
    form.dataset.ready = "yes";
    const kind = this.words.kinds[new FormData(form).get("kind")];
    one("[data-if-free]", form).hidden = kind.topic;
    one("[data-heat]", form).hidden = !kind.heat;
    one("[data-topics]", form).replaceChildren(...kind.topics.map((text) => this.#chip(text, "topic")));
  }

  log(moments) {
    const log = one("[data-log]");
    one("[data-past]").hidden = moments.length === 0;
    const known = new Map([...log.children].map((node) => [node.dataset.key, node]));
    moments.forEach((moment, at) => {
      const mark = JSON.stringify(moment);
      if (known.get(String(at))?.dataset.mark === mark) return;
      const made = this.piece("couplet", moment).firstElementChild;
      Object.assign(made.dataset, { key: at, mark });
      if (known.has(String(at))) follow(known.get(String(at)), made);
      else log.append(made);
    });
    while (log.children.length > moments.length) log.lastChild.remove();
  }
}

/* One seat of the room as this page holds it: its line, what has happened, what is being written, what is on its way.
   It must never draw, and never know of another seat. */

import { Composer } from "./composer.js";
import { command } from "./command.js";
import { Line } from "./line.js";
import { Queue } from "./queue.js";
import { tab } from "./tab.js";
import { Timeline } from "./timeline.js";

const ALWAYS = ["pause", "end"]; // never wait behind a line that is still on its way
const SLOW = 600;

export class Seat {
  now = null;
  reading = "";
  aloud = false;
  trouble = { lost: false, unsaved: false };
  local = { open: null, hope: "", refusal: null, words: 0, notTonight: false, byHand: false };
  timeline = new Timeline();
  care = 0; // the card for what was written here: 1 asks, 2 puts help first
  #cared = new Set(); // operations it came for: one that is sent again brings it again
  #slow = 0;

  /* at: {handle, letter, ticket, frames, csrf}; page: {changed(mine), gone(), moved(), slow(yes)}. */
  constructor(at, words, page) {
    this.at = at;
    this.page = page;
    this.words = { ...words, mine: "", other: "" };
    this.line = new Line(at, {
      hello: () => ({ t: "hello", since: this.timeline.seq, own: this.timeline.own, tab }),
      take: (frame) => this.#take(frame),
      refuse: () => { this.queue.drop(); this.#refused("not_understood"); this.page.changed(); },
      poll: () => this.line.post(this.queue.first),
      lost: (yes) => { this.trouble.lost = yes; this.page.changed(); },
      gone: () => this.#gone(),
    });
    this.queue = new Queue(this.line);
    this.composer = new Composer(this.line);
  }

  get letter() {
    return this.at.letter;
  }

  /* True where this person's next words are said aloud. */
  get speaks() {
    return this.aloud && !(this.now.writing && this.now.floor === "you");
  }

  get slot() {
    return [this.now.step, this.now.turn, this.now.prompt].join(":");
  }

  can(what) {
    return !this.reading && this.now.can.includes(what);
  }

  #gone() {
    this.line.end();
    if (this.now?.step !== "gone") this.page.gone();
  }

  #take(frame) {
    const taken = {
      welcome: () => this.#welcome(frame),
      events: () => this.#news(frame),
      done: () => this.#settled(frame.id, () => {}),
      refused: () => this.#settled(frame.id, () => this.#refused(frame.why)),
      unsaved: () => { this.trouble.unsaved = true; this.page.changed(); },
      care: () => this.#cares(frame),
      reading: () => { this.reading = frame.why; this.page.changed(); },
      reload: () => location.reload(),
      closed: () => this.#gone(),
    };
    taken[frame.t]?.();
  }

  #welcome(frame) {
    Object.assign(this.words, { mine: frame.name, other: frame.other });
    Object.assign(this, { reading: frame.reading, aloud: frame.aloud });
    this.composer.restore(frame.draft);
    this.queue.flush();
    this.composer.again();
    this.#news(frame);
  }

  #news({ events, now, ack }) {
    if (!this.timeline.add(events)) return this.line.again();
    const before = this.now;
    this.now = now;
    const moved = before?.step !== now.step;
    if (moved || before?.turn !== now.turn) Object.assign(this.local, { open: null, refusal: null, words: 0, byHand: false });
    const open = moved && this.composer.opened(this.slot);
    if (open in this.words.opens) this.local.open = open; // a note beside a line opens by itself
    if (ack) this.#settled(ack, (op) => this.#arrived(op));
    else this.page.changed();
    if (before && moved) this.page.moved();
    if (now.step === "gone") this.line.end();
  }

  /* One of our operations has its answer. */
  #settled(id, what) {
    const op = this.queue.answered(id);
    clearTimeout(this.#slow);
    this.page.slow(false);
    this.trouble.unsaved = false;
    if (op) what(op);
    this.page.changed(Boolean(op));
  }

  #cares({ level, op }) {
    if (this.#cared.has(op)) return;
    this.#cared.add(op);
    this.care = Math.max(this.care, level);
    this.page.changed();
  }

  #refused(why) {
    this.local.refusal = why;
    if (why === "too_hot" && this.now.can.includes("defer")) this.local.open = "defer";
  }

  #arrived({ op, slot }) {
    if (slot) this.composer.sent(slot);
    Object.assign(this.local, { refusal: null, open: null, notTonight: op.do === "not_tonight" && !this.shared });
    if (op.do === "not_tonight") this.page.left?.();
    if (op.do === "send") this.local.hope = "";
  }

  /* What a person asks for with this button or form. */
  act(what, from) {
    if (this.queue.first && !ALWAYS.includes(what)) return;
    const form = from.matches("form");
    const opens = this.words.opens[what];
    const aloud = this.words.aloud.may.includes(what) && (form ? "aloud" in from.dataset : this.speaks && !this.local.byHand && opens !== "time");
    if (opens && !form && !aloud) {
      Object.assign(this.local, { open: what, refusal: null });
      return this.page.changed(true);
    }
    const made = command(what, from, this.words);
    if (aloud) made.aloud = true;
    if (opens === "time" && made.at === undefined) return this.refuse("bad_time");
    this.local.refusal = null;
    if (!this.queue.add(made, from.dataset.slot)) return this.refuse("too_long");
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.page.slow(true), SLOW);
  }

  refuse(why) {
    this.#refused(why);
    this.page.changed();
  }
}

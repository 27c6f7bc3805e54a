/* One device for two: whose turn it is to see the page, and the cover while it is passed. Nothing one person is asked
   alone, or has begun to write, is ever drawn while the other has the device. It must never send anything by itself. */

import { half, mayWrite, quoted, view } from "./screens.js";
import { shown } from "./pieces.js";

const PAGES = ["scheduled", "settle", "switch_offer", "paused", "kept", "gone"];
const ALONE = ["unsafe", "way-back", "slip"];
const named = (seat, text) => ({ say: text, me: seat.words.mine, other: seat.words.other });

export class Sofa {
  first = null; // who asks for a dialogue
  holder = null; // who has said: I am the one who holds it now
  #choices = new Map(); // what each wants to happen with the lines
  #ready = false; // both have arrived, and go on to what each is asked alone

  constructor(seats, words) {
    Object.assign(this, { seats, words: words.aloud });
    for (const seat of seats) seat.shared = true;
  }

  /* "Not tonight" is put away at once: what both read next says no more than no time found yet. */
  left() {
    this.first = this.holder = null;
  }

  settled() {
    this.#ready = true;
  }

  /* Somebody chose what stays. It is held here until each has chosen, so that nobody chooses knowing the other's. */
  chose(seat, what, from) {
    this.#choices.set(seat, what);
    if (this.#own_seats().some((each) => !this.#choices.has(each))) return;
    const letsGo = this.#own_seats().find((each) => this.#choices.get(each) === "let_go");
    for (const each of letsGo ? [letsGo] : this.#own_seats()) each.act(this.#choices.get(each), from);
  }

  /* Those whose own way in this device holds: nobody chooses what stays in another's name. */
  #own_seats() {
    return this.seats.filter(({ at }) => !("stand" in at));
  }

  /* {seat, view}: what to draw, and whose seat its buttons mean. Null while the two lines are not at the same place. */
  scene() {
    const [a, b] = this.seats;
    const moved = this.seats.findIndex(({ reading }) => reading === "device");
    if (moved >= 0) {
      location.replace(`/r/${this.seats[1 - moved].at.handle}`);
      return null;
    }
    if (a.timeline.seq !== b.timeline.seq) return null;
    if (a.reading || b.reading) {
      this.holder = null;
      return { seat: a, view: this.#page(a.reading ? a : b) };
    }
    if (a.now.step !== "settle") this.#ready = false;
    else if (this.seats.some(({ now }) => now.mine.assented)) this.#ready = true; // loaded anew between two answers
    if (a.now.step !== "idle") this.first = null;
    const turn = this.#alone();
    if (turn) return this.#own(...turn);
    this.holder = null;
    if (a.now.step === "idle") return { seat: a, view: this.#who() };
    if (PAGES.includes(a.now.step)) return { seat: a, view: this.#page(this.seats.find(({ now }) => !now.mine.assented) ?? a) };
    const floor = this.#floor();
    return { seat: floor, view: this.#table(floor) };
  }

  #floor() {
    return this.seats.find(({ now }) => now.floor === "you") ?? this.seats[0];
  }

  /* [seat, why] of the one whose page this is now, or null where both look at it. */
  #alone() {
    const [{ now, aloud }] = this.seats;
    const asked = (what, why) => {
      const seat = this.seats.find((each) => each.can(what) && !each.now.mine.assented);
      return seat ? [seat, why] : null;
    };
    if (now.step === "idle") {
      const seat = this.seats.find(({ letter }) => letter === this.first);
      return seat ? [seat, seat.now.mine.card_read ? "choose" : "card"] : null;
    }
    if (now.step === "requested") return asked("accept", "answer") ?? asked("decline", "card");
    if (now.step === "settle") return this.#ready ? asked("ready", "settle") : null;
    if (now.step === "ended") {
      const asks = this.#own_seats().find((each) => !this.#choices.has(each) && each.can("keep"));
      return [asks ?? this.#own_seats()[0], "keep"];
    }
    if (now.step === "closing" && !aloud) return asked("thank", "write");
    const floor = this.#floor();
    const writes = !PAGES.includes(now.step) && now.step !== "closing" && (!aloud || now.writing || floor.local.byHand || floor.local.open);
    return writes ? [floor, "write"] : null;
  }

  #own(seat, why) {
    if (this.holder !== seat.letter) return { seat, view: this.#cover(seat, why) };
    // A card stays on its writer's own side. While a line is on its way the phone may be too: then it waits.
    return { seat, view: view(seat), card: seat.queue.first ? 0 : seat.care };
  }

  #bare(seat) {
    const { told, log, floor } = view(seat);
    const begun = !["idle", "requested"].includes(seat.now.step);
    return { told, log, floor: begun ? floor : [], slot: "", strip: "none", status: {}, even: [], far: [], said: [], extra: [], acts: [], wait: [], beside: [], note: "", form: null, sub: null, private: false };
  }

  #cover(seat, why) {
    const { one, cover } = this.words;
    return {
      ...this.#bare(seat), shape: "cover", strip: "open", place: named(seat, one.pass_place),
      far: [{ t: "cover", text: one.pass, name: { raw: seat.words.mine } }],
      even: [{ local: "holder", seat: seat.letter, look: "main", label: named(seat, one.i_am) }],
      status: { status: named(seat, one.put_away) },
      said: [{ t: "quiet", text: cover[why] }],
      acts: seat.now.step === "idle" ? [{ local: "first", look: "plain", label: one.back }] : [],
    };
  }

  #who() {
    const { one } = this.words;
    const [a] = this.seats;
    const { none: strong, none_why: status } = a.words.page;
    const bare = this.#bare(a);
    return {
      ...bare, shape: "first", place: a.words.page.card_place, far: [{ t: "what" }],
      ...(bare.told.last === "no_time_found" && { strip: "open", status: { strong, status } }),
      said: [{ t: "title", title: one.first }],
      acts: this.seats.map((seat) => ({ local: "first", seat: seat.letter, look: "even", label: named(seat, one.begins) })),
    };
  }

  /* A page both look at. A yes of both is one press; what is for one person alone is left out. */
  #page(seat) {
    const usual = view(seat);
    const alone = this.seats.some(({ now }) => now.needs_heat);
    const joint = (act) => {
      const label = this.words.together[act.do];
      if (act.do === "ready" && alone) return { local: "settled", look: act.look, label };
      return label ? { ...act, seat: "both", label } : { ...act, seat: seat.letter };
    };
    const public_ = (list) => list.filter(({ t }) => !ALONE.includes(t));
    return {
      ...usual, heat: false, note: seat.now.step === "settle" ? "" : usual.note, acts: usual.acts.map(joint), even: usual.even.map((what) => joint({ do: what, look: "even" })),
      wait: public_(usual.wait), beside: public_(usual.beside), ours: true,
    };
  }

  /* It lies between them: both halves, and one tap in the space between. */
  #table(floor) {
    const { one } = this.words;
    const [a, b] = this.seats;
    const halves = this.seats.map((seat) => [seat, half(seat)]);
    const row = half(floor).row;
    const closing = floor.now.step === "closing";
    const presses = closing ? this.seats.filter((seat) => seat.can("thank")).map((seat) => this.#press(seat, "thank", "even"))
      : [row.write, row.main].filter((what) => what && floor.can(what)).map((what) => this.#press(floor, what, "main"))
        .concat((row.even ?? []).filter((what) => floor.can(what)).map((what) => this.#press(floor, what, "even")));
    return {
      ...this.#bare(floor), shape: "table", strip: "open", private: true,
      place: named(floor, row.ask), farName: { raw: a.words.mine }, nearName: { raw: b.words.mine },
      farNote: halves[0][1].row.near_note, nearNote: halves[1][1].row.near_note,
      far: this.#half(...halves[0]), said: this.#half(...halves[1]),
      status: { strong: named(floor, row.ask) }, even: presses,
      form: row.write && floor.can(row.write) && !("stand" in floor.at) ? { do: row.write, slot: `${floor.slot}:note`, aloud: true, seat: floor.letter } : null,
      extra: [{ t: "turn", label: document.documentElement.hasAttribute("data-turned") ? one.turn_back : one.turn }],
    };
  }

  #press(seat, what, look) {
    const label = this.words.named[what];
    const submit = seat.now.step !== "closing" && look === "main" && !("stand" in seat.at) && half(seat).row.write === what ? "write" : "";
    return { do: what, seat: seat.letter, look, submit, label: label ? named(seat, label) : undefined };
  }

  #half(seat, { row, told, stem, soon, ways }) {
    const { page } = this.words;
    const { named: labels, one } = this.words;
    const acts = [...ways, ...(seat.can("write") ? ["write"] : [])].map((what) => ({ do: what, seat: seat.letter, look: "plain", label: labels[what] && named(seat, labels[what]) }));
    if (seat.now.offer_help && seat.can("reword")) acts.push({ do: "reword", seat: seat.letter, look: "plain" });
    if (seat.now.floor === "you" && !("stand" in seat.at) && mayWrite(seat, row)) acts.push({ local: "byhand", look: "plain", label: one.by_hand });
    const mine = seat.now.floor === "you" || seat.now.step === "closing";
    return [
      ...shown(row.near, seat, told),
      mine && stem && { t: "stem", text: quoted(row.shape === "thank" ? page.whole : page.begins, stem) },
      row.near_text && { t: "quiet", text: named(seat, row.near_text) },
      seat.now.offer_help && seat.can("reword") && { t: "quiet", text: page.often_missed },
      !mine && soon && { t: "soon", lead: page.soon, text: quoted(page.begins, soon) },
      acts.length > 0 && { t: "ways", ways: acts },
    ].filter(Boolean);
  }
}

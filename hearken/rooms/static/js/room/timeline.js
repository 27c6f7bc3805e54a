/* What has happened, in order and once: shared events by seq, one's own by own. And what follows from them: the turns,
   their lines, and what was heard. It must never invent an event or reorder one. */

const NEW_TURN = new Set(["requested", "switched", "switched_later"]);
const NO_NEWS = new Set(["paused", "resumed", "time_picked", "said_back_again", "writing", "speaking"]);
const ONCE = new Set(["summarised", "validated", "empathised"]);
const SINGLE = new Set([...ONCE, "intended", "welcomed", "added", "partly_validated", "not_yet_valid",
  "other_feeling_named", "feeling_mirrored"]);

export class Timeline {
  seq = 0;
  own = 0;
  #shared = [];
  #mine = [];

  /* Take events in. False when one is missing in between: ask for everything since. */
  add(events) {
    for (const event of events) {
      const [place, list] = event.own ? ["own", this.#mine] : ["seq", this.#shared];
      if (event[place] <= this[place]) continue;
      if (event[place] !== this[place] + 1) return false;
      this[place] = event[place];
      list.push(event);
    }
    return true;
  }

  get parked() {
    return this.#mine.filter((event) => event.name === "parked").map((event) => event.text);
  }

  /* {turns, turn, last}: every turn; the present one; the name of the last event that says something new. */
  read(kinds) {
    const turns = [];
    let last = "";
    for (const event of this.#shared) {
      if (NEW_TURN.has(event.name)) {
        const kind = event.kind || turns.at(-1)?.kind;
        turns.push({ kind, moments: [], latest: new Map(), line: null, open: false, heard: null, prompt: 0 });
      }
      if (event.name === "no_time_found") turns.length = 0;
      if (!NO_NEWS.has(event.name)) last = event.name;
      const turn = turns.at(-1);
      if (turn) follow(turn, event, kinds[turn.kind]?.lines ?? []);
    }
    return { turns, turn: turns.at(-1), last };
  }
}

function follow(turn, event, lines) {
  const { name } = event;
  turn.latest.set(name, { text: "", ...event });
  if (name === "sent" || (name === "held_on" && !turn.open)) {
    const stem = lines[turn.prompt]?.short ?? "";
    const by = name === "sent" ? event.by : event.by === "you" ? "other" : "you";
    const aloud = event.aloud || name === "held_on";
    turn.line = { name: "sent", by, text: event.text ?? "", aloud, stem, parts: [], said: [], missed: "" };
    turn.open = true;
    turn.moments.push(turn.line);
  } else if (name === "sent_again" || name === "held_on") {
    Object.assign(turn.line, { text: event.text ?? "", aloud: event.aloud || name === "held_on", parts: [], said: [], missed: "" });
  } else if (name === "mirrored") {
    turn.line.said.push(event.text ?? "");
  } else if (name === "missed") {
    turn.line.missed = event.text ?? "";
    turn.line.parts.push(event.text ?? "");
  } else if (name === "rewording") {
    turn.line.missed = "";
  } else if (name === "got") {
    turn.heard = turn.line;
    turn.open = false;
    turn.prompt += 1;
  } else if (name === "skipped") {
    turn.prompt += 1;
  } else if (SINGLE.has(name)) {
    if (ONCE.has(name)) turn.moments = turn.moments.filter((moment) => moment.name !== name);
    turn.moments.push({ text: "", ...event });
  }
}

/* Given where things stand and what has happened: which screen, as plain data. No page, no words of its own.
   A string is the product's and may hold {other}; {raw} is a person's and is shown as it is. */

const VALUES = (...list) => list.filter(Boolean);

/* What a side shows. */
function shown(what, room, told) {
  const { turn } = told;
  const stems = stemsOf(room, turn);
  if (!what || !turn) return [];
  const heard = turn.heard ? [couplet(room, turn.heard)] : [];
  if (what === "couplet") return heard;
  if (what === "turn") return turn.moments.filter((each) => each.said?.length).map((each) => couplet(room, each));
  if (what === "all") return told.turns.flatMap((each) => readBack(room, each));
  if (what === "line" && turn.line) {
    const { stem, text, missed } = turn.line;
    if (missed) return [{ t: "said-small", text: { raw: text } }, { t: "said", lead: stems.missed, text: { raw: missed } }];
    return [{ t: "said", lead: lead(stem, text), text: { raw: text } }];
  }
  if (what === "mirror" && turn.line) return [{ t: "said", lead: stems.mirrored, text: { raw: turn.line.said.at(-1) ?? "" } }];
  const event = turn.latest.get(what);
  if (!event) return heard;
  const kind = room.words.kinds[turn.kind];
  if (what === "requested") return [{ t: "said", lead: event.text ? kind.name : "", text: { raw: event.text || kind.name } }];
  const feelings = (event.feelings ?? []).filter((word) => !event.text.toLowerCase().includes(word.toLowerCase()));
  return [{ t: "said", lead: stems[what], text: { raw: event.text }, feelings, ...also(event, stems) }];
}

const stemsOf = (room, turn) => room.words.kinds[turn?.kind]?.stems ?? {};
const also = (event, stems) => (event.also ? { lead2: stems[`${event.name}_also`], also: { raw: event.also } } : {});
/* Someone who wrote the stem again has said it: it is not shown twice. */
const lead = (stem, text) => (stem && !text.toLowerCase().startsWith(stem.toLowerCase()) ? stem : "");
const nameOf = (room, by) => (by === "you" ? room.words.page.you : { raw: room.words.other });
const opposite = (by) => (by === "you" ? "other" : "you");

/* On paper and in the log both have names: "you" is for the moment. */
const signed = (room, by) => ({ raw: by === "you" ? room.words.mine : room.words.other });

function couplet(room, line, t = "couplet", name = nameOf) {
  const two = line.said.length ? { name: name(room, opposite(line.by)), text: { raw: line.said.join("\n") } } : null;
  return { t, one: { name: name(room, line.by), lead: lead(line.stem, line.text), text: { raw: [line.text, ...line.parts].join("\n") } }, two };
}

function readBack(room, turn) {
  const stems = stemsOf(room, turn);
  return turn.moments.filter((each) => each.text).map((each) => {
    if (each.said) return couplet(room, each, "couplet-large", signed);
    const text = [each.text, each.also && `${stems[`${each.name}_also`]} ${each.also}`].filter(Boolean).join("\n");
    return { t: "couplet-large", one: { name: signed(room, each.by), lead: stems[each.name], text: { raw: text } } };
  });
}

/* The row of the table for this moment, with what differs after the last event or once this person has said yes. */
function rowOf(room, told) {
  const { now, words } = room;
  const role = words.screens[`${now.step}.either`] ? "either" : now.role;
  const keys = VALUES(told.last, now.step === "scheduled" && !now.at && "no_time", now.mine.assented && "have_assented",
    now.thanked.includes("you") && "have_thanked");
  const found = keys.map((key) => words.variants[`${now.step}.${role}.${key}`]);
  return Object.assign({ shape: "room", strip: "open" }, words.screens[`${now.step}.${role}`], ...VALUES(...found));
}

function formOf(room, row, kind, told, slot) {
  const { now } = room;
  if (!row.write || !now.can.includes(row.write)) return null;
  const line = row.stem === "sent" ? kind.lines.find((each) => each.key === now.prompt) : null;
  return {
    do: row.write, slot, stem: line?.stem ?? kind.stems[row.stem], feelings: row.write === "empathise",
    prefill: now.line_open && row.write === "send" ? told.turn.line.text : "",
  };
}

function subOf(room, kind, slot) {
  const what = room.local.open;
  if (!what || !room.now.can.includes(what)) return null;
  const stem = room.words.opens[what];
  if (stem === "time") return { do: what, time: true };
  return { do: what, slot: `${slot}:${what}`, stem: kind.stems[stem], also: kind.stems[`${stem}_also`] && what === "partial" ? kind.stems[`${stem}_also`] : "" };
}

function besideOf(room, row, kind) {
  const { now, words: { page }, local } = room;
  const hint = row.write && kind.lines?.find((each) => each.key === now.prompt && row.stem === "sent")?.hint;
  return VALUES(
    row.shape === "pause" && { t: "unsafe" },
    now.offer_help && now.can.includes("reword") && { t: "ask-help" },
    now.step === "accuracy" && local.hope && now.role === "sender" && { t: "slip", text: page.hoped, strong: { raw: local.hope } },
    (hint || row.hint) && !room.reading && { t: "slip", text: hint || row.hint },
    row.stem === "sent" && kind.begin?.length > 0 && row.write && { t: "begin", begin: kind.begin },
    row.shape === "answer" && { t: "slip", text: kind.about },
    now.step === "scheduled" && now.deferred_often && { t: "slip", text: page.often },
    now.unfinished && now.step === "empathising" && { t: "slip", text: page.unfinished },
    row.next && { t: "next", text: row.next },
  );
}

const EXTRA = { pause: "pause", thank: "felt", gone: "gone" };

function cardOf(room) {
  const { words: { page }, local } = room;
  const bare = { place: page.card_place, status: {}, strip: "none", said: [], shape: "card", even: [] };
  if (local.notTonight) {
    const far = [{ t: "title", title: page.none_title, text: page.none_mine }];
    return { ...bare, far, extra: [{ t: "help" }], acts: [{ do: "read_card", look: "quiet" }], beside: [{ t: "way-back" }] };
  }
  const far = [{ t: "title", title: page.card_title, text: page.card_text }];
  return { ...bare, far, extra: [{ t: "card" }], acts: [], beside: [{ t: "way-back" }] };
}

/* Everything the page shows, as data. `local` is what only this page knows: open fields, hopes, refusals. */
export function view(room) {
  const { now, words, local, reading } = room;
  const told = room.timeline.read(words.kinds);
  const slot = [now.step, now.turn, now.prompt].join(":");
  const can = reading ? [] : now.can;
  const kind = words.kinds[now.kind] ?? { stems: {}, lines: [] };
  const mine = { ...room, now: { ...now, can } };
  const may = (list = []) => list.filter((what) => can.includes(what));
  const log = told.turns.flatMap((each) => readBack(room, each));
  const common = { slot, told, log, shape: "card", floor: floorOf(now, can), wait: [], note: "", form: null, sub: null };
  if (!now.mine.card_read && may(["read_card"]).length && ["idle", "requested"].includes(now.step) && now.role !== "sender") {
    return { ...common, ...cardOf(room) };
  }
  const row = rowOf(room, told);
  const sub = subOf(mine, kind, slot);
  const form = sub ? null : formOf(mine, row, kind, told, slot);
  const even = may(row.even).filter((what) => what !== "keep" && (what !== "let_go" || now.mine.assented) && !(now.mine.assented && what === assentOf(now)));
  const no = now.step === "idle" && told.last === "no_time_found";
  const title = row.title && row.shape !== "pause" && { t: "title", title: row.title, text: row.far_text };
  const waiting = now.mine.assented ? "" : now.step === "settle" || now.step === "scheduled" ? row.main : "";
  return {
    ...common,
    shape: row.shape,
    place: VALUES(kind.name && `${kind.name}.`, row.place).join(" "),
    steps: form?.do === "send" && kind.lines.length > 0 && kind.lines.map((each) => ({ text: each.step, on: each.key === now.prompt })),
    status: reading ? { strong: words.page[`reading_${reading}`] } : no ? (local.notTonight ? { strong: words.page.none_title, status: words.page.none_mine } : { strong: words.page.none, status: words.page.none_why })
      : { strong: row.shape === "pause" || row.shape === "gone" ? row.title : row.strong, status: row.status },
    strip: no || reading ? "open" : row.strip,
    even: row.strip === "offered" && !sub ? even : [],
    farNote: row.far_note, nearNote: form ? "" : row.near_note,
    far: VALUES(!["gone", "thank"].includes(row.shape) && title, ...shown(row.far, room, told), !title && row.far_text && { t: "quiet", text: row.far_text }),
    said: VALUES(row.shape === "thank" && title, ...shown(row.near, room, told)),
    extra: VALUES(reading ? { t: reading === "tab" ? "take" : "device" } : extraOf(row, now, can)),
    heat: now.needs_heat && may(["accept", "ready"]).length > 0,
    form,
    labels: row.labels, acts: sub ? [] : VALUES(form && { do: form.do, look: "main", submit: "write" }, ...acts(may, row, waiting || (row.main && !now.mine.assented ? row.main : "")),
      ...(row.strip === "offered" ? [] : even.map((what) => ({ do: what, look: "even" }))),
      ...may(row.plain).filter(() => row.shape !== "readback").map((what) => ({ do: what, look: "plain" }))),
    sub,
    note: form ? words.page.draft : row.near_text,
    wait: VALUES(row.strip === "breathing" && { t: "still" }, !reading && row.hope && told.turn?.line && { t: "hope", text: words.page.hope, line: told.turn.line.missed || told.turn.line.text },
      row.wait && { t: "slip", text: row.wait }, may(["park"]).length && { t: "park", parked: room.timeline.parked }),
    beside: besideOf(mine, row, kind),
    carry: row.carry,
  };
}

const assentOf = (now) => ({ switch_offer: "switch", paused: "resume" })[now.step];
const acts = (may, row, main) => may([main]).map((what) => ({ do: what, look: "main", submit: row.shape === "choose" ? "choose" : "" }));
const floorOf = (now, can) => (["paused", "ended", "kept", "gone", "requested"].includes(now.step) ? [] : can.filter((what) => what === "pause" || what === "end"));

function extraOf(row, now, can) {
  if (row.shape === "choose") return can.includes("request") && { t: "choose" };
  if (row.shape === "readback") return now.step === "kept" ? { t: "kept" } : can.includes("keep") && !now.mine.assented ? { t: "keep" } : null;
  if (row.shape === "thank" && !can.includes("thank")) return null;
  return EXTRA[row.shape] && { t: EXTRA[row.shape] };
}

/* Given where things stand and what has happened: which screen, as plain data. No page, no words of its own.
   A string is the product's and may hold {other}; {raw} is a person's and is shown as it is. */

import { readBack, shown } from "./pieces.js";

const VALUES = (...list) => list.filter(Boolean);

/* The row of the table for this moment, with what differs after the last event or once this person has said yes. */
function rowOf(room, told) {
  const { now, words } = room;
  const role = words.screens[`${now.step}.either`] ? "either" : now.role;
  const keys = VALUES(told.last, now.step === "scheduled" && !now.at && "no_time", now.mine.assented && "have_assented",
    now.thanked.includes("you") && "have_thanked");
  const found = keys.map((key) => words.variants[`${now.step}.${role}.${key}`]);
  const row = Object.assign({ shape: "room", strip: "open" }, words.screens[`${now.step}.${role}`]);
  return Object.assign(row, aloudRow(room, row, told), ...VALUES(...found), aloudVariant(room, told));
}

const SILENT = { far_text: "", wait: "", next: "", hint: "", hope: false, carry: false };
const listens = ({ aloud, now }) => aloud && now.floor === "other" && !now.writing;

/* Where people talk: prompts instead of fields, and nothing to read while somebody speaks. */
function aloudRow(room, row, told) {
  const { now, words } = room;
  const over = words.aloud.rows[`${now.step}.${now.role}`];
  if (!room.aloud || !over || told.turns.length === 0) return {};
  if (now.writing && now.floor === "other") return { strong: words.aloud.page.writes, status: words.aloud.page.writes_status };
  if (room.shared && row.shape === "thank") return over;
  if (!room.speaks || row.shape !== "room") return {};
  const other = words.aloud.rows[`${now.step}.${now.role === "sender" ? "receiver" : "sender"}`];
  return { ...SILENT, far_note: other.near_note, ...over, plain: [...(over.plain ?? []), ...(row.plain ?? [])] };
}

function aloudVariant(room, told) {
  const { now, words } = room;
  return room.speaks && !(now.writing && now.floor === "other") ? words.aloud.variants[`${now.step}.${now.role}.${told.last}`] : {};
}

/* What one half of a device between two people shows, and what this person may press there. */
export function half(room) {
  const { now, words } = room;
  const told = room.timeline.read(words.kinds);
  const row = rowOf(room, told);
  const kind = words.kinds[now.kind] ?? { stems: {}, lines: [] };
  return { row, told, stem: stemOf(row, kind, now), soon: kind.stems[row.soon] ?? firstStem(row, kind), ways: (row.plain ?? []).filter((what) => room.can(what)) };
}

export const quoted = (pattern, stem) => (stem ? pattern.replace("{stem}", stem) : "");
const firstStem = (row, kind) => (row.soon === "sent" ? kind.lines[0]?.stem ?? "" : "");
const stemOf = (row, kind, now) => (row.stem === "sent" ? kind.lines.find((each) => each.key === now.prompt)?.stem : "") || kind.stems[row.stem] || (row.shape === "thank" ? row.title : "");

function formOf(room, row, kind, told, slot) {
  const { now } = room;
  if (!row.write || !now.can.includes(row.write)) return null;
  const stem = stemOf(row, kind, now);
  if (room.speaks) return { do: row.write, slot: `${slot}:note`, stem: quoted(room.words.aloud.page.begins, stem), text: row.near_text, aloud: true };
  return {
    do: row.write, slot, stem, feelings: row.write === "empathise",
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
    !room.speaks && row.stem === "sent" && kind.begin?.length > 0 && row.write && { t: "begin", begin: kind.begin },
    row.shape === "answer" && { t: "slip", text: kind.about },
    now.step === "scheduled" && now.deferred_often && { t: "slip", text: page.often },
    now.unfinished && now.step === "empathising" && { t: "slip", text: page.unfinished },
    row.next && { t: "next", text: row.next },
  );
}

const EXTRA = { pause: "pause", thank: "felt", gone: "gone" };

function cardOf(room) {
  const { words: { page }, local } = room;
  const wayBack = room.shared ? [] : [{ t: "way-back" }]; // it opens one person's side: never shown on a device of both
  const bare = { place: page.card_place, status: {}, strip: "none", said: [], shape: "card", even: [] };
  if (local.notTonight) {
    const far = [{ t: "title", title: page.none_title, text: page.none_mine }];
    return { ...bare, far, extra: [{ t: "help" }], acts: [{ do: "read_card", look: "quiet" }], beside: wayBack };
  }
  const far = [{ t: "title", title: page.card_title, text: page.card_text }];
  return { ...bare, far, extra: [{ t: "card" }], acts: [], beside: wayBack };
}

/* Everything the page shows, as data. `local` is what only this page knows: open fields, hopes, refusals. */
export function view(room) {
  const { now, words, local, reading } = room;
  const told = room.timeline.read(words.kinds);
  const { slot } = room;
  const can = reading ? [] : now.can;
  const kind = words.kinds[now.kind] ?? { stems: {}, lines: [] };
  const mine = { words, local, reading, aloud: room.aloud, speaks: room.speaks, now: { ...now, can } };
  const may = (list = []) => list.filter((what) => can.includes(what));
  const log = told.turns.flatMap((each) => readBack(room, each));
  const common = { slot, told, log, shape: "card", floor: floorOf(now, can), wait: [], note: "", form: null, sub: null };
  if (!now.mine.card_read && may(["read_card"]).length && ["idle", "requested"].includes(now.step) && now.role !== "sender") {
    return { ...common, ...cardOf(room) };
  }
  const row = rowOf(room, told);
  const ways = voiceWays(room, row, may);
  const prompts = room.aloud && row.shape === "room" && Boolean(words.aloud.rows[`${now.step}.${now.role}`]);
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
    farNote: row.far_note, nearNote: form || prompts ? "" : row.near_note,
    far: VALUES(!["gone", "thank"].includes(row.shape) && title, ...shown(row.far, room, told), !title && row.far_text && { t: "quiet", text: row.far_text }),
    said: VALUES(row.shape === "thank" && title, ...shown(row.near, room, told),
      prompts && !form && row.near_text && { t: "quiet", text: row.near_text }, listens(room) && soonOf(room)),
    extra: VALUES(reading ? { t: reading === "tab" ? "take" : "device" } : extraOf(row, now, can)),
    heat: now.needs_heat && may(["accept", "ready"]).length > 0,
    form,
    labels: { ...(room.speaks && words.aloud.own), ...row.labels }, acts: sub ? [] : VALUES(form && { do: form.do, look: "main", submit: "write" }, ...acts(may, row, waiting || (row.main && !now.mine.assented ? row.main : "")),
      ...(row.strip === "offered" ? [] : even.map((what) => ({ do: what, look: "even" }))),
      ...may(row.plain).filter(() => row.shape !== "readback").map((what) => ({ do: what, look: "plain" })), ...ways),
    sub,
    note: form && !form.aloud ? words.page.draft : prompts ? "" : row.near_text,
    wait: VALUES(row.strip === "breathing" && { t: "still" }, !reading && row.hope && told.turn?.line && { t: "hope", text: words.page.hope, line: told.turn.line.missed || told.turn.line.text },
      row.wait && { t: "slip", text: row.wait }, may(["park"]).length && !room.shared && { t: "park", parked: room.timeline.parked }),
    beside: besideOf(mine, row, kind),
    carry: row.carry,
  };
}

/* One of the answers here is words, and could be written too. */
export const mayWrite = (room, row) => !room.local.byHand && (row.even ?? []).some((what) => room.words.aloud.may.includes(what) && room.can(what));

/* Aloud or in writing, for this one line. */
function voiceWays(room, row, may) {
  if (!room.aloud) return [];
  const [what] = may(room.now.writing ? ["speak"] : ["write"]);
  if (what) return [{ do: what, look: "plain" }];
  return mayWrite(room, row) && !room.local.open ? [{ local: "byhand", look: "plain", label: room.words.aloud.one.by_hand }] : [];
}

function soonOf(room) {
  const { soon } = half(room);
  return soon && { t: "soon", lead: room.words.aloud.page.soon, text: quoted(room.words.aloud.page.begins, soon) };
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

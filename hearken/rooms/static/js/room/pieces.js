/* What has been said, as pieces of a screen: lines, couplets, the whole of it. A string is the product's and may hold
   {other}; {raw} is a person's and is shown as it is. What was said aloud has no words here, and none are made up. */

/* What a side shows. */
export function shown(what, room, told) {
  const { turn } = told;
  const stems = room.words.kinds[turn?.kind]?.stems ?? {};
  if (!what || !turn) return [];
  const heard = turn.heard && written(turn.heard) ? [couplet(room, turn.heard)] : [];
  if (what === "couplet") return heard;
  if (what === "turn") return turn.moments.filter((each) => each.said?.length && written(each)).map((each) => couplet(room, each));
  if (what === "all") return everything(room, told);
  if (what === "line" && turn.line) {
    const { stem, text, missed } = turn.line;
    if (missed) return [{ t: "said-small", text: { raw: text } }, { t: "said", lead: stems.missed, text: { raw: missed } }];
    return text ? [{ t: "said", lead: lead(stem, text), text: { raw: text } }] : [];
  }
  if (what === "mirror" && turn.line) {
    const last = turn.line.said.at(-1);
    return last ? [{ t: "said", lead: stems.mirrored, text: { raw: last } }] : [];
  }
  const event = turn.latest.get(what);
  if (!event) return heard;
  const kind = room.words.kinds[turn.kind];
  if (what === "requested") return [{ t: "said", lead: event.text ? kind.name : "", text: { raw: event.text || kind.name } }];
  if (!event.text && !event.feelings?.length) return [];
  const feelings = (event.feelings ?? []).filter((word) => !event.text.toLowerCase().includes(word.toLowerCase()));
  return [{ t: "said", lead: stems[what], text: { raw: event.text }, feelings, ...also(event, stems) }];
}

/* The whole of it. Where nothing was written down, that is said instead. */
function everything(room, told) {
  const words = told.turns.some(({ moments }) => moments.some((each) => each.text || each.said?.join("") || each.parts?.join("")));
  return words ? told.turns.flatMap((each) => readBack(room, each)) : [{ t: "quiet", text: room.words.aloud.page.nothing_written }];
}

const written = (line) => Boolean(line.text || line.parts.join("") || line.said.join(""));
const also = (event, stems) => (event.also ? { lead2: stems[`${event.name}_also`], also: { raw: event.also } } : {});
/* Someone who wrote the stem again has said it: it is not shown twice. */
const lead = (stem, text) => (stem && !text.toLowerCase().startsWith(stem.toLowerCase()) ? stem : "");
const nameOf = (room, by) => (by === "you" ? room.words.page.you : { raw: room.words.other });
const opposite = (by) => (by === "you" ? "other" : "you");
/* On paper and in the log both have names: "you" is for the moment. */
const signed = (room, by) => ({ raw: by === "you" ? room.words.mine : room.words.other });

const lines = (list) => list.filter(Boolean).join("\n");

function couplet(room, line, t = "couplet", name = nameOf) {
  const { said_aloud: aloud, said_back_aloud: back } = room.words.aloud.page;
  const one = lines([line.text, ...line.parts]);
  const two = lines(line.said);
  return {
    t,
    one: { name: name(room, line.by), lead: lead(line.stem, line.text), text: one ? { raw: one } : aloud },
    two: line.said.length ? { name: name(room, opposite(line.by)), text: two ? { raw: two } : back } : null,
  };
}

/* Everything of a turn that was said, in its order, with names. */
export function readBack(room, turn) {
  const stems = room.words.kinds[turn.kind]?.stems ?? {};
  return turn.moments.filter((each) => each.text || each.aloud).map((each) => {
    if (each.said) return couplet(room, each, "couplet-large", signed);
    const text = lines([each.text, each.also && `${stems[`${each.name}_also`]} ${each.also}`]);
    const one = { name: signed(room, each.by), lead: stems[each.name], text: text ? { raw: text } : room.words.aloud.page.said_aloud };
    return { t: "couplet-large", one };
  });
}

/* What a person asks for, gathered from its form or from the number beside its button. It must never add anything that
   is not on the page. */

import { one } from "./draw.js";
import { chosen } from "./times.js";

/* {do, ...}: only what is given. `words.carries` names what each command may carry. */
export function command(what, from, words) {
  const form = from.matches("form") ? from : null;
  const given = new FormData(form ?? undefined);
  const made = { do: what };
  for (const key of words.carries[what] ?? []) {
    if (key === "feelings") made.feelings = given.getAll("feelings");
    else if (key === "at") made.at = chosen(form ?? from);
    else if (key === "number") made.number = numberOf(form, what);
    else if (given.get(key)) made[key] = given.get(key).trim();
  }
  if (made.kind && !words.kinds[made.kind].heat) delete made.number;
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined && value !== null && value !== ""));
}

function numberOf(form, what) {
  const scale = one(`[data-number="${what === "thank" ? "felt" : "heat"}"]`, form && one("[data-number]", form) ? form : one("main"));
  const value = scale && one("input:checked", scale)?.value;
  return value === undefined || value === null ? undefined : Number(value);
}

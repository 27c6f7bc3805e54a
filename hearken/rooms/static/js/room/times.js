/* Times within a day, in the reader's own zone. Unix seconds go out; words for them come from the page. */

import { all, make, one, say } from "./draw.js";

const DAY = 24 * 60 * 60;
const seconds = (date) => Math.floor(date.getTime() / 1000);
const lang = () => document.documentElement.lang;
/* The words of the page, the clock of the reader: 20:00 or 8 pm. */
const hours = () => ({ hour: "numeric", minute: "2-digit", hour12: new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 });

/* "20:00", with the day in front when it is not today. */
export function clock(at) {
  const date = new Date(at * 1000);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(lang(), { ...hours(), ...(today ? {} : { weekday: "long" }) });
}

function offers(now) {
  const at = (days, hour) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return seconds(date);
  };
  const start = seconds(now);
  return [["minutes", start + 20 * 60], ["hour", start + 60 * 60], ["evening", at(0, 20)], ["morning", at(1, 9)]]
    .filter(([, time]) => time > start && time <= start + DAY);
}

export function timeForm(words) {
  const rows = offers(new Date()).map(([key, time]) => {
    const row = make("when");
    one("input", row).value = time;
    const hour = new Date(time * 1000).toLocaleTimeString(lang(), hours());
    one("span", row).replaceChildren(...say(words[key], { time: hour }));
    return row;
  });
  const form = make("time", { times: rows });
  const own = one("[name=own]", form);
  const last = one('[value="own"]', form);
  own.addEventListener("input", () => { last.checked = true; });
  return form;
}

/* The chosen time in unix seconds; undefined when none was chosen. */
export function chosen(form) {
  const value = all("[name=when]", form).find((input) => input.checked)?.value;
  if (value !== "own") return value ? Number(value) : undefined;
  const own = seconds(new Date(one("[name=own]", form).value));
  return Number.isNaN(own) ? undefined : own;
}

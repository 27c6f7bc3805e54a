/* More time, pause, stop: the note above them. Nothing here is sent, and nothing is asked twice but stopping. */

import { all, region } from "./draw.js";

/* The note above the floor: one at a time, shut by the button that opened it. */
export function floorNote(button, what, build) {
  const open = button && button.getAttribute("aria-expanded") !== "true";
  for (const each of all(".floor [aria-expanded]")) each.setAttribute("aria-expanded", String(Boolean(open) && each === button));
  region("floor-note", open ? what : null, build);
}

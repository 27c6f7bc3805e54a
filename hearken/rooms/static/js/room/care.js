/* The card for what was written on this page: near the writer's own place, said once, and it takes no focus. It must never
   ask the network for anything, and never stand on a screen that is not its writer's alone. */

import { make, region } from "./draw.js";

/* level: 1 asks, 2 puts help first; nothing there takes the card away. */
export function care(level) {
  region("care", level || null, () => make(`care-${level}`, { lines: make("care-lines") }));
  region("care-said", level || null, () => make(`care-said-${level}`));
}

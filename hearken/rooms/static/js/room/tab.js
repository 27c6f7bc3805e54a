/* The name of this tab, kept when it is loaded again. It is put aside only while there is no page, so a doubled tab,
   which gets a copy of all that was put aside, takes a name of its own. It must never hold anything but that name. */

import { opaque } from "./queue.js";

const KEY = "tab";

export const tab = sessionStorage.getItem(KEY) ?? opaque();

const shown = () => sessionStorage.removeItem(KEY);

shown();
addEventListener("pageshow", shown);
addEventListener("pagehide", () => sessionStorage.setItem(KEY, tab));

/* From words and templates to the page, with the least change. Only text nodes and clones: what a person wrote is never
   markup, and a part of the page whose words are the same is not touched, so nobody loses the place they write at. */

const templates = new Map();

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function clone(id) {
  if (!templates.has(id)) templates.set(id, document.getElementById(`t-${id}`).content);
  return templates.get(id).cloneNode(true);
}

const NAMES = ["me", "other"];

/* Text with {me} and {other} set apart as names. `vars` holds the names, and times. */
export function say(text, vars) {
  return String(text).split(/(\{\w+\})/).filter(Boolean).map((bit) => {
    const key = /^\{(\w+)\}$/.exec(bit)?.[1];
    if (!key) return document.createTextNode(bit);
    if (!NAMES.includes(key)) return document.createTextNode(vars[key] ?? "");
    const name = clone("name");
    name.firstChild.textContent = vars[key] ?? "";
    return name;
  });
}

/* A clone of a template with its places filled: nodes or plain text; nothing there takes the place out. */
export function make(id, parts = {}, other = "") {
  const made = clone(id);
  for (const name of all("[data-other]", made)) name.textContent = other;
  for (const place of all("[data-put]", made)) {
    const part = parts[place.dataset.put];
    if (!part || part.length === 0) {
      place.remove();
      continue;
    }
    const inner = one("[data-in]", place) ?? place;
    inner.replaceChildren(...(Array.isArray(part) ? part : [part]));
  }
  return made;
}

/* Draw one region of the page if what it shows has changed. `build` returns nodes; `what` is plain data. True if drawn. */
export function region(name, what, build) {
  const place = one(`[data-region="${name}"]`);
  const mark = JSON.stringify(what ?? null);
  if (place.dataset.mark === mark) return false;
  place.dataset.mark = mark;
  const nodes = what ? build(what) : [];
  place.replaceChildren(...(Array.isArray(nodes) ? nodes : [nodes]));
  return true;
}

/* Carried words: the same words on both sides get the clay line. Nothing is counted, and nothing is said about the rest:
   a line under a word is a thread between two people, never a score. */

import { all, one } from "./draw.js";

const SMALL = /^(i|you|your|yours|my|mine|me|we|our|us|and|to|it|the|a|an|of|in|on|at|that|this|was|were|is|are|am|be|so|when|but|for|with)$/;

const word = (text) => text.toLowerCase().replaceAll("’", "'").replace(/[^\p{L}\p{N}']/gu, "");

const carries = (text, others) => {
  const plain = word(text);
  return Boolean(plain) && !SMALL.test(plain) && others.has(plain);
};

/* Mark in `place` the words that are also in `other`. The text stays text. */
function mark(place, other) {
  const bits = place.textContent.split(/(\s+)/);
  const others = new Set(other.split(/\s+/).map(word));
  const kept = bits.map((bit) => carries(bit, others));
  const runs = [];
  bits.forEach((bit, at) => {
    const on = kept[at] || (at % 2 === 1 && kept[at - 1] && kept[at + 1]) || false;
    const last = runs.at(-1);
    if (last && last.on === on) last.text += bit;
    else runs.push({ on, text: bit });
  });
  place.replaceChildren(...runs.map(({ on, text }) => {
    const span = document.createElement("span");
    span.textContent = text;
    span.className = on ? "kept" : "";
    return span;
  }));
}

/* While somebody writes: on the other side. Once it came back: on both. */
export function carry({ carry: on, form }) {
  if (!on) return;
  const field = form && one("#line");
  const far = all('[data-region="far"] .said[data-carry], [data-region="far"] p:first-child > span > [data-carry]').at(-1);
  const near = all('[data-region="said"] [data-carry]').at(-1);
  if (field && far) mark(far, field.value);
  else if (far && near) {
    mark(far, near.textContent);
    mark(near, far.textContent);
  }
}

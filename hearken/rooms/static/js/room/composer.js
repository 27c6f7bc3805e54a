/* The fields people write in: what they hold, kept through redraws and sent to the server as a draft, at most once a
   second. A draft belongs to its slot, and comes back only there. It must never put one slot's words into another. */

import { all, one } from "./draw.js";

const EVERY = 1_000;
const BETWEEN = "\u001e";
const MOST_FEELINGS = 3;
const MOST = 4_000; // characters of a draft: beyond any line, within any frame
const listing = () => new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });

export class Composer {
  #texts = new Map();
  #timer = 0;
  #due = null;

  constructor(line) {
    this.line = line;
  }

  /* What the server kept, where this page has nothing newer. */
  restore(draft) {
    if (draft?.text && !this.#texts.has(draft.slot)) this.#texts.set(draft.slot, draft.text);
  }

  /* After a reconnect: the server may have an older draft. */
  again() {
    if (this.#due) this.#send();
  }

  /* The open field a kept draft belongs to, other than the main one of this slot. */
  opened(slot) {
    const key = [...this.#texts.keys()].find((each) => each.startsWith(`${slot}:`) && this.#texts.get(each));
    return key?.slice(slot.length + 1) ?? null;
  }

  /* Fill a freshly drawn form. */
  mount(form, where) {
    const text = form && one("[name=text]", one(where));
    if (!text || form.time) return;
    const [first, second] = (this.#texts.get(form.slot) ?? form.prefill ?? "").split(BETWEEN);
    text.value = first;
    const also = one("[name=also]", one(where));
    if (also) also.value = second ?? "";
    text.form.dataset.slot = form.slot;
  }

  /* Somebody wrote. Returns the number of words in the field. */
  wrote(form) {
    const { slot } = form.dataset;
    if (!slot) return 0;
    const text = one("[name=text]", form).value;
    const also = one("[name=also]", form)?.value;
    this.#texts.set(slot, also ? `${text}${BETWEEN}${also}` : text);
    this.#due = slot;
    this.#timer ||= setTimeout(() => this.#send(), EVERY);
    return text.split(/\s+/).filter(Boolean).length;
  }

  /* The words have arrived: they are no draft any more. */
  sent(slot) {
    this.#texts.delete(slot);
    if (this.#due === slot) this.#due = null;
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#due === null) return;
    const text = (this.#texts.get(this.#due) ?? "").slice(0, MOST);
    if (this.line.send({ t: "draft", slot: this.#due, text })) this.#due = null;
  }

  /* Another way to begin, in front of what is there. */
  begin(form, words) {
    const field = one("[name=text]", form);
    field.value = `${words} ${field.value}`;
    field.focus();
    field.setSelectionRange(words.length + 1, words.length + 1);
    this.wrote(form);
  }

  /* Feelings that were picked stand in the line until the line says something of its own. */
  feel(form) {
    const boxes = all("[name=feelings]", form);
    const picked = boxes.filter((box) => box.checked).map((box) => box.value);
    for (const box of boxes) box.disabled = picked.length >= MOST_FEELINGS && !box.checked;
    const field = one("[name=text]", form);
    if (field.value.trim() && field.value !== form.dataset.felt) return;
    field.value = form.dataset.felt = listing().format(picked);
    this.wrote(form);
  }
}

/* Operations on their way. Each keeps its id until it is answered, so sending it twice changes nothing. In memory only:
   what was not acknowledged is still in its field. */

const ID_BYTES = 16;
const MOST = 5_000; // far above the longest line, far below the largest frame, in any script

export function opaque() {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export class Queue {
  #waiting = new Map();

  constructor(line) {
    this.line = line;
  }

  get first() {
    return this.#waiting.values().next().value?.op;
  }

  /* `slot`: the draft these words come from. It stays here. False: too much for one operation. */
  add(command, slot = "") {
    const op = { t: "op", id: opaque(), ...command };
    if (JSON.stringify(op).length > MOST) return false;
    this.#waiting.set(op.id, { op, slot });
    if (!this.line.send(op) && this.line.polling) this.line.post(op);
    return true;
  }

  /* Let go of everything: the words are still in their fields. */
  drop() {
    this.#waiting.clear();
  }

  /* After a new welcome: everything still unanswered, in its order. */
  flush() {
    for (const { op } of this.#waiting.values()) this.line.send(op);
  }

  /* {op, slot} of this id, which is now answered; undefined if it is not ours or was answered before. */
  answered(id) {
    const known = this.#waiting.get(id);
    this.#waiting.delete(id);
    return known;
  }
}

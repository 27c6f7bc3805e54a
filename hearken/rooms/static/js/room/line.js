/* The connection of this page to its room: a socket, and plain requests where sockets do not get through.
   It carries frames and knows nothing of what they say. It must never drop a frame it was given without saying so. */

const BACKOFF = [500, 1000, 2000, 4000, 8000];
const PING_EVERY = 20_000;
const PONG_WITHIN = 10_000;
const POLL_EVERY = 3_000;
const SOCKETS_TRIED = 3;
const TRY_SOCKETS_AGAIN = 30_000;
const SAY_LOST_AFTER = 2_000;
const NOT_UNDERSTOOD = [1008, 1009];

export class Line {
  #socket = null;
  #busy = false;
  #ended = false;
  #tries = 0;
  #refusals = 0;
  #retry = 0;
  #pong = 0;
  #lost = 0;
  #poll = 0;

  /* at: {ticket, frames, csrf}; hello(): the hello frame; take(frame); open(): ready to send; lost(yes); gone(); poll(): time
     to ask by request; refuse(): what was sent was not understood. */
  constructor(at, page) {
    this.at = at;
    this.page = page;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.#letGo());
    addEventListener("pageshow", (event) => event.persisted && this.now());
    setInterval(() => this.#ping(), PING_EVERY);
  }

  get live() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get polling() {
    return Boolean(this.#poll);
  }

  /* Connect at once, without waiting for the next try. */
  now() {
    this.#tries = 0;
    clearTimeout(this.#retry);
    if (this.#socket && !this.live) this.#socket.close();
    this.#connect();
  }

  /* Start afresh: the answer to hello brings whatever was missed. */
  again() {
    this.#socket?.close();
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#retry);
    clearInterval(this.#poll);
    this.#socket?.close();
  }

  /* True when the frame went into an open socket. */
  send(frame) {
    if (this.live) this.#socket.send(JSON.stringify(frame));
    return this.live;
  }

  /* The same by one request, with at most one operation; its answers are taken like any frames. */
  async post(op) {
    try {
      const body = JSON.stringify(op ? { hello: this.page.hello(), op } : { hello: this.page.hello() });
      const answer = await this.#fetch(this.at.frames, body);
      if (answer.status === 404) return this.page.gone();
      if (answer.status >= 500) throw new Error("server");
      this.#lose(false);
      for (const frame of await answer.json()) this.page.take(frame);
    } catch {
      this.#lose(true);
    }
  }

  #fetch(address, body = null) {
    const headers = { "X-CSRFToken": this.at.csrf, "Content-Type": "application/json" };
    return fetch(address, { method: "POST", headers, body, credentials: "same-origin", cache: "no-store" });
  }

  async #connect() {
    if (this.#socket || this.#busy || this.#ended) return;
    this.#busy = true;
    try {
      const answer = await this.#fetch(this.at.ticket);
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return this.page.gone();
      if (!answer.ok) throw new Error("server");
      this.#open(await answer.text());
    } catch {
      this.#later();
    } finally {
      this.#busy = false;
    }
  }

  #open(ticket) {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?ticket=${ticket}`);
    let greeted = false;
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.page.hello()));
    socket.onmessage = ({ data }) => {
      clearTimeout(this.#pong);
      if (!greeted) {
        greeted = true;
        this.#tries = this.#refusals = 0;
        clearInterval(this.#poll);
        this.#poll = 0;
        this.#lose(false);
      }
      this.page.take(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      if (greeted && NOT_UNDERSTOOD.includes(code)) this.page.refuse();
      this.#socket = null;
      clearTimeout(this.#pong);
      this.#refusals += greeted ? 0 : 1;
      this.#later();
    };
  }

  #later() {
    if (this.#ended) return;
    this.#lose(!this.#poll);
    if (this.#refusals >= SOCKETS_TRIED && !this.#poll) {
      this.#poll = setInterval(() => this.page.poll(), POLL_EVERY);
      this.page.poll();
    }
    const wait = BACKOFF[Math.min(this.#tries, BACKOFF.length - 1)] * (0.75 + Math.random() / 2);
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), this.#poll ? TRY_SOCKETS_AGAIN : wait);
  }

  #lose(yes) {
    if (!yes) {
      clearTimeout(this.#lost);
      this.#lost = 0;
      this.page.lost(false);
    } else if (!this.#lost) {
      this.#lost = setTimeout(() => this.page.lost(true), SAY_LOST_AFTER);
    }
  }

  #ping() {
    if (!this.send({ t: "ping" })) return;
    clearTimeout(this.#pong);
    const socket = this.#socket;
    this.#pong = setTimeout(() => this.#socket === socket && this.#letGo(), PONG_WITHIN);
  }

  /* A dead network may never say that a socket has closed: let go of it here. */
  #letGo() {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#pong);
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
    this.#later();
  }
}

// A proxy in front of a deployment that can hold one chosen request, so that whoever sent it can
// be killed while it waits: before the request has reached the deployment, or after it has acted.
// SPDX-License-Identifier: MIT
//
// It knows git-cvx's requests from those of the official CLI by the header that all clients send.
// A request that was held is never forwarded later, nor its answer delivered: its sender is gone.
import { once } from "node:events";
import { createServer, request as send } from "node:http";

async function bodyOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** "lease:acquire" for a function call, the URL's path for everything else. */
function labelOf(incoming, body) {
  const route = incoming.url.split("?")[0];
  if (!/^\/api\/(query|mutation|action|function)$/.test(route)) return route;
  return JSON.parse(body).path;
}

export class Gate {
  #target;
  #server;
  #wanted = null;
  #held = [];
  /** Who sent what since the last forget(): [{by: "git-cvx" | "cli", label}]. */
  requests = [];

  static async open(target) {
    const gate = new Gate(target);
    gate.#server.listen(0, "127.0.0.1");
    await once(gate.#server, "listening");
    gate.url = `http://127.0.0.1:${gate.#server.address().port}`;
    return gate;
  }

  constructor(target) {
    this.#target = target;
    this.#server = createServer((incoming, outgoing) =>
      this.#serve(incoming, outgoing).catch(() => outgoing.destroy()),
    );
  }

  async #serve(incoming, outgoing) {
    const body = await bodyOf(incoming);
    const client = String(incoming.headers["convex-client"] ?? "");
    const seen = { by: client.startsWith("git-cvx-") ? "git-cvx" : "cli" };
    seen.label = labelOf(incoming, body);
    this.requests.push(seen);
    const hold = this.#due(seen);
    if (hold?.when === "before") return this.#keep(outgoing, hold);
    const { status, headers, answer } = await this.#forward(incoming, body);
    if (hold) return this.#keep(outgoing, hold);
    outgoing.writeHead(status, headers);
    outgoing.end(answer);
  }

  #due({ by, label }) {
    const wanted = this.#wanted;
    const concerned = wanted && (!wanted.by || wanted.by === by);
    if (!concerned || (wanted.label && wanted.label !== label) || --wanted.nth > 0) return null;
    this.#wanted = null;
    return wanted;
  }

  #keep(outgoing, hold) {
    this.#held.push(outgoing);
    hold.reached();
  }

  async #forward(incoming, body) {
    const url = new URL(incoming.url, this.#target);
    const headers = { ...incoming.headers, host: url.host };
    const onward = send(url, { method: incoming.method, headers });
    onward.end(body);
    const [answer] = await once(onward, "response");
    return { status: answer.statusCode, headers: answer.headers, answer: await bodyOf(answer) };
  }

  /**
   * Holds the nth request of that kind from now on; the promise is kept when it is there. Without
   * a label it may be any, with `by: null` anybody's.
   */
  hold({ by = "git-cvx", label, nth = 1, when }) {
    return new Promise((reached) => (this.#wanted = { by, label, nth, when, reached }));
  }
  /** Holds nothing any more, and cuts what was held. */
  letGo() {
    this.#wanted = null;
    for (const outgoing of this.#held.splice(0)) outgoing.destroy();
  }
  /** From now on, another deployment is behind this URL. */
  pointTo(target) {
    this.#target = target;
  }
  forget() {
    this.requests = [];
  }

  async close() {
    this.letGo();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

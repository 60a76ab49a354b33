// A proxy on loopback that can hold back one kind of request, to bring two clients into a known
// order.
// SPDX-License-Identifier: MIT
//
// It forwards everything else unchanged, bodies included. For WebSockets it has no use.
import { once } from "node:events";
import { createServer, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

function forward(target, incoming, outgoing) {
  const url = new URL(incoming.url, target);
  const request = url.protocol === "https:" ? secureRequest : plainRequest;
  const headers = { ...incoming.headers, host: url.host };
  const onward = request(url, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/**
 * Answers {url, held, release(), close()}: requests whose path contains `hold` wait until
 * release(); `held` is a promise that the first one has arrived.
 */
export async function startHoldingProxy({ target, hold }) {
  let arrived = null;
  let release = null;
  const held = new Promise((resolve) => (arrived = resolve));
  const gate = new Promise((resolve) => (release = resolve));
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url.includes(hold)) {
      arrived();
      await gate;
    }
    forward(target, incoming, outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    held,
    release,
    async close() {
      release();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

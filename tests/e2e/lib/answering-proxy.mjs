// A proxy on loopback that answers for its deployment what a test wants of it, and counts what
// passes. Everything else is forwarded unchanged.
// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer, request } from "node:http";

function forward(target, incoming, outgoing) {
  const url = new URL(incoming.url, target);
  const headers = { ...incoming.headers, host: url.host };
  const onward = request(url, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/**
 * Answers {url, requests, close()}. `answers` maps a path to JSON, and may change meanwhile; `host`
 * is an address of this machine.
 */
export async function startAnsweringProxy({ target, answers, host = "127.0.0.1" }) {
  const requests = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const answer = answers[incoming.url];
    if (!answer) return forward(target, incoming, outgoing);
    incoming.resume();
    outgoing.writeHead(200, { "Content-Type": "application/json" });
    outgoing.end(JSON.stringify(answer));
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${server.address().port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

// What proxies on loopback have in common: they pass on what they don't handle, and end.
// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

/** Passes a request on to the target and its answer back, unchanged. */
export function forward(target, incoming, outgoing) {
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

/** Answers {url, close()}; `handle` gets each request. `host` is an address of this machine. */
export async function startProxy(handle, host = "127.0.0.1") {
  const server = createServer(handle);
  server.listen(0, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

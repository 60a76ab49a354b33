// A proxy on loopback that keeps the bodies of one kind of request.
// SPDX-License-Identifier: MIT
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { forward, startProxy } from "./proxy.mjs";

const DECODE = { br: brotliDecompressSync, gzip: gunzipSync };

async function read(incoming) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const decode = DECODE[incoming.headers["content-encoding"]];
  return JSON.parse((decode ? decode(bytes) : bytes).toString());
}

export class CapturingProxy {
  /** The bodies of requests to `path`, as JSON. */
  bodies = [];

  /** `then`: "forward" passes those on as well, "stop" answers them with an error. */
  static async open(target, path, then = "forward") {
    const proxy = new CapturingProxy();
    const { url, close } = await startProxy(async (incoming, outgoing) => {
      if (incoming.url !== path) return forward(target, incoming, outgoing);
      const body = await read(incoming);
      proxy.bodies.push(body);
      if (then === "stop") return outgoing.writeHead(400).end();
      const answer = await fetch(target + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      outgoing.writeHead(answer.status, { "content-type": "application/json" });
      outgoing.end(await answer.text());
    });
    return Object.assign(proxy, { url, close });
  }
}

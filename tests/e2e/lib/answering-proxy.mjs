// A proxy on loopback that answers for its deployment what a test wants of it, and counts what
// passes. Everything else is forwarded unchanged.
// SPDX-License-Identifier: MIT
import { forward, startProxy } from "../../lib/proxy.mjs";

/**
 * Answers {url, requests, close()}. `answers` maps a path to JSON, and may change meanwhile; `host`
 * is an address of this machine.
 */
export async function startAnsweringProxy({ target, answers, host }) {
  const requests = [];
  const proxy = await startProxy((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const answer = answers[incoming.url];
    if (!answer) return forward(target, incoming, outgoing);
    incoming.resume();
    outgoing.writeHead(200, { "Content-Type": "application/json" });
    outgoing.end(JSON.stringify(answer));
  }, host);
  return { ...proxy, requests };
}

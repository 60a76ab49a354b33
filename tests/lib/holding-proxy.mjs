// A proxy on loopback that can hold back one kind of request, to bring two clients into a known
// order.
// SPDX-License-Identifier: MIT
//
// It forwards everything else unchanged, bodies included. For WebSockets it has no use.
import { forward, startProxy } from "./proxy.mjs";

/**
 * Answers {url, held, release(), close()}: requests whose path contains `hold` wait until
 * release(); `held` is a promise that the first one has arrived.
 */
export async function startHoldingProxy({ target, hold }) {
  let arrived = null;
  let release = null;
  const held = new Promise((resolve) => (arrived = resolve));
  const gate = new Promise((resolve) => (release = resolve));
  const proxy = await startProxy(async (incoming, outgoing) => {
    if (incoming.url.includes(hold)) {
      arrived();
      await gate;
    }
    forward(target, incoming, outgoing);
  });
  return {
    url: proxy.url,
    held,
    release,
    async close() {
      release();
      await proxy.close();
    },
  };
}

// Servers of a test's own, where a deployment is expected.
// SPDX-License-Identifier: MIT
import { once } from "node:events";

/** Lets a server listen until the test ends; answers its URL. */
export async function listen(t, server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

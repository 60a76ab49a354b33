// What the tests of the migrations component share: renewing the documents, starting, waiting,
// asking.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { waitFor } from "../../lib/deployment.mjs";

const COMPONENT = { component: "migrations" };
const PATIENT = { timeout: 60_000 };

export function migrationTools({ deployment }) {
  const tools = {
    deployment,
    /**
     * No state, `count` documents that no migration has seen; number `bad` is one that `step`
     * stumbles over.
     */
    async renew(count, { bad } = {}) {
      await deployment.fn("lib:cancelAll", {}, COMPONENT);
      await deployment.fn("lib:clearAll", {}, COMPONENT);
      await deployment.fn("items:renew", { count, ...(bad === undefined ? {} : { bad }) });
    },
    /** Starts migrations:NAME by calling it, and answers what it says of itself. */
    start: (name, args = {}) => deployment.fn(`migrations:${name}`, args),
    lib: (path, args) => deployment.fn(`lib:${path}`, args, COMPONENT),
    async status(name) {
      const [status] = await tools.lib("getStatus", {
        names: [name.includes(":") ? name : `migrations:${name}`],
      });
      return status;
    },
    /** Waits until it is no longer in progress, and answers its status. */
    async ended(name) {
      let status = null;
      await waitFor(
        `the end of ${name}`,
        async () => (status = await tools.status(name)).state !== "inProgress",
        PATIENT,
      );
      return status;
    },
    async succeeded(name) {
      const status = await waitFor(
        `success of ${name}`,
        async () => {
          const now = await tools.status(name);
          assert.notEqual(now.state, "failed", now.error);
          return now.state === "success" && now;
        },
        PATIENT,
      );
      return status;
    },
    cancel: (name) => tools.lib("cancel", { name: `migrations:${name}` }),
    summary: () => deployment.query("items:summary"),
    steps: async () => (await tools.summary()).steps,
    shapes: async () => (await tools.summary()).shapes,
  };
  return tools;
}

// One story, told through every function of the contract: Ada's clone adopts a
// deployment, applies and undoes a migration, fails, seals and releases. Each
// call that is worth an example is handed to 'example', in this order.
// SPDX-License-Identifier: MIT
import { vi } from "vitest";
import { addUsers, HOLDER, TOKEN, type App } from "./app";
import {
  ID,
  UP,
  SEAL,
  DOWN,
  OTHER,
  APPLIED_ROW,
  INDEXES,
  NEEDS,
  LINEUP,
  RELEASE,
} from "./scenario-data";

export type Example = (fn: string, name: string, request?: Record<string, any>) => Promise<any>;

export async function tell(app: App, example: Example): Promise<void> {
  await beginnings(example);
  await baseline(example);
  await firstLife(app, example);
  await refusals(app, example);
  await seals(example);
  await bridgeAndUndo(app, example);
  await releases(example);
  await reading(example);
}

async function beginnings(example: Example) {
  await example("ledger:hello", "nobody has been here");
  await example("ledger:read", "an empty ledger");
  await example("lease:acquire", "the first one makes the ledger", {
    token: TOKEN,
    holder: HOLDER,
    revision: 0,
  });
  vi.advanceTimersByTime(20_000);
  await example("lease:renew", "heartbeat", { token: TOKEN });
  await example("lease:renew", "somebody else has it", { token: "tok-of-somebody-else" });
  await example("lease:acquire", "asked again by the same token", {
    token: TOKEN,
    holder: HOLDER,
    revision: 0,
  });
  vi.advanceTimersByTime(5_000);
  await example("lease:acquire", "held by somebody else", { token: "tok-bo-1f00", holder: OTHER });
  await example("ledger:hello", "while somebody moves data");
}

async function baseline(example: Example) {
  await example("ledger:record", "a lineup recorded as applied", {
    token: TOKEN,
    reason: "baseline",
    note: "no documents in the deployment",
    rows: LINEUP,
  });
  await example("ledger:setBaseline", "after recording", {
    token: TOKEN,
    baseline: {
      kind: "empty",
      runId: HOLDER.runId,
      cloneId: HOLDER.cloneId,
      cloneName: HOLDER.cloneName,
      commitSha: APPLIED_ROW.commitSha,
    },
  });
}

async function statusOf(app: App, name: string) {
  const at = { componentPath: "migrations", udfPath: "lib:getStatus" };
  return (await app.t.fun(at, { names: [name] }))[0];
}

async function firstLife(app: App, example: Example) {
  await addUsers(
    app,
    Array.from({ length: 25 }, (_, i) => `Ada Number ${i}`),
  );
  await example("cvxStart:start", "a first life, more than one batch", {
    token: TOKEN,
    row: APPLIED_ROW,
    fn: UP,
    args: {},
  });
  await app.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  const done = await statusOf(app, UP);
  await example("ledger:progress", "what a poll has seen", {
    token: TOKEN,
    migrationId: ID,
    direction: "up",
    component: done,
  });
  const end = {
    token: TOKEN,
    migrationId: ID,
    direction: "up",
    status: "completed",
    component: done,
  };
  await example("ledger:finish", "an up is completed", end);
  await example("ledger:finish", "the same again, the answer was lost", end);
  await example("ledger:get", "an applied migration", { migrationId: ID });
}

async function refusals(app: App, example: Example) {
  await example("ledger:get", "a migration that nobody applied", {
    migrationId: "20260101_000000_later",
  });
  await example("ledger:begin", "a migration that is applied already", {
    token: TOKEN,
    row: APPLIED_ROW,
  });
  await example("ledger:begin", "an undo of what is not there", {
    token: TOKEN,
    row: { migrationId: "20260101_000000_later", direction: "down" },
  });
  await example("cvxStart:start", "the lease is gone: nothing has happened", {
    token: "tok-bo-1f00",
    row: APPLIED_ROW,
    fn: UP,
    args: {},
  });
  await example("ledger:finish", "an end without a beginning", {
    token: TOKEN,
    migrationId: ID,
    direction: "down",
    status: "rolled_back",
  });
  await addUsers(app, ["poison"]);
  const failing = {
    migrationId: "20251009_100000_split",
    direction: "up",
    table: "users",
    sourceHash: "aa".repeat(20),
    upPath: "migrations/20251009_100000_split:up",
  };
  await example("cvxStart:start", "the first batch fails: the row stays, the call succeeds", {
    token: TOKEN,
    row: failing,
    fn: failing.upPath,
    args: {},
  });
  await example("ledger:finish", "an up has failed", {
    token: TOKEN,
    migrationId: failing.migrationId,
    direction: "up",
    status: "failed",
    error: "cannot split 'poison'",
    recordsProcessed: 0,
    component: await statusOf(app, failing.upPath),
  });
  await example("ledger:begin", "a failed up goes on", {
    token: TOKEN,
    resume: true,
    row: failing,
  });
  await example("ledger:started", "its status is kept", {
    token: TOKEN,
    migrationId: failing.migrationId,
    direction: "up",
    component: await statusOf(app, failing.upPath),
  });
  await example("ledger:finish", "an up that changed nothing is dropped", {
    token: TOKEN,
    migrationId: failing.migrationId,
    direction: "up",
    status: "rolled_back",
    recordsProcessed: 0,
  });
  await example("ledger:started", "nothing of it is running", {
    token: TOKEN,
    migrationId: failing.migrationId,
    direction: "up",
    component: await statusOf(app, failing.upPath),
  });
  await example("ledger:record", "what somebody ran by hand", {
    token: TOKEN,
    reason: "adopted",
    rows: [
      {
        migrationId: "20251001_080000_emails",
        upPath: "migrations/20251001_080000_emails:up",
        completedAt: 1759310400000,
        recordsProcessed: 1200,
      },
    ],
  });
  await example("ledger:record", "marked as undone", {
    token: TOKEN,
    reason: "mark",
    note: "restored from a backup",
    rows: [{ migrationId: "20251001_080000_emails", status: "rolled_back" }],
  });
}

async function seals(example: Example) {
  const whole = { token: TOKEN, hash: SEAL, parts: 2, indexes: INDEXES, needs: NEEDS };
  await example("seals:put", "the first of two parts", {
    ...whole,
    part: 0,
    source: "export const down = ",
  });
  await example("seals:has", "one part is missing", { hashes: [SEAL] });
  await example("seals:get", "one part is missing", { hash: SEAL, part: 0 });
  await example("seals:put", "the last part", { ...whole, part: 1, source: "(() => {})();\n" });
  await example("seals:has", "one of two is here", { hashes: [SEAL, "00".repeat(20)] });
  await example("seals:get", "the second part", { hash: SEAL, part: 1 });
}

async function bridgeAndUndo(app: App, example: Example) {
  await example("ledger:openBridge", "before the push", {
    token: TOKEN,
    bridge: { runId: HOLDER.runId, tree: "4b825dc642cb6eb9a060e54bf8d69288fbee4904" },
  });
  await example("ledger:hello", "a bridge is open");
  await example("cvxStart:start", "an undo", {
    token: TOKEN,
    row: { migrationId: ID, direction: "down" },
    fn: DOWN,
    args: { reset: true, batchSize: 50 },
  });
  await example("ledger:finish", "a down is done", {
    token: TOKEN,
    migrationId: ID,
    direction: "down",
    status: "rolled_back",
    component: await statusOf(app, DOWN),
  });
  await example("ledger:closeBridge", "after the strict push", { token: TOKEN });
  await example("ledger:closeBridge", "none is open", { token: TOKEN });
}

async function releases(example: Example) {
  await example("releases:record", "begins", { token: TOKEN, row: RELEASE });
  vi.advanceTimersByTime(30_000);
  await example("releases:record", "has succeeded", {
    token: TOKEN,
    row: {
      ...RELEASE,
      status: "succeeded",
      notes: "went well",
      migrations: [
        {
          migrationId: ID,
          status: "completed",
          startedAt: 1759937600000,
          completedAt: 1759937610000,
          recordsProcessed: 25,
        },
      ],
    },
  });
  await example("releases:list", "newest first", { limit: 20 });
}

async function reading(example: Example) {
  const first = await example("ledger:read", "the first page", { limit: 2 });
  await example("ledger:read", "the last page", { limit: 500, cursor: first.cursor });
  const newest = await example("ledger:events", "the newest", { limit: 4 });
  await example("ledger:events", "all the older ones", { limit: 500, cursor: newest.cursor });
  await example("lease:release", "gives it back", { token: TOKEN });
  await example("lease:release", "it is gone already", { token: TOKEN });
  await example("lease:acquire", "the ledger has changed since it was read", {
    token: "tok-bo-1f00",
    holder: OTHER,
    revision: 3,
  });
  await example("lease:acquire", "free again", { token: "tok-bo-1f00", holder: OTHER });
  await example("lease:acquire", "taken over by its own run", {
    token: "tok-bo-2c55",
    holder: OTHER,
    sameRun: OTHER.runId,
  });
  await example("lease:renew", "the old token has lost it", { token: "tok-bo-1f00" });
  await example("ledger:record", "marked as foreign", {
    token: "tok-bo-2c55",
    reason: "mark",
    rows: [
      {
        migrationId: "20250915_090000_roles",
        status: "completed",
        appliedBy: { cloneId: OTHER.cloneId, cloneName: OTHER.cloneName, foreign: true },
      },
    ],
  });
  await example("ledger:record", "under its new name", {
    token: "tok-bo-2c55",
    reason: "mark",
    rows: [
      {
        migrationId: "20250915_100000_rights",
        status: "completed",
        sourceHash: "d00491fd7e5bb6fa28c517a0bb32b8b506539d4d",
        upPath: "migrations/20250915_100000_rights:up",
        renamedFrom: "20250915_090000_roles",
      },
      { migrationId: "20250915_090000_roles", status: "rolled_back" },
    ],
  });
  vi.advanceTimersByTime(120_000);
  await example("ledger:setBaseline", "the lease has expired", {
    token: "tok-bo-2c55",
    baseline: { kind: "adopted" },
  });
}

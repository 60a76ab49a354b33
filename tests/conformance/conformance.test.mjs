// The conformance suite. One file, so that its groups use one deployment one after the other
// (README.md).
// SPDX-License-Identifier: MIT
import { after, describe } from "node:test";
import { callTests } from "./groups/calls.mjs";
import { componentTests } from "./groups/components.mjs";
import { errorTests } from "./groups/errors.mjs";
import { guardTests } from "./groups/guard.mjs";
import { migrationConcurrencyTests } from "./groups/migration-concurrency.mjs";
import { migrationFailureTests } from "./groups/migration-failures.mjs";
import { migrationTests } from "./groups/migrations.mjs";
import { pushTests } from "./groups/pushes.mjs";
import { reachTests } from "./groups/reach.mjs";
import { refusalTests } from "./groups/refusals.mjs";
import { schedulerTests } from "./groups/scheduler.mjs";
import { sourceTests } from "./groups/source.mjs";
import { systemTests } from "./groups/system.mjs";
import { valueTests } from "./groups/values.mjs";
import { openSession } from "./session.mjs";

const session = await openSession();
after(async () => {
  session.transcript.finish();
  await session.close();
});

describe("reaching a deployment", () => reachTests(session));
describe("calling functions", () => callTests(session));
describe("values", () => valueTests(session));
describe("errors", () => errorTests(session));
describe("system queries and one-off queries", () => systemTests(session));
describe("scheduler", () => schedulerTests(session));
describe("migrations", () => migrationTests(session));
describe("migrations that fail or are stopped", () => migrationFailureTests(session));
describe("migrations beside each other and in later lives", () =>
  migrationConcurrencyTests(session));
describe("pushes", () => pushTests(session));
describe("components", () => componentTests(session));
describe("refused pushes", () => refusalTests(session));
describe("the backend's source", () => sourceTests(session));
describe("guard", () => guardTests(session));

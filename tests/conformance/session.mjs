// What all groups of tests share: one deployment, one copy of the fixture app, and leaving the
// deployment empty.
// SPDX-License-Identifier: MIT
//
// The deployment is the one that the environment names (README.md), otherwise a sandbox started
// here.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AppCopy } from "../lib/app-copy.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { claim, deploymentOfEnvironment, inspect, requireOurs, wipeRoot } from "../lib/guard.mjs";
import { recordedModules } from "../lib/recorded-pushes/modules.mjs";
import { startSandbox } from "../lib/sandbox.mjs";
import { Transcript } from "./transcript.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const { CVX_TEST_MODULES, CVX_TEST_URL, CVX_TEST_OFFICIAL_CLI } = process.env;
const PACKAGES = resolve(CVX_TEST_MODULES ?? join(HERE, "../../examples/chat/node_modules"));

/** What these tests may make; whatever else is found on a deployment belongs to somebody else. */
const OURS = {
  modules: [
    "calls",
    "errors",
    "items",
    "jobs",
    "migrations",
    "people",
    "source",
    "tables",
    "values",
    "who",
  ],
  tables: ["people", "items", "fired", "first", "second"],
  components: ["migrations", "outer", "outer/inner"],
};

async function chooseDeployment() {
  const named = deploymentOfEnvironment();
  if (named) return { deployment: named, sandbox: null };
  const sandbox = await startSandbox();
  return { deployment: new Deployment(sandbox), sandbox };
}

/** Empties the deployment but for the marker: an app that can delete, then one that has nothing. */
async function leaveEmpty(deployment, app) {
  app.reset();
  await app.push();
  await deployment.fn("lib:cancelAll", {}, { component: "migrations" });
  await deployment.fn("lib:clearAll", {}, { component: "migrations" });
  for (const component of ["outer", "outer/inner"])
    await deployment.fn("notes:clear", {}, { component });
  await wipeRoot(deployment);
  app.keepNothing();
  await app.push();
  const { foreign } = await inspect(deployment);
  const functions = await deployment.functions();
  if (foreign.length + functions.length > 0)
    throw new Error(`the deployment is not empty: ${[...foreign, ...functions].join(", ")}`);
}

export async function openSession() {
  if (!existsSync(join(PACKAGES, "convex")))
    throw new Error(`CVX_TEST_MODULES: no convex in ${PACKAGES}`);
  // On the sandbox the fixture, which is pushed again and again, is so by the CLI just once.
  const modules = CVX_TEST_URL || CVX_TEST_OFFICIAL_CLI ? PACKAGES : recordedModules(PACKAGES);
  const { deployment, sandbox } = await chooseDeployment();
  const app = new AppCopy({ from: join(HERE, "app"), modules, deployment });
  let ours = false;
  const session = {
    deployment,
    app,
    transcript: new Transcript(),
    /** The fixture as it is in the repository, live. */
    async pushBase() {
      app.reset();
      await app.push();
    },
    /** Nothing is left of earlier tests in the tables that functions mark. */
    async clearFired() {
      await wipeRoot(deployment);
      await deployment.fn("notes:clear", {}, { component: "outer" });
    },
    async untilSchemaIsSettled() {
      await waitFor("the schema to fail", async () => {
        const { inProgress } = await deployment.system("frontend/getSchemas", {});
        return !inProgress;
      });
    },
    async close() {
      try {
        if (ours) await leaveEmpty(deployment, app);
      } finally {
        app.dispose();
        await sandbox?.dispose();
      }
    },
  };
  try {
    await requireOurs(deployment);
    ours = true;
    app.keepOnlyMarker(); // so that a run that ends before the claim leaves nothing that the guard would refuse
    await app.push();
    await claim(deployment, OURS);
    await session.pushBase();
    await requireOurs(deployment); // OURS names what the fixture holds
    await wipeRoot(deployment); // what an interrupted run left
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

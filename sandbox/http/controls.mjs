// controls.mjs - the test controls under /sandbox, which no real deployment has.
// SPDX-License-Identifier: MIT
//
// All need the admin key in the header, reading ones too: a dump holds all data. They are neither
// traced nor subject to faults.
import { badRequest } from "./errors.mjs";
import { toCleanJson } from "../values/formats.mjs";

function dump({ store }, { query }) {
  const withSystem = query.get("system") === "1";
  const components = [...store.components.values()].map((data) => {
    const tables = withSystem ? [...data.tables.values()] : data.userTables();
    const shown = tables.map((table) => [table.name, table.byCreation().map(toCleanJson)]);
    return [data.path, { $mounted: data.mounted, ...Object.fromEntries(shown) }];
  });
  return Object.fromEntries(components);
}

function schedulerState({ scheduler }) {
  const pending = scheduler.pending().map(({ data, job }) => ({
    component: data.path,
    id: job._id,
    name: job.name,
    scheduledTime: job.scheduledTime,
  }));
  return { held: scheduler.held, pending };
}

async function controlScheduler(sandbox, { body }) {
  const { hold, step } = body;
  if (hold === undefined && step === undefined) {
    throw badRequest("BadControl", 'expected {"hold": true | false} or {"step": n}');
  }
  if (step !== undefined && !(Number.isInteger(step) && step >= 0))
    throw badRequest("BadControl", "'step' is a count");
  if (hold !== undefined) sandbox.scheduler.setHeld(Boolean(hold));
  const ran = step === undefined ? 0 : await sandbox.scheduler.step(step);
  return { ran, ...schedulerState(sandbox) };
}

function milliseconds(body) {
  if (!Number.isFinite(body.ms) || body.ms < 0)
    throw badRequest("BadControl", 'expected {"ms": n}');
  return body.ms;
}

function clearing(name) {
  return (sandbox) => {
    sandbox[name].clear();
    return { cleared: true };
  };
}

export const controls = {
  "GET /sandbox/dump": dump,
  "GET /sandbox/trace": ({ trace }) => trace.entries,
  "DELETE /sandbox/trace": clearing("trace"),
  "GET /sandbox/faults": ({ faults }) => faults.rules,
  "POST /sandbox/faults": ({ faults }, { body }) => faults.add(body),
  "DELETE /sandbox/faults": clearing("faults"),
  "GET /sandbox/scheduler": schedulerState,
  "POST /sandbox/scheduler": controlScheduler,
  "POST /sandbox/job-delay": ({ scheduler }, { body }) => {
    scheduler.extraDelay = milliseconds(body);
    scheduler.rearm();
    return { ms: scheduler.extraDelay };
  },
  "POST /sandbox/schema-delay": ({ schemas }, { body }) => ({
    ms: (schemas.delay = milliseconds(body)),
  }),
  "POST /sandbox/user-time": ({ runtime }, { body }) => ({
    ms: (runtime.userTimeMs = milliseconds(body)),
  }),
  "POST /sandbox/reset": async (sandbox) => {
    await sandbox.reset();
    return { reset: true };
  },
};

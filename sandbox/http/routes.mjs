// routes.mjs - every route of the Convex HTTP API that the sandbox serves.
// SPDX-License-Identifier: MIT
//
// A route is {auth, run(sandbox, {body, query, who, rest})}. auth: 'none' | 'any' | 'admin' (key in
// the header) | 'adminInBody' (the push API looks for `adminKey` in the body and nowhere else).
// What run returns becomes the answer: text as text, everything else as JSON.
import { badRequest } from "./errors.mjs";
import { callFunction } from "./functions.mjs";
import { runOneOffQuery } from "./one-off-query.mjs";

const LOG_POLL_MS = 2000;

const text = (make) => ({ auth: "none", run: (sandbox) => make(sandbox) });
const admin = (run) => ({ auth: "admin", run });
const push = (method) => ({
  auth: "adminInBody",
  run: ({ pusher }, { body }) => pusher[method](body),
});

// These three reach the root component only, whatever componentPath says.
function call(type) {
  return {
    auth: "any",
    run: (sandbox, { body, who }) =>
      callFunction(sandbox, { ...body, componentPath: "" }, { type, who }),
  };
}

function parseQueryString(query) {
  try {
    return {
      path: query.get("path"),
      args: JSON.parse(query.get("args") ?? "{}"),
      format: query.get("format"),
    };
  } catch (error) {
    throw badRequest("BadJsonBody", `args: ${error.message}`);
  }
}

const getQuery = {
  auth: "any",
  run: (sandbox, { query, who }) =>
    callFunction(sandbox, parseQueryString(query), { type: "Query", who }),
};

const queryBatch = {
  auth: "any",
  run: async (sandbox, { body, who }) => {
    const results = [];
    for (const query of body.queries ?? []) {
      results.push(
        await callFunction(sandbox, { ...query, componentPath: "" }, { type: "Query", who }),
      );
    }
    return { results };
  },
};

function updateEnvironment(sandbox, { body }) {
  if (!Array.isArray(body.changes)) throw badRequest("BadJsonBody", "changes is missing");
  const env = { ...sandbox.deployed.env };
  for (const { name, value } of body.changes) {
    if (value === null || value === undefined) delete env[name];
    else env[name] = value;
  }
  sandbox.setEnvironment(env);
  return null;
}

async function cancelJob(sandbox, { body }) {
  const { store, runtime, scheduler } = sandbox;
  const data = body.componentId ? store.componentById(body.componentId) : store.component("");
  if (!data) throw badRequest("InvalidComponentId", `Component ${body.componentId} not found`);
  await runtime.transact((tx) => scheduler.cancel(data, body.id, tx));
  return null;
}

async function cancelAllJobs({ runtime, scheduler }, { body }) {
  const wanted = ({ data, job }) =>
    (!body.componentId || body.componentId === data.id) &&
    (body.componentPath === undefined || body.componentPath === data.path) &&
    (!body.udfPath || body.udfPath === job.name);
  await runtime.transact((tx) => {
    for (const { data, job } of scheduler.pending().filter(wanted))
      scheduler.cancel(data, job._id, tx);
  });
  return null;
}

/** For good, with all documents; only for one that no push mounts any more. */
async function deleteComponent(sandbox, { body }) {
  const { store, runtime, schemas } = sandbox;
  const data = store.componentById(body.componentId);
  if (!data) throw badRequest("InvalidComponentId", `Component ${body.componentId} not found`);
  if (data.mounted)
    throw badRequest("ComponentMustBeUnmounted", "Component must be unmounted before deletion");
  await cancelAllJobs(sandbox, { body });
  await runtime.mutex.run(async () => {
    schemas.forget(data.path);
    store.removeComponent(data.path);
  });
  return null;
}

function setPaused(paused) {
  return admin((sandbox) => {
    sandbox.setPaused(paused);
    return null;
  });
}

const environment = admin(({ deployed }) => ({ environmentVariables: deployed.env }));

function timestamp({ store }) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(store.lastTs) * 1000n);
  return bytes.toString("base64");
}

export const routes = {
  "GET /": text(() => "This Convex deployment is running (git-cvx sandbox)."),
  "GET /version": text(() => "sandbox"),
  "GET /instance_version": text(() => "sandbox"),
  "GET /instance_name": text(({ instanceName }) => instanceName),

  "GET /api/check_admin_key": admin(() => ({ success: true, allowedOps: [], isReadOnly: false })),
  "GET /api/v1/deployment_info": admin(() => ({ kind: "selfHosted" })),
  "GET /api/v1/get_canonical_urls": admin(({ url }) => ({
    convexCloudUrl: url,
    convexSiteUrl: `${url}/http`,
  })),

  "POST /api/query": call("Query"),
  "POST /api/mutation": call("Mutation"),
  "POST /api/action": call("Action"),
  "POST /api/function": {
    auth: "admin",
    run: (sandbox, { body, who }) => callFunction(sandbox, body, { type: "any", who }),
  },
  "POST /api/run": {
    auth: "any",
    run: (sandbox, { body, who }) => callFunction(sandbox, body, { type: "any", who }),
  },
  "GET /api/query": getQuery,
  "POST /api/query_batch": queryBatch,
  "POST /api/query_ts": { auth: "none", run: (sandbox) => ({ ts: timestamp(sandbox) }) },
  "POST /api/run_test_function": {
    auth: "adminInBody",
    run: (sandbox, { body }) => runOneOffQuery(sandbox, body),
  },

  "POST /api/get_config_hashes": push("configHashes"),
  "POST /api/deploy2/evaluate_schema": push("evaluateSchema"),
  "POST /api/deploy2/evaluate_push": push("evaluatePush"),
  "POST /api/deploy2/start_push": push("start"),
  "POST /api/deploy2/wait_for_schema": push("waitForSchema"),
  "POST /api/deploy2/finish_push": push("finish"),
  "POST /api/deploy2/report_push_completed": { auth: "adminInBody", run: () => null },

  "POST /api/update_environment_variables": admin(updateEnvironment),
  "GET /api/v1/list_environment_variables": environment,
  "GET /api/list_environment_variables": environment,
  "GET /api/stream_function_logs": admin(({ logs }, { query }) =>
    logs.after(Number(query.get("cursor") ?? 0), LOG_POLL_MS),
  ),
  "POST /api/cancel_job": admin(cancelJob),
  "POST /api/cancel_all_jobs": admin(cancelAllJobs),
  "POST /api/delete_component": admin(deleteComponent),
  "POST /api/v1/pause_deployment": setPaused(true),
  "POST /api/v1/unpause_deployment": setPaused(false),
};

export { timestamp };

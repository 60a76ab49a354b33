// calls.mjs - functions that call, schedule or ask about functions.
// SPDX-License-Identifier: MIT
const MAX_DEPTH = 8;
const TYPES = { query: "Query", snapshotQuery: "Query", mutation: "Mutation", action: "Action" };

// The bundled client makes a proper error of the caller's realm out of message and data.
function asThrown(error) {
  const thrown = new Error(error.message);
  if (error.data !== undefined) thrown.data = error.data;
  return thrown;
}

function mustBe(target, type) {
  if (target.fn.udfType === type) return;
  throw new Error(
    `Trying to execute ${target.path} as ${type}, but it is defined as ${target.fn.udfType}.`,
  );
}

/** ctx.runQuery / ctx.runMutation inside a transaction: a failure undoes just the nested call. */
export async function runNested(runtime, call, args) {
  const target = runtime.deployed.resolve(call.data.path, args);
  mustBe(target, TYPES[args.udfType]);
  if (call.kind === "query" && args.udfType === "mutation") {
    throw new Error("Cannot call a mutation function from a query function");
  }
  if (call.depth >= MAX_DEPTH) {
    throw new Error(
      "Cross component call depth limit exceeded. Do you have an infinite loop in your app?",
    );
  }
  const mark = call.tx.mark();
  try {
    return await runtime.execute(target, args.args, {
      tx: call.tx,
      request: call.request,
      depth: call.depth + 1,
      stale: call.stale || args.udfType === "snapshotQuery",
    });
  } catch (error) {
    runtime.store.rollback(call.tx, mark);
    throw asThrown(error);
  }
}

/** ctx.runQuery / runMutation / runAction of an action: each is a transaction (or action) of its own. */
export function runFromAction(type) {
  return async (runtime, call, args) => {
    const target = runtime.deployed.resolve(call.data.path, args);
    mustBe(target, type);
    const { identity, requestId, logLines } = call.request;
    try {
      return (await runtime.runTop({ target, args: args.args, identity, requestId, logLines }))
        .value;
    } catch (error) {
      throw asThrown(error);
    }
  };
}

export function createHandle(runtime, call, args) {
  return runtime.deployed.handleOf(runtime.deployed.resolve(call.data.path, args));
}

export function functionMetadata(runtime, call) {
  return { name: call.target.path, componentPath: call.data.path };
}

export function deploymentMetadata(runtime) {
  return { name: runtime.instanceName, region: null, class: "s16" };
}

export function requestMetadata(runtime, call) {
  const { requestId, jobId } = call.request;
  return {
    ip: null,
    userAgent: null,
    requestId,
    scheduledFunctionId: jobId ?? null,
    authToken: null,
  };
}

export function userIdentity(runtime, call) {
  return call.request.identity ?? null;
}

/** What the transaction has used. The remainder is honest only where the sandbox has a limit. */
export function transactionMetrics(runtime, call) {
  const { reads, undo, writtenBytes } = call.tx;
  const metric = (used, limit) => ({ used, remaining: Math.max(0, limit - used) });
  return {
    bytesRead: metric(reads.bytes, 16 << 20),
    documentsRead: metric(reads.documents, 32000),
    databaseQueries: metric(reads.ranges, 4096),
    bytesWritten: metric(writtenBytes, 16 << 20),
    documentsWritten: metric(undo.length, 16000),
    functionsScheduled: metric(0, 1000),
    scheduledFunctionArgsBytes: metric(0, 16 << 20),
  };
}

export function schedule(runtime, call, args) {
  call.mustBeMutation("scheduler");
  return runtime.scheduler.schedule(call.data, args, call.tx);
}

export function cancelJob(runtime, call, { id }) {
  call.mustBeMutation("scheduler");
  runtime.scheduler.cancel(call.data, id, call.tx);
  return null;
}

export function scheduleFromAction(runtime, call, args) {
  return runtime.transact((tx) => runtime.scheduler.schedule(call.data, args, tx));
}

export function cancelJobFromAction(runtime, call, { id }) {
  return runtime.transact((tx) => {
    runtime.scheduler.cancel(call.data, id, tx);
    return null;
  });
}

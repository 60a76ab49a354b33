// syscalls.mjs - the operations that pushed code may ask of its host, by the names the convex client uses.
// SPDX-License-Identifier: MIT
//
// Arguments and answers cross the border as JSON text. Inside a transaction the asynchronous ones
// run one after the other: otherwise a sibling's write in a `Promise.all` would be undone together
// with a failing nested call.
import { convexToJson } from "convex/values";
import * as calls from "./calls.mjs";
import * as database from "./database.mjs";

const IMMEDIATE = {
  "1.0/queryStream": database.openStream,
  "1.0/queryCleanup": database.closeStream,
  "1.0/db/normalizeId": database.normalizeId,
  "1.0/getSnapshotTs": (runtime) => convexToJson(BigInt(runtime.store.lastTs) * 1000n),
};

const IN_TRANSACTION = {
  "1.0/get": database.get,
  "1.0/queryStreamNext": database.nextOfStream,
  "1.0/queryPage": database.page,
  "1.0/count": database.count,
  "1.0/insert": database.insert,
  "1.0/shallowMerge": database.patch,
  "1.0/replace": database.replace,
  "1.0/remove": database.remove,
  "1.0/runUdf": calls.runNested,
  "1.0/schedule": calls.schedule,
  "1.0/cancel_job": calls.cancelJob,
  "1.0/getTransactionMetrics": calls.transactionMetrics,
};

const IN_ACTION = {
  "1.0/actions/query": calls.runFromAction("Query"),
  "1.0/actions/mutation": calls.runFromAction("Mutation"),
  "1.0/actions/action": calls.runFromAction("Action"),
  "1.0/actions/schedule": calls.scheduleFromAction,
  "1.0/actions/cancel_job": calls.cancelJobFromAction,
};

const ANYWHERE = {
  "1.0/createFunctionHandle": calls.createHandle,
  "1.0/getFunctionMetadata": calls.functionMetadata,
  "1.0/getDeploymentMetadata": calls.deploymentMetadata,
  "1.0/getRequestMetadata": calls.requestMetadata,
  "1.0/getUserIdentity": calls.userIdentity,
};

function unsupported(name) {
  return new Error(`Operation ${name} is not available here, or not supported by the sandbox`);
}

function immediate(runtime, call, name, json) {
  const operation = IMMEDIATE[name];
  if (!operation || !call.tx) throw unsupported(name);
  return JSON.stringify(operation(runtime, call, JSON.parse(json)));
}

async function perform(runtime, call, name, json) {
  const operation = (call.tx ? IN_TRANSACTION : IN_ACTION)[name] ?? ANYWHERE[name];
  if (!operation) throw unsupported(name);
  if (call.ended || call.tx?.closed)
    throw new Error(`${name} was called after the function had ended`);
  call.pending++;
  call.started++;
  try {
    return JSON.stringify((await operation(runtime, call, JSON.parse(json))) ?? null);
  } finally {
    call.pending--;
    call.request.userTime?.enter();
  }
}

/** The object that pushed code sees as the global `Convex`. */
export function makeConvexGlobal(runtime, call) {
  return {
    syscall: (name, json) => immediate(runtime, call, name, json),
    asyncSyscall: (name, json) => {
      const work = () => perform(runtime, call, name, json);
      if (!call.tx) return work();
      call.request.userTime.leave();
      const result = call.chain.then(work);
      call.chain = result.catch(() => {}); // whoever awaits `result` gets the error
      return result;
    },
    jsSyscall: (name) => {
      throw unsupported(name);
    },
  };
}

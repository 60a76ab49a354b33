// runtime.mjs - executes deployed functions.
// SPDX-License-Identifier: MIT
//
// Queries and mutations run one at a time under one lock, each in a transaction; actions run beside
// them and hold nothing. Owns transactions' beginning and end, time limits, argument and result
// validation. What a function may ask of its host is syscalls.mjs, what is deployed is
// deployed.mjs.
import { randomUUID } from "node:crypto";
import { jsonToConvex } from "convex/values";
import { checkValue } from "../values/limits.mjs";
import { explainMismatch } from "../values/validators.mjs";
import { Call } from "./call.mjs";
import { makeContext } from "./context.mjs";
import { FunctionError, toFunctionError } from "./errors.mjs";
import { makeLoader } from "./loader.mjs";
import { Mutex } from "./mutex.mjs";
import { makeConvexGlobal } from "./syscalls.mjs";
import { USER_TIME_MS, UserTime } from "./user-time.mjs";

const ACTION_LIMIT_MS = 1_800_000;
const WATCHDOG_TICK_MS = 100;
const WATCHDOG_TICKS = 10;
const INVOKE = { query: "invokeQuery", mutation: "invokeMutation", action: "invokeAction" };

export const newRequestId = () => randomUUID().replaceAll("-", "").slice(0, 16);

export class Runtime {
  constructor({ store, deployed, schemas, logs, instanceName }) {
    this.store = store;
    this.deployed = deployed;
    this.schemas = schemas;
    this.logs = logs;
    this.instanceName = instanceName;
    this.scheduler = null; // set by whoever makes the scheduler, which needs this runtime
    this.mutex = new Mutex();
    this.userTimeMs = USER_TIME_MS;
  }

  /** Runs `work(tx)` as one transaction; what it throws undoes it. */
  transact(work) {
    return this.mutex.run(async () => {
      const tx = this.store.begin();
      try {
        const value = await work(tx);
        this.store.commit(tx);
        return value;
      } catch (error) {
        this.store.rollback(tx);
        throw error;
      } finally {
        tx.closed = true;
      }
    });
  }

  /**
   * Runs a function from outside any other. request: {target, args, identity?, requestId?, logLines?, jobId?,
   * schema?, beforeStart?(), beforeCommit?(tx)}. -> {value, logLines}; throws FunctionError.
   */
  async runTop(request) {
    const full = {
      ...request,
      requestId: request.requestId ?? newRequestId(),
      logLines: request.logLines ?? [],
    };
    const started = Date.now();
    const firstLine = full.logLines.length;
    let error = null;
    try {
      const value =
        request.target.fn.udfType === "Action"
          ? await this.execute(request.target, request.args, { tx: null, request: full })
          : await this.transact((tx) => this.executeInTransaction(tx, full));
      return { value, logLines: full.logLines };
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      this.logs.completed(full, { started, error, lines: full.logLines.slice(firstLine) });
    }
  }

  async executeInTransaction(tx, request) {
    request.beforeStart?.();
    request.now = Date.now(); // time stands still for the whole transaction
    request.userTime = new UserTime(this.userTimeMs);
    const value = await this.execute(request.target, request.args, { tx, request });
    request.beforeCommit?.(tx);
    return value;
  }

  /** One function, inside a transaction if there is one. */
  async execute(target, args, { tx, request, depth, stale }) {
    const data = this.store.component(target.componentPath);
    const schema = this.schemas.active(target.componentPath);
    const call = new Call({ target, data, schema, tx, request, depth, stale });
    const input = args ?? {};
    checkArguments(target.fn.argsValidator, input, data);
    const context = this.contextFor(call);
    let output;
    try {
      const handler = makeLoader(
        context,
        target.definition,
        target.definition.builtins,
      )(target.module)[target.name];
      output = await withinLimits(call, () => invoke(handler, call, input));
    } catch (error) {
      throw toFunctionError(target.definition, error);
    } finally {
      call.ended = true;
    }
    const value = JSON.parse(output);
    checkReturned(target, value, data);
    return value;
  }

  contextFor(call) {
    const { kind, target, request } = call;
    return makeContext({
      kind,
      now: kind === "action" ? null : request.now,
      env: this.deployed.envFor(target.mount),
      log: (level, text) => request.logLines.push(`[${level}] ${text}`),
      convex: makeConvexGlobal(this, call),
    });
  }
}

async function invoke(handler, call, args) {
  const json = JSON.stringify([args]);
  if (call.kind === "action") return handler.invokeAction(call.request.requestId, json);
  const { userTime } = call.request;
  userTime.enter();
  try {
    return await handler[INVOKE[call.kind]](json);
  } finally {
    userTime.leave();
  }
}

function checkArguments(validator, args, data) {
  let problem;
  try {
    const value = jsonToConvex(args);
    checkValue(value);
    problem = validator && explainMismatch(validator, value, data.tableNameOfId);
  } catch (error) {
    problem = error.message;
  }
  if (problem) throw new FunctionError(`ArgumentValidationError: ${problem}`);
}

function checkReturned(target, json, data) {
  const value = jsonToConvex(json);
  try {
    checkValue(value);
  } catch (error) {
    const name = `${target.module}:${target.name}`;
    throw new FunctionError(`Function ${name} return value invalid: ${error.message}`);
  }
  const problem =
    target.fn.returnsValidator &&
    explainMismatch(target.fn.returnsValidator, value, data.tableNameOfId);
  if (problem) throw new FunctionError(`ReturnsValidationError: ${problem}`);
}

async function withinLimits(call, work) {
  let timer;
  const giveUp = new Promise((resolve, reject) => {
    timer = call.kind === "action" ? limitAction(reject) : watchForStall(call, reject);
  });
  try {
    return await Promise.race([work(), giveUp]);
  } finally {
    clearTimeout(timer); // an interval's, too
  }
}

function limitAction(reject) {
  const limit = `${ACTION_LIMIT_MS / 1000}s`;
  return setTimeout(
    () => reject(new FunctionError(`Function execution timed out (maximum duration: ${limit})`)),
    ACTION_LIMIT_MS,
  );
}

// A promise that nothing will ever settle would hold the lock for ever: a query or mutation that
// waits for something while no system call is under way waits in vain.
function watchForStall(call, reject) {
  let seen = -1;
  let idleTicks = 0;
  return setInterval(() => {
    const idle = call.pending === 0 && call.started === seen;
    idleTicks = idle ? idleTicks + 1 : 0;
    seen = call.started;
    if (idleTicks >= WATCHDOG_TICKS) {
      reject(
        new FunctionError(
          "Function execution unexpectedly stalled: it awaits a promise that can never resolve.",
        ),
      );
    }
  }, WATCHDOG_TICK_MS);
}

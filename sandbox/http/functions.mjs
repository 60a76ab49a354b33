// functions.mjs - calls a function for a client and makes the answer: status 200, success or error.
// SPDX-License-Identifier: MIT
import { convexToJson, jsonToConvex } from "convex/values";
import { FunctionError } from "../runtime/errors.mjs";
import { newRequestId } from "../runtime/runtime.mjs";
import { runSystemQuery } from "../system/queries.mjs";
import { inFormat, parseFormat } from "../values/formats.mjs";
import { badRequest, internalError } from "./errors.mjs";

function parseArguments(args) {
  const value = Array.isArray(args) ? args[0] : args;
  if (value === undefined) return {};
  if (value === null || typeof value !== "object") {
    throw badRequest(
      "BadJsonBody",
      "Failed to deserialize the JSON body into the target type: args must be an object",
    );
  }
  return value;
}

function checkPath(path) {
  if (typeof path === "string" && path !== "") return;
  throw badRequest(
    "BadConvexFunctionIdentifier",
    `${path} is not a valid path to a Convex function.`,
  );
}

/** A component that was unmounted is known, and lacks its functions; of any other the backend knows nothing. */
function findFunction(sandbox, { path, componentPath }, { type, admin }) {
  if (componentPath && !sandbox.store.components.has(componentPath)) throw internalError();
  const target = sandbox.deployed.find(componentPath, path);
  if (!target || (!admin && target.fn.visibility?.kind !== "public")) {
    const where = `'${path}'${componentPath ? ` in '${componentPath}'` : ""}`;
    throw new FunctionError(
      type === "any"
        ? `Could not find function for ${where}. Did you forget to run \`npx convex dev\`?`
        : `Could not find public function for ${where}.`,
    );
  }
  if (type !== "any" && target.fn.udfType !== type) {
    throw new FunctionError(
      `Trying to execute ${target.path} as ${type}, but it is defined as ${target.fn.udfType}.`,
    );
  }
  return target;
}

function runSystem(sandbox, { path, args, componentPath }, { type, admin }) {
  if (!admin || type !== "Query")
    throw new FunctionError(`Could not find public function for '${path}'.`);
  let value;
  try {
    value = jsonToConvex(args);
  } catch (error) {
    throw new FunctionError(`ArgumentValidationError: ${error.message}`);
  }
  return convexToJson(runSystemQuery(sandbox, path, value, componentPath));
}

async function perform(sandbox, call, { who, type, requestId, logLines }) {
  if (call.path.startsWith("_system/") && type !== "any")
    return runSystem(sandbox, call, { type, admin: who.admin });
  const target = findFunction(sandbox, call, { type, admin: who.admin });
  if (sandbox.store.meta.paused) {
    throw new FunctionError(
      "Cannot run functions while this deployment is paused. Resume the deployment in the " +
        "dashboard settings to allow functions to run.",
    );
  }
  const request = { target, args: call.args, identity: who.identity, requestId, logLines };
  return (await sandbox.runtime.runTop(request)).value;
}

/** Runs `work({requestId, logLines})` -> encoded JSON, and puts what comes of it into the API's form. */
export async function answerFor(format, work) {
  const requestId = newRequestId();
  const logLines = [];
  const logs = () => (logLines.length ? { logLines } : {});
  try {
    const value = await work({ requestId, logLines });
    return { status: "success", value: inFormat(value, format), ...logs() };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const errorMessage = `[Request ID: ${requestId}] Server Error\n${error.message}`;
    const errorData = error.data === undefined ? {} : { errorData: inFormat(error.data, format) };
    return { status: "error", errorMessage, ...errorData, ...logs() };
  }
}

/**
 * body: {path, args?, format?, componentPath?}. type: 'Query' | 'Mutation' | 'Action', or 'any' for /api/function,
 * which finds system functions nowhere.
 */
export async function callFunction(sandbox, body, { type, who }) {
  const format = parseFormat(body.format);
  checkPath(body.path);
  const call = {
    path: body.path,
    args: parseArguments(body.args),
    componentPath: body.componentPath ?? "",
  };
  return answerFor(format, (context) => perform(sandbox, call, { who, type, ...context }));
}

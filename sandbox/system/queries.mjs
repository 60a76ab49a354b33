// queries.mjs - runs `_system/…` queries by name, with strict arguments.
// SPDX-License-Identifier: MIT
//
// The real ones are functions deployed into every backend; here they are natively written, just
// those that the official CLI and git-cvx use.
import { v } from "convex/values";
import { FunctionError } from "../runtime/errors.mjs";
import { explainMismatch } from "../values/validators.mjs";
import { deploymentQueries } from "./deployment.mjs";
import { tableQueries } from "./tables.mjs";

const queries = new Map(
  Object.entries({ ...tableQueries, ...deploymentQueries }).map(([name, { args, run }]) => [
    name,
    { validator: v.object(args).json, run },
  ]),
);

/** '_system/x.js:default' and '_system/x:default' are '_system/x'. */
const canonical = (name) => name.replace(/\.js(?=:|$)/, "").replace(/:default$/, "");

function componentFor({ store }, { componentId, tableNamespace }, componentPath) {
  const id = componentId ?? tableNamespace ?? null;
  const data = id === null ? store.components.get(componentPath) : store.componentById(id);
  if (!data) throw new FunctionError(`Component ${id ?? componentPath} not found`);
  return data;
}

/** args and result are Convex values. componentPath is how WebSocket clients name a component. */
export function runSystemQuery(sandbox, name, args, componentPath = "") {
  const query = queries.get(canonical(name));
  if (!query)
    throw new FunctionError(
      `Could not find system function '${name}'. The sandbox does not have it.`,
    );
  const problem = explainMismatch(query.validator, args, sandbox.store.component("").tableNameOfId);
  if (problem) throw new FunctionError(`ArgumentValidationError: ${problem}`);
  return query.run(sandbox, args, componentFor(sandbox, args, componentPath));
}

// faults.mjs - makes chosen requests go wrong, for tests.
// SPDX-License-Identifier: MIT
//
// A rule is {route, path?, component?, nth, action}. It counts the requests that match it since it
// was set and acts on the nth (from 1), or on "every". action is one of
//   {type: "fail", status, code?, message?}  answered at once, nothing runs
//   {type: "delay", ms}                      waits, then goes on
//   {type: "drop", when: "before" | "after"} cuts before anything runs, or after all has
//   {type: "truncate", bytes?}               runs, promises all, sends the first bytes, cuts
//   {type: "kill", when: "before" | "after"} ends the whole server as kill -9 would
import { canonicalFunctionPath } from "../runtime/deployed.mjs";
import { badRequest } from "./errors.mjs";

const ACTIONS = {
  fail: ({ status }) => Number.isInteger(status) && status >= 200 && status <= 599,
  delay: ({ ms }) => Number.isFinite(ms) && ms >= 0,
  drop: ({ when }) => when === "before" || when === "after",
  truncate: ({ bytes = 0 }) => Number.isInteger(bytes) && bytes >= 0,
  kill: ({ when }) => when === "before" || when === "after",
};

function checkRule(rule) {
  const { route, nth = 1, action } = rule ?? {};
  if (typeof route !== "string")
    throw badRequest("BadFault", "a fault needs a 'route' such as \"POST /api/function\"");
  if (nth !== "every" && !(Number.isInteger(nth) && nth > 0)) {
    throw badRequest("BadFault", "'nth' must be a number from 1, or \"every\"");
  }
  if (!ACTIONS[action?.type]?.(action))
    throw badRequest("BadFault", `not an action: ${JSON.stringify(action)}`);
  const { path, component } = rule;
  return { route, path, component, nth, action, seen: 0 };
}

function matches(rule, request) {
  if (rule.route !== request.route && rule.route !== request.pathname) return false;
  if (rule.component !== undefined && rule.component !== request.component) return false;
  if (rule.path === undefined) return true;
  return (
    request.path !== null &&
    canonicalFunctionPath(rule.path) === canonicalFunctionPath(request.path)
  );
}

export class Faults {
  constructor() {
    this.rules = [];
  }

  add(rules) {
    this.rules.push(...(Array.isArray(rules) ? rules : [rules]).map(checkRule));
    return this.rules;
  }

  clear() {
    this.rules = [];
  }

  /** request: {route: "POST /api/x", pathname, path, component}. -> the actions due now */
  next(request) {
    const due = this.rules.filter(
      (rule) => matches(rule, request) && (++rule.seen === rule.nth || rule.nth === "every"),
    );
    return due.map(({ action }) => action);
  }
}

// filter.mjs - evaluates the `.filter(…)` expressions of a query.
// SPDX-License-Identifier: MIT
import { compareValues, jsonToConvex } from "convex/values";
import { fieldOf } from "../../store/ordered-index.mjs";

/** A literal of the query language: encoded JSON, or {$undefined: null} for a missing field. */
export function literal(json) {
  return json !== null && typeof json === "object" && "$undefined" in json
    ? undefined
    : jsonToConvex(json);
}

const compare =
  (test) =>
  ([left, right], document) =>
    test(compareValues(evaluate(left, document), evaluate(right, document)));
const compute =
  (operation) =>
  ([left, right], document) =>
    operation(evaluate(left, document), evaluate(right, document));

const OPERATORS = {
  $field: (path, document) => fieldOf(document, path),
  $literal: (json) => literal(json),
  $eq: compare((order) => order === 0),
  $neq: compare((order) => order !== 0),
  $lt: compare((order) => order < 0),
  $lte: compare((order) => order <= 0),
  $gt: compare((order) => order > 0),
  $gte: compare((order) => order >= 0),
  $and: (parts, document) => parts.every((part) => evaluate(part, document)),
  $or: (parts, document) => parts.some((part) => evaluate(part, document)),
  $not: (part, document) => !evaluate(part, document),
  $add: compute((left, right) => left + right),
  $sub: compute((left, right) => left - right),
  $mul: compute((left, right) => left * right),
  $div: compute((left, right) => left / right),
  $mod: compute((left, right) => left % right),
  $neg: (part, document) => -evaluate(part, document),
};

function evaluate(expression, document) {
  const [name] = Object.keys(expression);
  const operator = OPERATORS[name];
  if (!operator) throw new Error(`Unsupported expression ${name}`);
  return operator(expression[name], document);
}

/** The query's filters as one test, and its limit. */
export function readOperators(operators) {
  const filters = operators
    .filter((operator) => "filter" in operator)
    .map((operator) => operator.filter);
  const limit = operators.find((operator) => "limit" in operator)?.limit ?? Infinity;
  return { accepts: (document) => filters.every((filter) => evaluate(filter, document)), limit };
}

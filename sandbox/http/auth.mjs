// auth.mjs - who asks: an admin, an admin acting as a user, or nobody in particular.
// SPDX-License-Identifier: MIT
//
// There is one admin key and no user tokens: a Bearer token is refused, as by a backend without
// auth providers.
import { timingSafeEqual } from "node:crypto";
import { ApiError, badRequest } from "./errors.mjs";

export const ANONYMOUS = { admin: false, identity: null };
const ADMIN = { admin: true, identity: null };

function sameKey(given, key) {
  const left = Buffer.from(given);
  const right = Buffer.from(key);
  return left.length === right.length && timingSafeEqual(left, right);
}

function parseIdentity(encoded) {
  try {
    return JSON.parse(Buffer.from(encoded, "base64").toString());
  } catch {
    throw badRequest("InvalidIdentity", "The identity to act as is not base64 of JSON");
  }
}

/** A deploy key is the admin key behind the type of its deployment: "dev:name|…". */
const withoutType = (text) => text.replace(/^(dev|prod|preview|custom):(?=[^|:]*\|)/, "");

/** text: an admin key, or `key:base64 of an identity`. */
export function checkKey(text, key) {
  if (sameKey(withoutType(text), key)) return ADMIN;
  if (text.startsWith(`${key}:`))
    return { admin: true, identity: parseIdentity(text.slice(key.length + 1)) };
  throw new ApiError(401, "BadAdminKey", "The provided admin key was invalid for this instance");
}

export function fromHeader(header, key) {
  if (header === undefined) return ANONYMOUS;
  if (header.length < 7) throw badRequest("InvalidHeaderFailure", "Invalid authorization header");
  const match = /^(\S+)\s+(.*)$/.exec(header);
  const scheme = match?.[1].toLowerCase();
  if (scheme === "convex") return checkKey(match[2], key);
  if (scheme === "bearer")
    throw new ApiError(401, "NoAuthProvider", "No auth provider found matching the given token.");
  throw badRequest("InvalidHeaderFailure", "Invalid authorization header");
}

export function mustBeAdmin(who, instanceName) {
  if (who.admin) return;
  throw new ApiError(
    403,
    "BadDeployKey",
    `The provided deploy key was invalid for deployment '${instanceName}'. Double ` +
      "check that the environment this key was generated for matches the desired deployment.",
  );
}

/** A header that names a client must look like `name-1.2.3`. */
export function checkClientHeader(header) {
  if (header !== undefined && !header.includes("-")) {
    throw badRequest("InvalidClientVersion", `Failed to parse client version string: '${header}'`);
  }
}

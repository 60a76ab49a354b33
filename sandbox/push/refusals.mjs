// refusals.mjs - names, shapes and modules that the real backend refuses.
// SPDX-License-Identifier: MIT
import { badRequest } from "../http/errors.mjs";

const MAX_COMPONENT_BYTES = 64;

function problemOfComponent(component) {
  const bytes = Buffer.byteLength(component);
  if (bytes === 0) return "Path components must be nonempty.";
  if (bytes > MAX_COMPONENT_BYTES) {
    return `Path component is too long (${bytes} > maximum ${MAX_COMPONENT_BYTES}).`;
  }
  if (!/^[A-Za-z0-9_.]+$/.test(component)) {
    return `Path component ${component} can only contain alphanumeric characters, underscores, or periods.`;
  }
  if (!/[A-Za-z0-9]/.test(component)) {
    return `Path component ${component} must have at least one alphanumeric character.`;
  }
  return null;
}

/** Refuses the whole push for one bad module path: no dashes, no component over 64 bytes, extension included. */
export function checkModulePath(path) {
  for (const component of String(path).split("/")) {
    const problem = problemOfComponent(component);
    if (problem)
      throw badRequest(
        "InvalidConfig",
        `${path} is not a valid path to a Convex module. ${problem}`,
      );
  }
}

/** Refuses a body that isn't a push request at all. */
export function checkPushRequest(request) {
  const app = request.appDefinition;
  if (!app || !Array.isArray(app.changedModules) || !Array.isArray(request.componentDefinitions)) {
    throw badRequest(
      "BadJsonBody",
      "Failed to deserialize the JSON body into the target type: not a push request",
    );
  }
  for (const { path } of app.changedModules) checkModulePath(path);
  for (const component of request.componentDefinitions) {
    for (const { path } of component.functions) checkModulePath(path);
  }
}

/** The refusal of a module that can't be loaded, with the line break that the backend's source has (application/src/lib.rs). */
export function invalidModule({ path }, message) {
  return badRequest(
    "InvalidModules",
    `Loading the pushed modules encountered the following\n    error:\nFailed to analyze ${path}: ${message}`,
  );
}

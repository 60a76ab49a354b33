// The official CLI in this process: what it sends can be recorded, and requests that have been made
// already are answered without being made again.
// SPDX-License-Identifier: MIT
import { brotliDecompressSync } from "node:zlib";
import { generatedFiles, isWhole, save } from "./recording.mjs";

const pathOf = (resource) =>
  new URL(typeof resource === "string" || resource instanceof URL ? resource : resource.url)
    .pathname;

function bodyOf({ body, headers }) {
  const packed = new Headers(headers).get("Content-Encoding") === "br";
  return JSON.parse(packed ? brotliDecompressSync(body) : body);
}

/**
 * Records the push that the CLI is about to make. It is told that the deployment has no module yet,
 * so that its request holds them all; it is kept once the files are generated, which is before it
 * waits for the schema.
 */
export function recordInto(folder, key) {
  const send = globalThis.fetch;
  let version = null;
  let request = null;
  globalThis.fetch = async (resource, options = {}) => {
    const path = pathOf(resource);
    if (path === "/api/deploy2/start_push") request = bodyOf(options);
    if (path === "/api/deploy2/wait_for_schema" && request && isWhole(request, process.cwd())) {
      save(folder, key, {
        version,
        request: { ...request, adminKey: null },
        generated: generatedFiles(process.cwd()),
      });
      request = null;
    }
    const response = await send(resource, options);
    if (path !== "/api/get_config_hashes" || !response.ok) return response;
    version = bodyOf(options).version;
    return Response.json({ ...(await response.json()), moduleHashes: [] });
  };
}

/** Answers the CLI's next requests with what came back when they were made; `answers`: [{path, status, statusText, text}]. */
export function answerFirst(answers) {
  const send = globalThis.fetch;
  globalThis.fetch = async (resource, options) => {
    const next = answers.findIndex(({ path }) => path === pathOf(resource));
    if (next < 0) return send(resource, options);
    const [{ status, statusText, text }] = answers.splice(next, 1);
    return new Response(text, {
      status,
      statusText,
      headers: { "Content-Type": "application/json" },
    });
  };
}

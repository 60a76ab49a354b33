// What a client asks before it trusts a URL and a key (protocol: probing, failures of auth,
// malformed requests).
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

function assertRefusal({ status, json }, ...allowed) {
  const got = `${status} ${json?.code}`;
  assert.ok(allowed.includes(got), `${got} is none of ${allowed.join(", ")}`);
  assert.equal(typeof json.message, "string");
}

const BAD_KEY = ["401 BadAdminKey", "403 BadDeployKey"];

export function reachTests({ deployment }) {
  const wrongKey = deployment.adminKey.replace(/.{6}$/, (end) =>
    end === "000000" ? "111111" : "000000",
  );
  const listCall = { path: "people:list", args: {} };

  test("/version is text and needs no key", async () => {
    const { status, text } = await deployment.raw("GET", "/version", { key: null });
    assert.equal(status, 200);
    assert.match(text, /\S/);
  });

  test("/instance_name is text and needs no key", async () => {
    const { status, text } = await deployment.raw("GET", "/instance_name", { key: null });
    assert.equal(status, 200);
    assert.match(text, /^[\w-]+$/);
  });

  test("check_admin_key says what the key may do", async () => {
    const { status, json } = await deployment.raw("GET", "/api/check_admin_key");
    assert.equal(status, 200);
    assert.equal(json.success, true);
    assert.equal(json.isReadOnly, false);
    assert.ok(Array.isArray(json.allowedOps));
  });

  test("deployment_info says the kind", async () => {
    const { status, json } = await deployment.raw("GET", "/api/v1/deployment_info");
    assert.equal(status, 200);
    assert.match(json.kind, /^(cloud|selfHosted)$/);
  });

  test("a wrong key is refused: header", async () => {
    assertRefusal(
      await deployment.raw("GET", "/api/check_admin_key", { key: wrongKey }),
      ...BAD_KEY,
    );
    assertRefusal(
      await deployment.raw("POST", "/api/function", { body: listCall, key: wrongKey }),
      ...BAD_KEY,
    );
  });

  test("a wrong key is refused: body", async () => {
    const body = { version: "1.48.0", adminKey: wrongKey };
    assertRefusal(
      await deployment.raw("POST", "/api/get_config_hashes", { body, key: null }),
      ...BAD_KEY,
    );
  });

  test("get_config_hashes takes the key from the body alone", async () => {
    const body = { version: "1.48.0", adminKey: deployment.adminKey };
    const { status, json } = await deployment.raw("POST", "/api/get_config_hashes", {
      body,
      key: null,
    });
    assert.equal(status, 200);
    const paths = json.moduleHashes.map((one) => one.path);
    assert.ok(paths.includes("people.js"), paths.join(" "));
    for (const { hash } of json.moduleHashes) assert.match(hash, /^[0-9a-f]{64}$/);
  });

  test("/api/function without a key is forbidden", async () => {
    const answer = await deployment.raw("POST", "/api/function", { body: listCall, key: null });
    assertRefusal(answer, "403 BadDeployKey");
  });

  test("a public function needs no key at /api/query", async () => {
    const { status, json } = await deployment.raw("POST", "/api/query", {
      body: listCall,
      key: null,
    });
    assert.equal(status, 200);
    assert.equal(json.status, "success");
  });

  test("an internal function is not found without a key", async () => {
    const body = { path: "who:internally", args: {} };
    const { status, json } = await deployment.raw("POST", "/api/query", { body, key: null });
    assert.equal(status, 200);
    assert.equal(json.status, "error");
    assert.match(json.errorMessage, /Could not find public function for 'who:internally'/);
  });

  test("a JSON POST without its Content-Type is malformed", async () => {
    const headers = { "content-type": "text/plain" };
    const answer = await deployment.raw("POST", "/api/query", { body: listCall, headers });
    assertRefusal(answer, "400 BadJsonBody");
  });

  test("text that is not JSON is malformed", async () => {
    assertRefusal(
      await deployment.raw("POST", "/api/query", { body: '{"path":' }),
      "400 BadJsonBody",
    );
  });

  test("an Authorization header that is too short is malformed", async () => {
    const headers = { authorization: "Conv" };
    const answer = await deployment.raw("POST", "/api/query", {
      body: listCall,
      headers,
      key: null,
    });
    assertRefusal(answer, "400 InvalidHeaderFailure");
  });

  test("the scheme of the Authorization header is read in any case", async () => {
    const headers = { authorization: `cONVEX ${deployment.adminKey}` };
    const answer = await deployment.raw("GET", "/api/check_admin_key", { headers, key: null });
    assert.equal(answer.status, 200);
  });

  test("a client version without a dash is malformed, an unknown client is welcome", async () => {
    const ask = (client) =>
      deployment.raw("POST", "/api/query", {
        body: listCall,
        headers: { "convex-client": client },
      });
    assertRefusal(await ask("gitcvx"), "400 InvalidClientVersion");
    assert.equal((await ask("git-cvx-0.1.0")).status, 200);
  });

  test("an unknown route is 404", async () => {
    const answer = await deployment.raw("POST", "/api/no_such_route", { body: {} });
    assert.equal(answer.status, 404);
  });
}

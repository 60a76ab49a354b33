// Says whether the suites may be pointed at the deployment of CVX_TEST_URL, and what they will do
// to it. Exit 0 or 1.
// SPDX-License-Identifier: MIT
import { deploymentOfEnvironment, requireOurs } from "../lib/guard.mjs";

try {
  const deployment = deploymentOfEnvironment();
  if (!deployment) throw new Error("CVX_TEST_URL is not set");
  const marker = await requireOurs(deployment);
  const state = marker ? "it has been used by them before" : "it is empty";
  console.log(
    `the suites will replace everything on ${deployment.url}: functions, schema, documents (${state})`,
  );
} catch (error) {
  console.error(`guard: ${error.message}`);
  process.exitCode = 1;
}

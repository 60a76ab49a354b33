// Asks `git cvx doctor` in both of its forms, and holds it to changing nothing.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

const LIMIT_MS = 10_000;
/** The deployment's own files: whoever is asked may write a log. */
const NOT_OURS = new Set(["deployment"]);

/** Every file of the world (repository, git dir, home): kind, mode, times, content. */
function filesOf(root) {
  const found = {};
  const visit = (folder, names) => {
    for (const name of names) {
      const path = join(folder, name);
      const { mode, size, mtimeMs, ctimeMs, ino } = lstatSync(path);
      const kind = mode & 0o170000;
      const content =
        kind === 0o120000 ? readlinkSync(path) : kind === 0o100000 ? digest(path) : "";
      found[path] = [mode, size, mtimeMs, ctimeMs, ino, content].join(" ");
      if (kind === 0o040000) visit(path, readdirSync(path));
    }
  };
  visit(
    root,
    readdirSync(root).filter((name) => !NOT_OURS.has(name)),
  );
  return found;
}

const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

async function dataOf(world) {
  if (!world.controls) return null;
  const { json } = await world.deployment.raw("GET", "/sandbox/dump?system=1");
  return json;
}

/** Lines of the text as findings: what `--json` has, in the same words. */
function findingsOf(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const head = /^(ok|warn|fail|skip) +(.{13})  (.*)$/.exec(line);
    const next = /^ {21}\((.*)\)$/.exec(line);
    const names = /^ {21}([^ (].*)$/.exec(line);
    if (head) found.push({ check: head[2].trimEnd(), state: head[1], text: head[3] });
    // What was skipped for one reason stands below it.
    if (names) {
      const why = found.findLast(({ state }) => state === "skip").text;
      const checks = names[1].split(/, */).filter((check) => check);
      found.push(...checks.map((check) => ({ check, state: "skip", text: why })));
    }
    if (next) {
      const last = found.at(-1);
      last.next = last.next === undefined ? next[1] : `${last.next}\n${next[1]}`;
    }
  }
  return found.filter(({ check }) => check);
}

/** Without what may differ between two runs, and first what was looked at. */
const settled = (findings) => {
  const all = findings.map((finding) => ({
    ...finding,
    text: finding.text.replace(/\d+ (m?s)\b/g, "N $1"),
  }));
  const skipped = all.filter(({ state }) => state === "skip");
  const names = skipped.map(({ check, text }) => `${text}: ${check}`).sort();
  return [...all.filter(({ state }) => state !== "skip"), ...names];
};

async function ask(world, args, options) {
  const answer = await world.run("git", ["cvx", "doctor", ...args], options);
  assert.ok(answer.ms < LIMIT_MS, `took ${answer.ms} ms`);
  assert.doesNotMatch(answer.stdout, /[\x00-\x08\x0b-\x1f\x7f]/);
  if (world.deployment) assert.ok(!answer.stdout.includes(world.deployment.adminKey));
  return answer;
}

/**
 * Asks for text and for JSON, which must say the same, exit accordingly, and change no file of the
 * world and nothing on the deployment (`alive: false`: it can't be looked at; `alone: false`: others
 * change things meanwhile). Answers the findings
 * of each check, and the text.
 */
export async function doctor(world, { alive = true, alone = true, ...options } = {}) {
  const files = alone ? filesOf(world.root) : null;
  const data = alone && alive ? await dataOf(world) : null;
  const { stdout, stderr, code } = await ask(world, [], options);
  const json = await ask(world, ["--json"], options);
  if (alone) assert.deepEqual(filesOf(world.root), files, "a file has changed");
  if (alone && alive) assert.deepEqual(await dataOf(world), data, "the deployment has changed");

  const { version, ok, findings } = JSON.parse(json.stdout);
  assert.equal(version, 1);
  assert.deepEqual(settled(findings), settled(findingsOf(stdout)));
  assert.equal(stderr + json.stderr, "");
  const failed = findings.some(({ state }) => state === "fail");
  assert.deepEqual([ok, code, json.code], [!failed, failed ? 1 : 0, failed ? 1 : 0], stdout);
  for (const { state, text, next } of findings)
    if (state === "warn" || state === "fail") assert.ok(next, `no next step: ${text}`);
  return {
    text: stdout,
    /** The findings of one check. */
    of: (check) => findings.filter((finding) => finding.check === check),
    /** What isn't ok, as "state check". */
    troubles: findings
      .filter(({ state }) => state !== "ok")
      .map(({ state, check }) => `${state} ${check}`),
  };
}

/** One finding of the check has this state, text and next step. */
export function assertFinding(answer, check, state, text, next) {
  const found = answer.of(check);
  const match = found.find(
    (finding) =>
      finding.state === state && text.test(finding.text) && (!next || next.test(finding.next)),
  );
  assert.ok(match, `no '${state} ${check}' like ${text} ${next ?? ""} in\n${answer.text}`);
}

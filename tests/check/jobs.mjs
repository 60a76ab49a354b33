// What the whole check consists of. A job is {suite, name, command, format, env?, after?}: `format` says
// how its log is read (results.mjs), `after` names jobs that must have ended.
// SPDX-License-Identifier: MIT
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const TOP = fileURLToPath(new URL("../../", import.meta.url));
export const BUILD = join(TOP, ".build");
const RELEASE = join(BUILD, "release");
const SANITIZED = join(BUILD, "sanitized");
const REPORTER = join(TOP, "tests/check/reporter.mjs");

/** One job a file; `node` is another than the one that runs this. */
export function nodeJobs(suite, folder, { env, node = process.execPath, only } = {}) {
  const files = readdirSync(join(TOP, folder)).filter((name) => name.endsWith(".test.mjs"));
  return files
    .filter((name) => !only || only.includes(name))
    .map((name) => ({
      suite,
      name: `${suite}/${basename(name, ".test.mjs")}`,
      command: [node, "--test", `--test-reporter=${REPORTER}`, join(folder, name)],
      format: "node",
      env,
    }));
}

/** Tests of automake's: `tests` is a variable of the Makefile, or words. */
const makeJob = (suite, name, tests, more = [], build = SANITIZED) => ({
  suite,
  name: `${suite}/${name}`,
  command: [
    "make",
    "-C",
    build,
    "check",
    `TESTS=${tests}`,
    `TEST_SUITE_LOG=${suite}-${name}.log`,
    ...more,
  ],
  format: "automake",
  env: { VERBOSE: "1" }, // prints what those said that failed
});

const shellTests = (folders) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(TOP, "tests", folder)).map((name) => `tests/${folder}/${name}`),
    )
    .filter((path) => /\/t-[^/]*\.sh$/.test(path))
    .join(" ");

const unit = () => [
  makeJob("unit", "c", "$(unit_tests)", ["-j4", "-Otarget"]), // they wait a good deal,
  makeJob("unit", "git", shellTests(["git"])),
  makeJob("unit", "hook", shellTests(["hook"])),
  makeJob("unit", "plain", "tests/package/t-hardening.sh", [], RELEASE),
  makeJob("unit", "shell", shellTests(["app", "cli", "lint", "net", "package", "push", "work"])),
];

const one = (suite, command, more = {}) => ({
  suite,
  name: suite,
  command,
  format: "one",
  ...more,
});

/** One job a harness of tests/fuzz, behind one that builds them all. */
export function fuzzJobs(seconds) {
  const script = ["sh", join(TOP, "tests/fuzz/run.sh")];
  const harnesses = readdirSync(join(TOP, "tests/fuzz"))
    .filter((name) => name.endsWith(".c"))
    .map((name) => basename(name, ".c"));
  const build = { suite: "fuzz", name: "fuzz/build", command: [...script, "build"], format: "tap" };
  return [
    build,
    ...harnesses.map((name) => ({
      suite: "fuzz",
      name: `fuzz/${name}`,
      command: [...script, String(seconds), name],
      format: "tap",
      after: [build.name],
    })),
  ];
}

/** What happens when allocations and system calls fail: "bounded" or "whole". */
export const tortureJob = (form) => ({
  suite: "torture",
  name: "torture",
  command: ["sh", join(TOP, "tests/torture/run.sh"), form],
  format: "tap",
  env: { builddir: RELEASE },
});

/** Of gcc's, one level is what the other suites run, and distcheck builds the other. */
const compilers = () => ({
  suite: "compilers",
  name: "compilers",
  command: ["make", "-C", RELEASE, "check-compilers", "COMPILERS=clang", "JOBS=1"],
  format: "tap",
});

/** Which a tarball must hold whole. */
const OF_THE_TREE = ["t-docs", "t-drift", "t-faults", "t-layers", "t-limits"]
  .map((name) => `tests/lint/${name}.sh`)
  .join(" ");

/** Made of one folder, one after the other. */
const packages = ({ asRoot, canMountProc }) => {
  const nocheck = { DEB_BUILD_OPTIONS: "nocheck", DEB_BUILD_PROFILES: "nocheck" };
  const script = (name) => join(TOP, "tests/package", name);
  const jobs = [
    // Tests in shell are run once, by the suite named unit; but for those of the tree itself.
    one("distcheck", [
      ...["make", "-C", RELEASE, "distcheck", `TESTS=$(unit_tests) ${OF_THE_TREE}`],
      "DISTCHECK_CONFIGURE_FLAGS=--enable-werror CFLAGS=-O0",
    ]),
    one("deb", ["make", "-C", RELEASE, "deb"], { env: nocheck, after: ["distcheck"] }),
    {
      suite: "lintian",
      name: "lintian",
      command: ["sh", script("check-lintian.sh"), join(RELEASE, "deb")],
      format: "tap",
      after: ["deb"],
    },
    one("npm-packages", ["make", "-C", RELEASE, "npm"]),
    {
      suite: "npm",
      name: "npm",
      command: ["sh", script("check-npm.sh"), join(RELEASE, "npm")],
      format: "tap",
      after: ["npm-packages"],
    },
  ];
  if (canMountProc) {
    const clean = [
      "sh",
      script("check-clean-root.sh"),
      join(RELEASE, "deb"),
      join(BUILD, "bare-root.tar"),
      join(RELEASE, "npm"),
    ];
    jobs.push({
      suite: "clean-root",
      name: "clean-root",
      command: [...asRoot, ...clean],
      format: "tap",
      after: ["deb", "npm-packages"],
    });
  }
  return jobs;
};

const component = () => [
  one("component-types", ["npm", "--prefix", "component", "run", "-s", "typecheck"]),
  {
    suite: "component",
    name: "component",
    command: ["npm", "--prefix", "component", "test", "-s", "--", "--reporter=verbose"],
    format: "vitest",
  },
  ...nodeJobs("component-deployed", "component/test/sandbox"),
];

/**
 * Files that run the same commands over and over: what the sanitizers can see in them they see in
 * the others, and a sanitized program takes three times as long to start. `./bootstrap soak` runs them
 * sanitized.
 */
export const REPEATING = [
  ...["convex-versions", "examples", "killed", "killed-second-client", "large-tables", "main-job"],
  ...["monorepo", "nothing-to-do", "production", "second-program", "secrets", "several"],
  ...["trials-lives", "trials-seals", "walks", "watcher"],
];

const unsanitized = (job) =>
  REPEATING.some((name) => job.name === `end-to-end/${name}`)
    ? { ...job, env: { ...job.env, CVX_BUILD: RELEASE } }
    : job;

/** The main job, by the official CLI: that Node 20 still does. */
const older = (node) =>
  nodeJobs("older-node", "tests/e2e", {
    node,
    only: ["by-git.test.mjs"],
    env: { CVX_TEST_OFFICIAL_CLI: "1", CVX_TEST_TEMPLATES: "" },
  });

/** `machine`: {asRoot: words, canMountProc, olderNode: the oldest Node that works, or null}. */
export function allJobs(machine) {
  return [
    ...unit(),
    {
      suite: "valgrind",
      name: "valgrind",
      command: ["make", "-C", RELEASE, "check-valgrind"],
      format: "automake",
    },
    compilers(),
    ...fuzzJobs(20),
    tortureJob("bounded"),
    ...packages(machine),
    ...component(),
    ...nodeJobs("check", "tests/check"),
    ...nodeJobs("sandbox", "sandbox/test"),
    ...nodeJobs("conformance", "tests/conformance"),
    ...nodeJobs("link", "tests/conf/real"),
    ...nodeJobs("push", "tests/push/real"),
    ...nodeJobs("example", "examples/chat/test"),
    ...nodeJobs("screens", "tests/screens"),
    ...nodeJobs("end-to-end", "tests/e2e").map(unsanitized),
    ...(machine.olderNode ? older(machine.olderNode) : []),
  ];
}

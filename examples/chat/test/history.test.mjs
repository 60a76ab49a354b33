// What history.sh builds: the branches, what they hold, and that it is the same every time. Needs git and sh only.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Repository, migrationsOf, runHistory } from "./repository.mjs";

const gitCvxFiles = ["convex/convex.config.ts", "convex/cvx/convex.config.ts", "convex/cvxStart.ts", "convex/migrate.ts"];

describe("the chat example's history", () => {
  let repository;
  let scratch;
  before(() => {
    repository = new Repository();
    scratch = mkdtempSync(join(tmpdir(), "cvx-history-"));
  });
  after(() => {
    repository?.dispose();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("has the branches, and one tag", () => {
    const branches = repository.lines("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads");
    assert.deepEqual(branches, Object.keys(migrationsOf).sort());
    assert.deepEqual(repository.lines("tag"), ["before-init"]);
  });

  it("leaves main checked out, with nothing to commit", () => {
    assert.equal(repository.git("symbolic-ref", "HEAD"), "refs/heads/main");
    assert.equal(repository.git("status", "--porcelain"), "");
  });

  it("gives every branch its migrations, under ids that a deployment takes", () => {
    for (const [branch, ids] of Object.entries(migrationsOf)) {
      assert.deepEqual(repository.migrations(branch), ids, branch);
      for (const id of ids) assert.match(id, /^\d{8}_\d{6}_[A-Za-z0-9_]{1,45}$/);
    }
  });

  it("adds git-cvx in one commit, right after the tag", () => {
    assert.equal(repository.git("rev-parse", "before-init"), repository.git("rev-parse", "main~2"));
    const [earlier, later] = [repository.files("before-init"), repository.files("main~1")];
    for (const file of gitCvxFiles) {
      assert.ok(!earlier.includes(file), `${file} before init`);
      assert.ok(later.includes(file), `${file} after init`);
    }
    assert.ok(earlier.includes("convex/schema.ts"));
  });

  it("widens, migrates and narrows in three commits", () => {
    const users = (commit) => repository.git("show", `${commit}:convex/schema.ts`);
    assert.equal(repository.lines("rev-list", "main..feature/split-name").length, 3);
    assert.match(users("feature/split-name~2"), /name: v\.optional\(/);
    assert.deepEqual(repository.migrations("feature/split-name~2"), migrationsOf.main);
    assert.deepEqual(repository.migrations("feature/split-name~1"), migrationsOf["feature/split-name"]);
    assert.match(users("feature/split-name"), /first: v\.string\(\)/);
    assert.doesNotMatch(users("feature/split-name"), /\bname:/);
  });

  it("merges two features into develop, whose first parents skip the widened state", () => {
    assert.equal(repository.lines("rev-list", "--merges", "develop").length, 2);
    assert.equal(repository.git("rev-parse", "develop^1^2"), repository.git("rev-parse", "feature/split-name"));
    assert.equal(repository.git("rev-parse", "develop^2"), repository.git("rev-parse", "feature/rename-field"));
    const walked = repository.lines("rev-list", "--first-parent", "main..develop");
    assert.ok(!walked.includes(repository.git("rev-parse", "feature/split-name~1")));
  });

  it("keeps docs apart: no app, no common ancestor", () => {
    assert.deepEqual(repository.files("docs"), [".gitignore", "README.md"]);
    assert.throws(() => repository.git("merge-base", "main", "docs"), { status: 1 });
  });

  it("gives the same commit ids under another configuration, umask and time zone", () => {
    const home = join(scratch, "home");
    mkdirSync(home);
    const hostile = "[user]\n\tname = Else\n\temail = else@example.com\n[commit]\n\tgpgsign = true\n[core]\n\tautocrlf = true\n";
    writeFileSync(join(home, ".gitconfig"), hostile);
    const env = { HOME: home, TZ: "Asia/Kolkata", GIT_AUTHOR_NAME: "Else", GIT_DIR: "/nowhere" };
    const mask = process.umask(0o077);
    let again;
    try {
      again = new Repository(env);
    } finally {
      process.umask(mask);
    }
    try {
      const refs = ["for-each-ref", "--format=%(refname) %(objectname)"];
      assert.deepEqual(again.lines(...refs), repository.lines(...refs));
    } finally {
      again.dispose();
    }
  });

  it("lets a given git-cvx make the init commit", () => {
    const program = join(scratch, "git-cvx");
    writeFileSync(program, '#!/bin/sh\n[ "$1" = init ] && echo made >convex/by-init.txt\n');
    chmodSync(program, 0o755);
    const made = new Repository({ GIT_CVX: program });
    try {
      assert.deepEqual(made.lines("diff", "--name-only", "before-init", "main~1"), ["convex/by-init.txt"]);
    } finally {
      made.dispose();
    }
  });

  it("touches no folder that holds something", () => {
    const dir = join(scratch, "full");
    mkdirSync(dir);
    writeFileSync(join(dir, "mine.txt"), "");
    assert.throws(() => runHistory(dir), { status: 1, stderr: /'.*full' is not empty/ });
  });

  it("says where it looked for the component", () => {
    const env = { CVX_COMPONENT: "/nowhere" };
    assert.throws(() => runHistory(join(scratch, "none"), env), { status: 1, stderr: /no component in '\/nowhere'/ });
  });
});

// Every branch of the example on the embedded deployment: the official CLI pushes it (or has pushed the same tree for another
// test), tsc accepts it, the seed fits it.
//
// One repository, walked from commit to commit; a fresh deployment for each, because the seed wants an empty one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { deploy } from "../../../tests/lib/cli.mjs";
import { recordedModules } from "../../../tests/lib/recorded-pushes/modules.mjs";
import { Deployment, waitFor } from "../../../tests/lib/deployment.mjs";
import { startSandbox } from "../../../tests/lib/sandbox.mjs";
import { Repository, example, migrationsOf } from "./repository.mjs";

const commits = [
  "before-init",
  "main~1",
  "feature/split-name~2",
  "feature/split-name~1",
  "feature/two-steps~1",
  ...Object.keys(migrationsOf).filter((branch) => branch !== "docs"),
];
const seeded = { users: 25, rooms: 5, messages: 60 };

describe("the chat example on a deployment", () => {
  let repository;
  before(() => {
    repository = new Repository();
    repository.linkPackages(recordedModules(join(example, "node_modules")));
  });
  after(() => repository?.dispose());

  /**
   * Without what the CLI generated for the commit before: the component's part of it stays behind where the commit has no
   * component, and the CLI would deploy it as the app's own functions.
   */
  function checkout(commit) {
    repository.git("checkout", "-q", "--detach", commit);
    repository.git("clean", "-q", "-d", "-f", "-X", "convex");
  }

  async function withDeployment(work) {
    const sandbox = await startSandbox();
    try {
      await work(new Deployment(sandbox));
    } finally {
      await sandbox.dispose();
    }
  }

  async function push(deployment, commit) {
    checkout(commit);
    return await deploy({ app: repository.dir, deployment });
  }

  async function mustPush(deployment, commit) {
    const { ok, output } = await push(deployment, commit);
    assert.ok(ok, `${commit}: ${output}`);
  }

  async function migrate(deployment, name) {
    await deployment.fn(name);
    await waitFor(name, async () => {
      const [status] = await deployment.fn("lib:getStatus", { names: [name] }, { component: "migrations" });
      assert.notEqual(status.state, "failed", status.error);
      return status.state === "success";
    });
  }

  /** What is the same as at the commit before isn't looked at again. */
  function typeCheck() {
    const tsc = join(repository.dir, "node_modules", ".bin", "tsc");
    const known = ["--incremental", "--tsBuildInfoFile", join(repository.dir, ".git", "types")];
    const options = { cwd: repository.dir, stdio: "pipe", encoding: "utf8" };
    execFileSync(tsc, ["--noEmit", "-p", "convex", ...known], options);
  }

  for (const commit of commits) {
    it(`${commit} can be pushed, type-checked and seeded once`, () =>
      withDeployment(async (deployment) => {
        await mustPush(deployment, commit);
        typeCheck();
        assert.deepEqual(await deployment.fn("seed:run"), seeded);
        assert.deepEqual(await deployment.fn("seed:run"), { users: 0, rooms: 0, messages: 0 });
        assert.equal((await deployment.query("users:list")).length, seeded.users);
        const [room] = await deployment.query("rooms:list");
        const messages = await deployment.query("messages:list", { room: room._id });
        assert.deepEqual(messages.length, 12);
        assert.equal(messages[0].authorName, "Ada Lovelace");
      }));
  }

  it("passes check-types.sh offline, with last month's migrations beside the narrowed schema", () => {
    checkout("feature/split-name");
    execFileSync(join(example, "check-types.sh"), [repository.dir], { stdio: "pipe", encoding: "utf8" });
  });

  it("is released the long way: the narrow state is refused until the one before it has migrated", () =>
    withDeployment(async (deployment) => {
      await mustPush(deployment, "main");
      await deployment.fn("seed:run");
      const { ok, output } = await push(deployment, "feature/split-name");
      assert.ok(!ok);
      assert.match(output, /table "users" does not match the schema/);
      await mustPush(deployment, "feature/split-name~1");
      await migrate(deployment, "migrations/20251015_090000_split_user_name:up");
      await mustPush(deployment, "feature/split-name");
      const [ada] = await deployment.query("users:list");
      assert.deepEqual([ada.first, ada.last, ada.name], ["Ada", "Lovelace", undefined]);
    }));
});

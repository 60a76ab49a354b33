// Apps in folders of a larger repository: workspaces with hoisted or linked packages, several apps
// with a deployment each.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { describe, it } from "node:test";
import { MODULES } from "./lib/chat.mjs";
import {
  STAMP,
  commit,
  link,
  linkAsPnpm,
  put,
  startOver,
  withSecondDeployment,
  writeShared,
  writeStamp,
  writeWebPackage,
} from "./lib/monorepo.mjs";
import { install } from "./lib/managers.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const { splitName, renameField } = IDS;
const titles = async (world) => (await world.docs("rooms")).map((room) => room.title.at(-1));

/**
 * A workspace whose branch `loud` holds a migration, and another version of what that imports.
 * `install` puts the packages there; false if it can't.
 */
async function makeWorkspace(world, { root = {}, protocol, files = {}, install }) {
  await startOver(world);
  await put(world, "main", "apps/web");
  world.write("package.json", JSON.stringify({ name: "top", private: true, ...root }));
  for (const [name, text] of Object.entries(files)) world.write(name, text);
  writeWebPackage(world, protocol);
  writeShared(world, "?");
  if (!(await install())) return false;
  link(world, "apps/web", world.deployment);
  await world.run("git", ["cvx", "init"], { cwd: world.path("apps/web") });
  await commit(world, "A workspace");
  await world.mustCvx("migrate"); // the deployment is empty: the lineup is recorded
  await world.mustCvx("up"); // pushes
  await world.seed();
  await world.git("checkout", "-q", "-b", "loud");
  writeShared(world, "!");
  writeStamp(world);
  await commit(world, "Stamp");
  await world.git("checkout", "-q", "trunk");
  return true;
}

/** The package is that of the commit which is pushed, whatever the work tree holds (trial T6). */
async function assertPinned(world) {
  await world.mustCvx("migrate", "loud");
  assert.deepEqual([...new Set(await titles(world))], ["!"]);
  assert.equal((await world.statuses())[STAMP], "completed");
  await world.mustCvx("migrate", "--yes");
  assert.ok((await titles(world)).every((end) => !"!?".includes(end)));
  assert.equal((await world.statuses())[STAMP], "rolled_back");
}

const workspaces = ["apps/*", "packages/*"];

/** Real package managers, what they need in the repository, and how they ask for its packages. */
const MANAGERS = [
  { name: "npm", root: { workspaces }, protocol: "1.0.0" },
  { name: "yarn", root: { workspaces }, protocol: "1.0.0" },
  {
    name: "berry",
    root: { workspaces },
    protocol: "workspace:*",
    files: { ".yarnrc.yml": "nodeLinker: node-modules\n" },
  },
  {
    name: "pnpm",
    protocol: "workspace:*",
    files: { "pnpm-workspace.yaml": `packages: ${JSON.stringify(workspaces)}\n` },
  },
];

describe("an app of a workspace", onlyOnSandbox("its modules are not the suites' own"), () => {
  for (const { name, ...rest } of MANAGERS)
    it(
      `with packages that ${name} has installed`,
      inWorld(async (world, t) => {
        const env = { npm_config_ignore_scripts: "true" };
        if (await makeWorkspace(world, { ...rest, install: () => install(world, t, name, env) }))
          await assertPinned(world);
      }),
    );

  it(
    "with packages that are linked as pnpm does",
    inWorld(async (world) => {
      await makeWorkspace(world, {
        protocol: "workspace:*",
        install: () => {
          linkAsPnpm(world);
          return true;
        },
      });
      await assertPinned(world);
    }),
  );
});

describe("two apps of one repository", onlyOnSandbox("they need two deployments"), () => {
  it(
    "move together, each on its own deployment",
    inWorld(async (world) => {
      await withSecondDeployment(world, async (second) => {
        await startOver(world);
        symlinkSync(MODULES, world.path("node_modules"), "dir");
        world.write("package.json", '{ "private": true, "workspaces": ["apps/*"] }\n');
        await put(world, "main", "apps/web");
        await put(world, "main", "apps/admin");
        const init = (app) => world.run("git", ["cvx", "init"], { cwd: world.path(app) });
        assert.equal((await init("apps/web")).code, 0);
        assert.equal((await init("apps/admin")).code, 0);
        assert.match(world.read(".cvx.ini"), /^path = apps\/web$[^]*^\[app "admin"\]\npath = apps\/admin$/m);
        await commit(world, "Two apps");
        link(world, "apps/web", world.deployment);
        link(world, "apps/admin", second);

        const which = await world.cvx("plan");
        assert.equal(which.code, 129, which.stderr);
        assert.match(which.stderr, /which app\?[^]*--app admin[^]*--app web/);
        const all = await world.mustCvx("status");
        assert.match(all.stdout, /^App admin\n[^]*--app admin migrate[^]*^App web\n/m);
        const { seed } = { seed: (one) => one.fn("seed:run") };
        for (const app of ["web", "admin"]) {
          await world.mustCvx("--app", app, "migrate");
          await world.mustCvx("up", `--app=${app}`);
        }
        await seed(world.deployment);
        await seed(second);
        await world.mustCvx("hooks", "install");
        await world.git("checkout", "-q", "-b", "both");
        await put(world, "feature/split-name", "apps/web");
        await put(world, "feature/rename-field", "apps/admin");
        await commit(world, "Split names here, rename a field there");

        const there = await world.checkout("trunk");
        assert.equal(there.code, 0);
        const { stderr } = await world.checkout("both");
        assert.match(stderr, new RegExp(`running '${splitName}'`));
        assert.match(stderr, new RegExp(`running '${renameField}'`));
        const fields = async (one, table) =>
          Object.keys((await one.testQuery(`return await ctx.db.query("${table}").first();`)) ?? {});
        assert.ok((await fields(world.deployment, "users")).includes("first"));
        assert.ok((await fields(world.deployment, "messages")).includes("text"));
        assert.ok((await fields(second, "users")).includes("name"));
        assert.ok((await fields(second, "messages")).includes("body"));

        // In an app's folder it is that one.
        const inAdmin = await world.run("git", ["cvx", "status"], {
          cwd: world.path("apps/admin/convex"),
        });
        assert.match(inAdmin.stdout, new RegExp(`${second.url}[^]*In step with this branch: 2 `));
        const prompt = await world.run("git-cvx-hook", ["--status-short"]);
        assert.equal(prompt.stdout, "admin: 2 applied; web: 2 applied\n");

        await world.checkout("trunk");
        assert.ok((await fields(world.deployment, "users")).includes("name"));
        assert.ok((await fields(second, "messages")).includes("text"));
        for (const app of ["web", "admin"])
          assert.equal((await world.cvx("--app", app, "status", "--exit-code")).code, 0);
      });
    }),
  );
});

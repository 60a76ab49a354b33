// Deployments in the cloud, played by sandboxes: where they are and what opens them is asked of a
// control plane, as whoever is logged in, and kept for a while.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { logIn, moveToCloud } from "./lib/control-plane.mjs";
import {
  NEW_USERS,
  OLD_USERS,
  assertInLine,
  assertLeavesAlone,
  assertOneLineError,
  assertShape,
  ownLines,
} from "./lib/expect.mjs";
import { withSecondDeployment } from "./lib/monorepo.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName } = IDS;
const FEATURE = "feature/split-name";
const TOKEN = "eyJ0b2tlbiI6ImFkYSJ9.a+b/c==";
const AUTHORIZE = "POST /api/deployment/authorize_within_current_project";
const store = (world) => join(world.home, ".cache/git-cvx/credentials");
const stored = (world) => (existsSync(store(world)) ? readdirSync(store(world)) : []);

/** A test with a control plane that knows the world's deployment, to which the world is linked. */
const inCloud = (work) =>
  inBegunWorld(async (world) => {
    const plane = await moveToCloud(world, TOKEN);
    try {
      await work(world, plane);
    } finally {
      await plane.close();
    }
  });
const CLOUD = onlyOnSandbox("a control plane has to know it");

describe("a deployment in the cloud that is linked by its name", () => {
  it(
    "follows checkouts, and is asked for once",
    CLOUD,
    inCloud(async (world, plane) => {
      logIn(world, TOKEN);
      await world.checkout(FEATURE);
      await assertShape(world, "users", NEW_USERS);
      await world.checkout("main");
      await assertShape(world, "users", OLD_USERS);
      await assertInLine(world, { applied: [role], undone: [splitName] });
      assert.deepEqual(plane.requests, [AUTHORIZE]);

      const [file, ...others] = stored(world);
      assert.deepEqual(others, []);
      assert.equal(statSync(store(world)).mode & 0o777, 0o700);
      assert.equal(statSync(join(store(world), file)).mode & 0o777, 0o600);
      assert.ok(!readFileSync(join(store(world), file), "utf8").includes(TOKEN));
      const doctor = await world.cvx("doctor");
      assert.match(doctor.stdout, /kept until \d{4}-/);

      logIn(world, `${TOKEN}x`);
      plane.credentials.add(`${TOKEN}x`);
      await world.mustCvx("status");
      assert.equal(plane.requests.length, 2, "somebody else's isn't used");

      const { stderr } = await world.mustCvx("logout");
      assert.match(stderr, /forgot the credentials of 2 deployments/);
      assert.deepEqual(stored(world), []);
      await world.mustCvx("status");
      assert.equal(plane.requests.length, 3);
    }),
  );

  it(
    "is asked for anew when its key was withdrawn, and not while it is kept",
    CLOUD,
    inCloud(async (world, plane) => {
      logIn(world, TOKEN);
      await world.mustCvx("status");
      const [file] = stored(world);
      const path = join(store(world), file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replace(world.deployment.adminKey, `${world.deployment.adminKey}0`));
      await world.checkout(FEATURE);
      await assertShape(world, "users", NEW_USERS);
      assert.equal(plane.requests.length, 2);

      plane.trouble = { status: 500, body: "{}" };
      await world.mustCvx("status");
      writeFileSync(path, text.replace(/"expires":\d+/, '"expires":1'));
      const { code, stderr } = await world.cvx("status");
      assert.equal(code, 128);
      assert.match(stderr, /Convex refuses to tell about the deployment 'bold-hyena-681' \(HTTP 500\)/);
    }),
  );

  it(
    "is left alone when nobody is logged in, or the login has ended; git goes on",
    CLOUD,
    inCloud(async (world, plane) => {
      await assertLeavesAlone(world, async () => {
        const nobody = await world.checkout(FEATURE);
        assert.match(ownLines(nobody)[0] ?? nobody.stderr, /log/);
        assert.deepEqual(plane.requests, []);
        await world.checkout("main");
        plane.credentials.clear();
        logIn(world, TOKEN);
        const { stderr } = await world.checkout(FEATURE);
        assert.match(stderr, /Convex doesn't accept who asks for the deployment 'bold-hyena-681'/);
        assert.match(stderr, /npx convex login/);
        assert.ok(!stderr.includes(TOKEN));
      });
      assertOneLineError(await world.cvx("migrate"), {
        exit: 128,
        error: /Convex doesn't accept who asks/,
        hint: /npx convex login/,
      });
      plane.credentials.add(TOKEN);
      plane.deployments.length = 0;
      assertOneLineError(await world.cvx("status"), {
        exit: 128,
        error: /Convex doesn't know the deployment 'bold-hyena-681'/,
        hint: /that of '\.env\.local'/,
      });
    }),
  );
});

describe("a deployment that Convex calls production", () => {
  it(
    "is left alone, whatever its link calls it: only its key is tried",
    CLOUD,
    inCloud(async (world, plane) => {
      logIn(world, TOKEN);
      plane.deployments[0].type = "prod";
      const before = await world.statuses();
      await world.controls.forgetTrace();
      const { stderr } = await world.checkout(FEATURE);
      assert.match(stderr, /production/);
      const refused = await world.cvx("migrate", "--yes");
      assert.equal(refused.code, 4, refused.stderr);
      assert.match(refused.stderr, /counts as production/);
      const asked = (await world.controls.trace()).map(({ route }) => route);
      assert.deepEqual(asked.filter((route) => route !== "/api/check_admin_key"), []);
      assert.deepEqual(await world.statuses(), before);
    }),
  );
});

describe("a deploy key", () => {
  it(
    "of a development deployment is all that a link needs",
    CLOUD,
    inCloud(async (world, plane) => {
      const { adminKey } = world.deployment;
      const deployKey = `dev:${adminKey}`;
      plane.deployments[0].deployKey = deployKey;
      plane.credentials.add(deployKey);
      world.write(".env.local", `CONVEX_DEPLOY_KEY='${deployKey}'\n`);
      await world.checkout(FEATURE);
      await assertShape(world, "users", NEW_USERS);
      await world.checkout("main");
      await assertShape(world, "users", OLD_USERS);
      assert.deepEqual(plane.requests, ["POST /api/deployment/url_for_key"]);
      const [file] = stored(world);
      assert.ok(!readFileSync(join(store(world), file), "utf8").includes(adminKey));
    }),
  );

  it(
    "of previews finds the one of the branch, and makes none",
    CLOUD,
    inCloud((world, plane) =>
      withSecondDeployment(world, async (own) => {
        const key = "preview:acme:shop|k+e/y==";
        plane.credentials.add(key);
        plane.deployments[0].preview = "main";
        world.write(".env.local", `CONVEX_DEPLOY_KEY='${key}'\n`);
        await assertInLine(world, { applied: [role] });
        await assertLeavesAlone(world, async () => {
          const { stderr } = await world.checkout(FEATURE);
          assert.match(stderr, /Convex doesn't know a preview deployment 'feature\/split-name'/);
          assert.match(stderr, /npx convex deploy/);
        });
        const { url, adminKey } = own;
        plane.deployments.push({ name: "p", type: "preview", preview: FEATURE, url, adminKey });
        await assertLeavesAlone(world, async () => {
          const { stdout } = await world.mustCvx("status");
          assert.match(stdout, new RegExp(url));
        });
        assert.ok(plane.requests.every((asked) => asked.endsWith("/authorize_preview")));
      }),
    ),
  );

  it(
    "of a project finds its development deployment, and makes none",
    CLOUD,
    inCloud(async (world, plane) => {
      const key = "project:acme:shop|k+e/y==";
      plane.credentials.add(key);
      world.write(".env.local", `CONVEX_DEPLOY_KEY='${key}'\n`);
      await assertInLine(world, { applied: [role] });
      assert.deepEqual(plane.requests, ["GET /v1/teams/acme/projects/shop/deployment", AUTHORIZE]);
      plane.deployments.length = 0;
      await world.mustCvx("logout");
      assertOneLineError(await world.cvx("status"), {
        exit: 128,
        error: /Convex doesn't know a dev deployment of acme\/shop/,
        hint: /'npx convex dev' makes it/,
      });
    }),
  );
});

describe("a control plane that fails", () => {
  it(
    "is named, its answers aren't followed blindly, and git goes on",
    CLOUD,
    inCloud(async (world, plane) => {
      logIn(world, TOKEN);
      const cases = [
        [{ status: 302, headers: { Location: `${plane.url}/x` }, body: "" }, /is a redirect/],
        [{ status: 200, body: '{"url":"https://x","adminKey":' }, /cannot read what Convex answers/],
        [
          { status: 200, body: '{"url":"http://evil.example","adminKey":"k|ey123"}' },
          /what Convex answers: .*'http:\/\/' is only for this machine/,
        ],
        [
          { status: 200, body: '{"deploymentName":"other","url":"https://x","adminKey":"k|ey123"}' },
          /asked about the deployment 'bold-hyena-681' and answers about 'other'/,
        ],
      ];
      for (const [trouble, message] of cases) {
        plane.trouble = trouble;
        const { code, stderr } = await world.cvx("migrate");
        assert.equal(code, 128, stderr);
        assert.match(stderr, message);
        assert.ok(!stderr.includes("k|ey123"));
      }
      assert.deepEqual(stored(world), []);
      await plane.close();
      const { stderr } = await world.checkout(FEATURE);
      assert.match(stderr, /which knows where the deployment is, doesn't answer/);
    }),
  );
});

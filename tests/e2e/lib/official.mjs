// The chat example as the README of @convex-dev/migrations has it: migrations are exports of
// convex/migrations.ts, typed, run by hand, and nobody has heard of git-cvx.
// SPDX-License-Identifier: MIT
import { cpSync } from "node:fs";
import { join } from "node:path";
import { SOURCE } from "./programs.mjs";

const STEPS = join(SOURCE, "examples/chat/steps");

const CONFIG = `import { defineApp } from "convex/server";
import migrations from "@convex-dev/migrations/convex.config.js";

const app = defineApp();
app.use(migrations);

export default app;
`;

export const MODULE = `import { Migrations } from "@convex-dev/migrations";
import { components, internal } from "./_generated/api.js";
import { DataModel } from "./_generated/dataModel.js";

export const migrations = new Migrations<DataModel>(components.migrations);
export const run = migrations.runner();

export const addRole = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => (user.role === undefined ? { role: "member" as const } : undefined),
});

export const addRoleDown = migrations.define({
  table: "users",
  migrateOne: () => ({ role: undefined }),
});

export const titleRooms = migrations.define({
  table: "rooms",
  migrateOne: async (ctx, room) => {
    if (room.title === "") await ctx.runMutation(internal.seed.run, {});
  },
});

export const runAll = migrations.runner([
  internal.migrations.addRole,
  internal.migrations.titleRooms,
]);
`;

export const SPLIT_NAME = `
import { words } from "./words";

export const splitName = migrations.define({
  table: "users",
  migrateOne: (_ctx, user: any) => {
    if (user.name === undefined) return;
    const [first, ...rest] = words(user.name);
    return { first, last: rest.join(" "), name: undefined };
  },
});

export const splitNameDown = migrations.define({
  table: "users",
  migrateOne: (_ctx, user: any) => {
    if (user.first === undefined && user.last === undefined) return;
    const name = [user.first, user.last].filter((word) => word).join(" ");
    return { name: user.name ?? name, first: undefined, last: undefined };
  },
});
`;

export const WORDS = `export const words = (text: string) => text.split(" ");
`;

export const RENAME_TEXT = `
// No semicolons, as some like it
export const aTextIsABody = migrations.define({
  table: "messages",
  migrateOne: (_ctx, m: any) => m.text === undefined ? undefined : { body: m.text, text: undefined },
})

export const aTextIsABodyDown = migrations.define({
  table: 'messages',
  migrateOne: (_ctx, m: any) => m.body === undefined ? undefined : { text: m.body, body: undefined },
})
`;

/** Lays the sources of a step of the example over the work tree, but for its migrations. */
export function lay(world, step) {
  const filter = (file) => !file.endsWith("/migrations");
  cpSync(join(STEPS, step), world.dir, { recursive: true, filter });
}

export async function commit(world, message) {
  await world.git("add", "-A");
  await world.git("commit", "-q", "-m", message);
}

/** Checks out `trunk`, a branch with such an app; a deployment holds documents from before. */
export async function becomeOfficial(world) {
  await world.git("checkout", "-q", "-b", "trunk", "before-init");
  world.write(".gitignore", "node_modules\n.env.local\n_generated\n");
  world.write("convex/convex.config.ts", CONFIG);
  await commit(world, "Use the migrations component");
  if (world.deployment) {
    await world.plainPush();
    await world.seed();
  }
  lay(world, "03-user-role");
  world.write("convex/migrations.ts", MODULE);
  await commit(world, "Give users a role");
}

/** Two branches on top of trunk, each with a migration at the end of the module. */
export async function addFeatures(world) {
  await world.git("checkout", "-q", "-b", "names", "trunk");
  lay(world, "12-split-name-narrow");
  world.write("convex/words.ts", WORDS);
  world.write("convex/migrations.ts", world.read("convex/migrations.ts") + SPLIT_NAME);
  await commit(world, "Split names");
  await world.git("checkout", "-q", "-b", "bodies", "trunk");
  lay(world, "20-rename-field");
  world.write("convex/migrations.ts", world.read("convex/migrations.ts") + RENAME_TEXT);
  await commit(world, "Call a message's text its body");
  await world.git("checkout", "-q", "trunk");
}

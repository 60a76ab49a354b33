// The app of git-cvx-migrations(7): tasks, and nothing else. Its main branch holds the schema that
// the page begins with, and no migration.
// SPDX-License-Identifier: MIT
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "./chat.mjs";
import { SOURCE } from "./programs.mjs";

const CHAT = join(SOURCE, "examples/chat");
const COMPONENT = join(SOURCE, "component");

/** Three tasks; one is too long for a line, one has blanks around it. */
const SEED = `import { internalMutation } from "./_generated/server";

const tasks: any[] = [
  { text: "Water the plants", owner: "Ada", done: true },
  { text: "Find out who has the key to the cellar, and ask for it", owner: "Grace", done: false },
  { text: " Pay the bill ", owner: "Ada", done: false },
];

export const run = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (const task of tasks) await ctx.db.insert("tasks", task);
  },
});
`;

const TASKS = `import { query } from "./_generated/server";

export const list = query({ args: {}, handler: (ctx) => ctx.db.query("tasks").collect() });
`;

async function copy(world, schema) {
  const { dir } = world;
  cpSync(join(COMPONENT, "cvx"), join(dir, "convex/cvx"), { recursive: true });
  for (const file of ["migrate.ts", "cvxStart.ts"])
    cpSync(join(COMPONENT, "app", file), join(dir, "convex", file));
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(CHAT, file), join(dir, file));
  for (const step of ["01-app/.gitignore", "01-app/convex/tsconfig.json"])
    cpSync(join(CHAT, "steps", step), join(dir, step.replace("01-app/", "")));
  cpSync(join(CHAT, "steps/02-init/convex/convex.config.ts"), join(dir, "convex/convex.config.ts"));
  world.write("convex/schema.ts", schema);
  world.write("convex/tasks.ts", TASKS);
  world.write("convex/seed.ts", SEED);
  symlinkSync(MODULES, join(dir, "node_modules"), "dir");
  await world.git("init", "-q", "-b", "main");
  await world.git("add", "-A");
  await world.git("commit", "-q", "-m", "Tasks");
}

/** The app, with the text of its schema. */
export const tasksApp = (schema) => ({ name: "tasks", copy: (world) => copy(world, schema) });

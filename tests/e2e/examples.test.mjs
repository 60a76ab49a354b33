// What the manual pages and README.md show is what happens: each example is run, in the order in
// which a reader would type it, and what it prints is compared with what is shown.
// SPDX-License-Identifier: MIT
//
// How examples are marked: lib/examples.mjs. CVX_UPDATE=1 writes what was printed into the sources
// (then `make regen`); look at the difference before you commit it.
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { after, describe, it } from "node:test";
import { MODULES, copyChat } from "./lib/chat.mjs";
import { commandsOf, examplesOfPage, examplesOfReadme, isShown, rewrite } from "./lib/examples.mjs";
import { Player, playDemo } from "./lib/player.mjs";
import { tasksApp } from "./lib/tasks-app.mjs";
import { inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const UPDATE = Boolean(process.env.CVX_UPDATE);
const PAGES = {
  "man/git-cvx.1.in": examplesOfPage,
  "man/git-cvx-config.5.in": examplesOfPage,
  "man/git-cvx-migrations.7.in": examplesOfPage,
  "README.md": examplesOfReadme,
};
const [FIRST_SCHEMA] = examplesOfPage("man/git-cvx-migrations.7.in");
const TASKS = tasksApp(FIRST_SCHEMA.lines.join("\n") + "\n");
const changes = new Map();

/** Blocks up to the one that begins another world. */
function* storiesOf(blocks) {
  let story = [];
  for (const block of blocks) {
    if (block.world && story.length) {
      yield story;
      story = [];
    }
    story.push(block);
  }
  if (story.length) yield story;
}

async function play(world, story) {
  const player = new Player(world);
  for (const block of story) await player.play(block);
  await player.end();
  note(story[0].page, player.changes);
}

function note(page, found) {
  changes.set(page, [...(changes.get(page) ?? []), ...found]);
}

/** An app that has never seen git-cvx, with packages that `npm install` may touch. */
async function becomeNewcomer(world) {
  await world.git("checkout", "-q", "-B", "main", "before-init");
  const { dependencies, ...rest } = JSON.parse(world.read("package.json"));
  delete dependencies["@convex-dev/migrations"];
  world.write("package.json", JSON.stringify({ ...rest, dependencies }, null, 2) + "\n");
  world.remove("package-lock.json");
  await world.git("commit", "-q", "-a", "-m", "An app");
  rmSync(world.path("node_modules"));
  cpSync(MODULES, world.path("node_modules"), { recursive: true, verbatimSymlinks: true });
}

const WORLDS = {
  app: (story) =>
    inWorld(async (world) => {
      await becomeNewcomer(world);
      await play(world, story);
    }, { app: { name: "your-app", copy: (world) => copyChat(world.dir) } }),
  chat: (story) => inBegunWorld((world) => play(world, story)),
  settings: (story) => inWorld((world) => play(world, story), { deployment: false }),
  tasks: (story) =>
    inWorld(async (world) => {
      await world.begin();
      await play(world, story);
    }, { app: TASKS }),
  demo: (story) =>
    inWorld(async (world) => {
      const played = await playDemo(world);
      for (const { command, shown, from, to } of story.flatMap(commandsOf)) {
        const printed = played.get(command);
        assert.ok(printed, `the demo doesn't run '${command}'`);
        if (isShown(shown, printed)) continue;
        if (UPDATE) note(story[0].page, [{ from, to, printed }]);
        else assert.equal(printed, shown.join("\n") + "\n");
      }
    }, { deployment: false }),
};

const ALONE = onlyOnSandbox("the apps are other ones");

describe("what is shown happens", { concurrency: 3, ...ALONE }, () => {
  for (const [page, read] of Object.entries(PAGES)) {
    // Each says why, or it would be run.
    const blocks = read(page).filter(({ kind }) => kind !== "not run");
    for (const story of storiesOf(blocks)) {
      assert.ok(story[0].world in WORLDS, `${page}: '${story[0].heading}' needs a world`);
      const name = `${page}, ${story[0].heading}: ${story.length} examples`;
      it(name, WORLDS[story[0].world](story));
    }
  }
  after(() => {
    for (const [page, found] of changes) if (found.length) rewrite(page, found);
  });
});

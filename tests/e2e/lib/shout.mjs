// A migration of the tests' own, of values only: every branch's schema allows both sides of it.
// SPDX-License-Identifier: MIT
export const SHOUT = "20251201_120000_shout";
export const SHOUT_FILE = `convex/migrations/${SHOUT}.ts`;
export const SHOUT_TEXT = `import { migrations } from "../migrate";

export const up = migrations.define({
  table: "rooms",
  migrateOne: (_ctx, room) => ({ title: room.title.toUpperCase() }),
});

export const down = migrations.define({
  table: "rooms",
  migrateOne: (_ctx, room) => ({ title: room.title[0] + room.title.slice(1).toLowerCase() }),
});
`;

/** Whether it has been applied to every room; a mixture is neither. */
export async function shouted(world) {
  const loud = (await world.docs("rooms")).map(({ title }) => title === title.toUpperCase());
  if (new Set(loud).size !== 1) throw new Error("some rooms shout and some don't");
  return loud[0];
}

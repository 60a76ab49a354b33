// Makes a copy of the component as a later version of git-cvx might have it:
// a table, an index, a function, and fields in rows that this version lacks.
// SPDX-License-Identifier: MIT
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const CURRENT = fileURLToPath(new URL("../cvx", import.meta.url));

const EXTRA = `// What version 2 can do and version 1 cannot.
import { mutationGeneric } from "convex/server";
import { envelope, text } from "./request";
import { beginTurn, endTurn } from "./turn";

export const annotate = mutationGeneric({
  args: envelope,
  handler: async (ctx, { request }) => {
    const turn = await beginTurn(ctx, request);
    const migrationId = text(request, "migrationId");
    const row: any = await ctx.db
      .query("migrationStatus")
      .withIndex("by_tree", (q: any) => q.eq("treeId", undefined))
      .filter((q: any) => q.eq(q.field("migrationId"), migrationId))
      .first();
    await ctx.db.patch(row._id, { treeId: request.treeId, proof: { steps: [1, 2] } });
    await ctx.db.insert("notes", { migrationId, note: request.note });
    return { revision: await endTurn(ctx, turn, { type: "annotate", migrationId }, { epoch: 7 }) };
  },
});

export const notes = mutationGeneric({
  args: envelope,
  handler: async (ctx) => await ctx.db.query("notes").collect(),
});
`;

function edit(file, from, to) {
  const before = readFileSync(file, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file}: nothing to replace`);
  writeFileSync(file, after);
}

/** Writes the newer copy into 'folder' and returns it. */
export function makeNewer(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(CURRENT, folder, { recursive: true });
  edit(`${folder}/request.ts`, "COMPONENT_VERSION = 1", "COMPONENT_VERSION = 2");
  edit(
    `${folder}/schema.ts`,
    `.index("by_migration", ["migrationId"])`,
    `.index("by_migration", ["migrationId"]).index("by_tree", ["treeId"]),\n    notes: defineTable(v.any())`,
  );
  edit(
    `${folder}/ledger.ts`,
    "version: COMPONENT_VERSION,",
    'version: COMPONENT_VERSION,\n      features: ["notes"],',
  );
  writeFileSync(`${folder}/extra.ts`, EXTRA);
  return folder;
}

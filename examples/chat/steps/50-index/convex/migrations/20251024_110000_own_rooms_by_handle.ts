import { migrations } from "../migrate";

export const description = "Let rooms name their owner by handle, which outlives an account";

/** The down looks owners up by an index of this branch. */
export const tables = ["rooms", "users"];

export const up = migrations.define({
  table: "rooms",
  migrateOne: async (ctx, room) => {
    if (room.owner === undefined) return undefined;
    const owner = await ctx.db.get(room.owner);
    if (owner === null) throw new Error(`room '${room.slug}' has no owner any more`);
    return { ownerHandle: owner.handle, owner: undefined };
  },
});

export const down = migrations.define({
  table: "rooms",
  migrateOne: async (ctx, room) => {
    if (room.ownerHandle === undefined) return undefined;
    // Untyped, as documents are here: AnyDataModel has no names of indexes.
    const users: any = ctx.db.query("users");
    const owner = await users
      .withIndex("by_handle", (q: any) => q.eq("handle", room.ownerHandle))
      .unique();
    if (owner === null) throw new Error(`room '${room.slug}' is owned by nobody's handle`);
    return { owner: owner._id, ownerHandle: undefined };
  },
});

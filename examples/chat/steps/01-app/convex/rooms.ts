import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { mutation, query, type MutationCtx } from "./_generated/server";

export type NewRoom = { slug: string; title: string; owner: Id<"users"> };

/** Everything that adds a room goes through here. */
export async function openRoom(ctx: MutationCtx, room: NewRoom): Promise<Id<"rooms">> {
  return await ctx.db.insert("rooms", room);
}

export const list = query({
  args: {},
  handler: (ctx) => ctx.db.query("rooms").collect(),
});

export const create = mutation({
  args: { slug: v.string(), title: v.string(), owner: v.id("users") },
  handler: (ctx, room) => openRoom(ctx, room),
});

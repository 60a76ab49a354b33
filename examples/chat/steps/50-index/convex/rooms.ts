import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { mutation, query, type MutationCtx } from "./_generated/server";

export type NewRoom = { slug: string; title: string; owner: Id<"users"> };

/** Everything that adds a room goes through here. */
export async function openRoom(ctx: MutationCtx, room: NewRoom): Promise<Id<"rooms">> {
  const owner = await ctx.db.get(room.owner);
  if (owner === null) throw new Error(`no user '${room.owner}' to own the room`);
  const { slug, title } = room;
  return await ctx.db.insert("rooms", { slug, title, ownerHandle: owner.handle });
}

export const list = query({
  args: {},
  handler: (ctx) => ctx.db.query("rooms").collect(),
});

export const create = mutation({
  args: { slug: v.string(), title: v.string(), owner: v.id("users") },
  handler: (ctx, room) => openRoom(ctx, room),
});

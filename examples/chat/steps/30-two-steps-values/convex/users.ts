import { v } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import { mutation, query } from "./_generated/server";
import type { Person } from "./people";

/** How a person is stored. Everything that adds a user goes through here. */
export function userDocument(person: Person) {
  return {
    name: person.name,
    handle: `@${person.handle}`,
    email: person.email,
    role: "member" as const,
  };
}

export function displayName(user: Doc<"users">): string {
  return user.name;
}

export const list = query({
  args: {},
  handler: (ctx) => ctx.db.query("users").collect(),
});

export const create = mutation({
  args: { name: v.string(), handle: v.string(), email: v.string() },
  handler: (ctx, person) => ctx.db.insert("users", userDocument(person)),
});

export const setEmail = mutation({
  args: { user: v.id("users"), email: v.string() },
  handler: (ctx, { user, email }) => ctx.db.patch(user, { email }),
});

export const admins = query({
  args: {},
  handler: async (ctx) => {
    const users = await ctx.db.query("users").collect();
    return users.filter((user) => user.role === "admin");
  },
});

export const setRole = mutation({
  args: { user: v.id("users"), role: v.union(v.literal("member"), v.literal("admin")) },
  handler: (ctx, { user, role }) => ctx.db.patch(user, { role }),
});

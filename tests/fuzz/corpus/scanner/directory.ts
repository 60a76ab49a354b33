import { migrations } from "./setup";
// export const down = 1;
export const description = `fills in \u0061 name`;
export const tables = ["users", 'teams'];
export const up = migrations.define({ table: "users", migrateOne: async (ctx, doc) => {
	if (a / b / 2) return /[/\]]down/g.test(doc.x) ? {} : { name: `x ${doc.a + `${1}`} y` };
	await ctx.db.insert("logs", {});
} });
export { up as default, helper as down };

const m = new Migrations<DataModel>(components.migrations);
export const addName = m.define({ table: "users", migrateOne: () => ({}) });
export const addNameDown = m["define"]<any>({ table: 'users', batchSize: 1_0, async migrateOne(ctx, d) { } });
export const \u0061b\u{63} = m.define({ table: `t`, migrateOne: (_) => { /* nothing */ } });
export default 1;

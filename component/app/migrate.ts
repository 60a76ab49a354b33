// Written once by 'git cvx init', and yours from then on. The migration files
// import 'migrations' from here. It is untyped on purpose: typed by today's
// schema, last month's migrations would no longer compile once the schema is
// narrowed, and the push would be refused.
import { Migrations } from "@convex-dev/migrations";
import { componentsGeneric, type AnyDataModel } from "convex/server";

const components = componentsGeneric() as any;

export const migrations = new Migrations<AnyDataModel>(components.migrations);

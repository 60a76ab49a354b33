/* test_needs.c - what a bundle refers to. */
#include "push/needs.h"
#include "tap.h"

static struct arena arena;

static const char *joined(const struct names *names)
{
	const char *text = "";

	for (size_t i = 0; i < names->count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i ? " " : "", names->items[i]);
	return text;
}

static void check(const char *text, const char *functions, const char *components,
                  const char *name)
{
	struct names f = { 0 }, c = { 0 };

	needs_read(&f, &c, &arena, text, "migrations/x");
	is_str(joined(&f), functions, name);
	is_str(joined(&c), components, name);
}

int main(void)
{
	check("import { internal, api } from \"../_generated/api\";\n"
	      "f(internal.agg.bump, api.deep.er.fn);", "agg:bump deep/er:fn", "",
	      "functions by their paths");
	check("import { internal as internal2 } from \"../_generated/api.js\";\n"
	      "f(internal2[\"deep/er\"].fn, internal.not.ours, x.internal2.a.b);",
	      "deep/er:fn", "", "under another name, and only under that");
	check("import { components as c2 } from \"../_generated/api\";\n"
	      "new Aggregate(c2.aggregate); f(c2.aggregate.btree.insert);", "",
	      "aggregate aggregate/btree:insert", "components, and functions of theirs");
	check("import { componentsGeneric } from \"convex/server\";\n"
	      "var components2 = componentsGeneric();\n"
	      "new Migrations(components2.migrations);", "", "migrations",
	      "components as git-cvx's own module names them");
	check("import { internal } from \"../_generated/api\";\n"
	      "var s = \"internal.no.string\"; var r = /internal.no.regex\"/; // internal.no.comment\n"
	      "var t = `internal.no.template ${internal.yes.it}`;", "yes:it", "",
	      "only in code");
	check("import { internal } from \"../_generated/api\";\n"
	      "m.runner([internal.migrations.x.up, internal.migrations.y.up]);", "", "",
	      "other migrations aren't needs");
	check("import { makeFunctionReference } from \"convex/server\";\n"
	      "f(makeFunctionReference(\"users:list\"));", "users:list", "",
	      "references by text");
	check("import { internal } from \"./other\";\nf(internal.a.b, internal);", "", "",
	      "something else of that name");
	check("import { internal } from \"../_generated/api\";\nf(internal, internal.a);", "", "",
	      "what isn't a whole path is no function");
	check("import { internal as \\u00e9 } from \"../_generated/api\";\n"
	      "f(\\u00e9.users.list, \xc3\xa9.users.\\u0061dd);", "users:list users:add", "",
	      "a name that a bundler wrote as an escape");
	check("import { internal as \\ } from \"../_generated/api\"; f(\\.a.b);\n"
	      "import { api as } from \"../_generated/api\"; = componentsGeneric();", "", "",
	      "a name that is missing is none");
	arena_dispose(&arena);
	return done();
}

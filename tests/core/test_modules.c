/* test_modules.c - which paths may be a folder of packages, on any file system. */
#include "core/modules.h"
#include "tap.h"

static void test_names(void)
{
	static const char *const same[] = {
		"node_modules", "Node_Modules", "NODE_MODULES", "node_module\xc5\xbf",
		"node\xe2\x80\x8c_modules", "\xef\xbb\xbfnode_modules", "node_modules\xe2\x81\xaf",
		"\xe2\x80\xaenode_modules",
	};
	struct arena arena = { 0 };
	static const char *const others[] = {
		"", "node_module", "node_modules2", "node-modules", "node_modules ", "node.modules",
		"node_modul\xc3\xa9s", "\xe2\x80", "node_modules\xe2\x80\x8b", ".node_modules",
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		ok(modules_end(same[i]) != NULL, same[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		ok(!modules_end(others[i]), others[i]);
	is_str(modules_end("a/node_modules/b/node_modules/c"), "/b/node_modules/c", "the first one");
	is_str(modules_end("node_modules"), "", "at the end");
	is_str(names_key(&arena, "A/\xe2\x80\x8c""b\xc5\xbf/c\xc3\xa9"), "a/bs/c\xc3\xa9", "a key");
	arena_dispose(&arena);
	ok(names_may_be_same("\xe2\x84\xaa""ey", 5, "kEY", 3), "the sign of Kelvin is a k");
}

static void test_serving(void)
{
	static const struct { const char *path, *folder; bool serves; } cases[] = {
		{ "node_modules", "", true }, { "node_modules/x", "", true },
		{ "node_modules/x", "apps/web", true }, { "apps/node_modules/x", "apps/web", true },
		{ "apps/web/Node_Modules", "apps/web", true },
		{ "APPS/web/node_modules/x", "apps/web", true },
		{ "apps/web", "apps/web", true }, { "apps", "apps/web", true },
		{ "apps/web/convex/node_modules/x", "apps/web", false },
		{ "apps/other/node_modules/x", "apps/web", false },
		{ "packages/node_modules/x", "apps/web", false },
		{ "convex/schema.ts", "", false }, { "apps/web/package.json", "apps/web", false },
		{ "app", "apps/web", false }, { "vendor/node_modules", "", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(modules_serve(cases[i].path, cases[i].folder) == cases[i].serves, cases[i].path);
}

int main(void)
{
	test_names();
	test_serving();
	return done();
}

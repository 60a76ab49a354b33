/* test_bridge.c - what a push changes about the target. */
#include "fake_tree.h"
#include "push/bridge.h"
#include "tap.h"

static struct arena arena;

static const struct push_file component[] = {
	{ "ledger.ts", "new ledger" }, { "convex.config.ts", "config" },
};

static const char mounted_text[] =
	"import { defineApp } from \"convex/server\";\n"
	"import cvx from \"./cvx/convex.config\";\n"
	"const app = defineApp();\napp.use(cvx);\nexport default app;\n";

static struct fake_tree tree;
static struct tree_source source;

static void list(struct file_set *set)
{
	struct err err = ERR_INIT;

	source = fake_source(&tree);
	if (file_set_list(set, &arena, &source, &err))
		printf("# %s\n", err.msg);
}

static const char *text_of(const struct file_set *set, const char *path)
{
	const struct set_file *file = file_set_find(set, path);
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	const char *copy = NULL;

	if (file && !file_set_text(&text, set, file, &err))
		copy = arena_strdup(&arena, text.text);
	buf_dispose(&text);
	return copy;
}

static void test_schema_text(void)
{
	const char *first[] = { "first" }, *both[] = { "a", "b.c" }, *other[] = { "other" };
	struct index_def defs[] = {
		{ "users", "by_first", { .items = first, .count = 1 } },
		{ "posts", "by_both", { .items = both, .count = 2 } },
		{ "users", "by_other", { .items = other, .count = 1 } },
		{ "users", "by_first", { .items = other, .count = 1 } },
	};
	struct bridge_indexes indexes = { { defs, 2 }, { defs + 2, 2 } }, none = { 0 };
	struct buf text = BUF_INIT;

	bridge_schema_text(&text, &indexes, true);
	ok(strstr(text.text, "import original from \"./schema.cvx\";"), "the tables stay");
	ok(strstr(text.text, "export * from \"./schema.cvx\";"), "and so do other exports");
	ok(strstr(text.text, "const sealed = [\n  [\"users\", \"by_first\", [\"first\"]],\n"
	          "  [\"posts\", \"by_both\", [\"a\", \"b.c\"]],\n];\n"),
	   "indexes of seals, with all their fields");
	ok(strstr(text.text, "const active = [\n  [\"users\", \"by_other\", [\"other\"]],\n"
	          "  [\"users\", \"by_first\", [\"other\"]],\n];\n"), "and active ones");
	ok(strstr(text.text, "{ schemaValidation: false }"), "nothing is validated");
	buf_dispose(&text);
	bridge_schema_text(&text, &none, false);
	ok(!strstr(text.text, "schema.cvx"), "without a schema there is nothing to import");
	buf_dispose(&text);
}

static void test_bridge(void)
{
	struct seal seal = { .hash = "0123456789abcdef0123456789abcdef01234567",
	                     .source = "export const down = 1;" };
	const struct seal *seals[] = { &seal };
	struct push_request request = { .bridge = true, .seals = seals, .seal_count = 1,
	                                .with_start = true };
	struct bridge_parts parts = { .functions = "web/convex", .start = "start" };
	struct file_set set, bridged;
	struct err err = ERR_INIT;

	fake_add(&tree, "web/convex/schema.ts", "strict");
	fake_add(&tree, "web/convex/convex.config.ts", mounted_text);
	fake_add(&tree, "web/convex/team/convex.config.ts", "component");
	fake_add(&tree, "web/convex/team/schema.js", "strict team");
	fake_add(&tree, "web/convex/cvx/convex.config.ts", "ours");
	fake_add(&tree, "web/convex/cvx/schema.ts", "our schema");
	fake_add(&tree, "web/convex/cvx/gone.ts", "of an older version");
	fake_add(&tree, "web/convex/cvx/_generated/api.js", "generated");
	fake_add(&tree, "packages/lib/convex.config.ts", "component without schema");
	list(&set);
	file_set_copy(&bridged, &set);
	is_int(bridge_apply(&bridged, &request, &parts, &err), 0, "the bridge form");
	is_str(text_of(&bridged, "web/convex/schema.cvx.ts"), "strict", "the schema moves aside");
	ok(strstr(text_of(&bridged, "web/convex/schema.ts"), "schemaValidation: false"),
	   "for one that validates nothing");
	is_str(text_of(&bridged, "web/convex/team/schema.cvx.js"), "strict team",
	       "in components of the tree, too");
	ok(strstr(text_of(&bridged, "web/convex/team/schema.js"), "schemaValidation: false"),
	   "in their own language");
	is_str(text_of(&bridged, "web/convex/cvx/schema.ts"), "our schema", "but not in ours");
	ok(!file_set_find(&bridged, "packages/lib/schema.ts"), "none is made up");
	is_str(text_of(&bridged, "web/convex/cvxSealed/s0123456789abcdef.js"),
	       "export const down = 1;", "the seal is deployed by its hash");
	is_str(text_of(&bridged, "web/convex/cvxSealed/start.ts"), "start", "and the start, too");
	is_int((long long)set.count, 9, "the strict form is still there");
	is_str(text_of(&set, "web/convex/schema.ts"), "strict", "as it was");

	request = (struct push_request){ .current_component = true };
	parts.component = component;
	parts.component_count = 2;
	file_set_copy(&bridged, &set);
	is_int(bridge_apply(&bridged, &request, &parts, &err), 0, "our current component");
	is_str(text_of(&bridged, "web/convex/cvx/ledger.ts"), "new ledger", "is put in");
	ok(!file_set_find(&bridged, "web/convex/cvx/gone.ts"), "instead of the older one");
	ok(file_set_find(&bridged, "web/convex/cvx/_generated/api.js"), "beside generated code");
	is_str(text_of(&bridged, "web/convex/schema.ts"), "strict", "and nothing else changes");
}

static int mount(void *self, const char *text, struct buf *out, struct err *err)
{
	(void)err;
	buf_addf(out, "%s+%s", text ? text : "new", (const char *)self);
	return 0;
}

static void test_mounting(void)
{
	struct push_request request = { .current_component = true };
	struct bridge_parts parts = { "convex", component, 2, NULL, NULL, NULL };
	struct file_set set;
	struct err err = ERR_INIT;

	arena_dispose(&tree.arena);
	tree = (struct fake_tree){ 0 };
	fake_add(&tree, "convex/convex.config.js", "other");
	list(&set);
	is_int(bridge_apply(&set, &request, &parts, &err), -1, "a target that doesn't mount it");
	is_int(err.code, ERR_UNSUPPORTED, "is refused where nobody can");
	err_clear(&err);
	parts.mount = mount;
	parts.mount_self = "cvx";
	is_int(bridge_apply(&set, &request, &parts, &err), 0, "and mounted where somebody can");
	is_str(text_of(&set, "convex/convex.config.js"), "other+cvx", "by an edit");
	file_set_remove(&set, "convex/convex.config.js");
	is_int(bridge_apply(&set, &request, &parts, &err), 0, "or by a new file");
	is_str(text_of(&set, "convex/convex.config.ts"), "new+cvx", "of that name");
}

static void test_without_schema(void)
{
	const char *fields[] = { "a" };
	struct index_def def = { "t", "by_a", { .items = fields, .count = 1 } };
	struct push_request request = { .bridge = true };
	struct bridge_parts parts = { .functions = "convex" };
	struct file_set set;
	struct err err = ERR_INIT;

	list(&set);
	is_int(bridge_apply(&set, &request, &parts, &err), 0, "a target without a schema");
	ok(!file_set_find(&set, "convex/schema.ts"), "validates nothing as it is");
	request.active = (struct index_list){ &def, 1 };
	is_int(bridge_apply(&set, &request, &parts, &err), 0, "but may need indexes");
	ok(strstr(text_of(&set, "convex/schema.ts"), "[\"t\", \"by_a\", [\"a\"]]"), "which it gets");
}

/* What the schema names as sealed, for seals that were made under these indexes. */
static const char *sealed_for(struct index_list *first, struct index_list *second)
{
	const char *old[] = { "old" };
	struct index_def def = { "t", "by_a", { .items = old, .count = 1 } };
	struct seal one = { .hash = "0123456789abcdef", .source = "1", .indexes = first };
	struct seal two = { .hash = "fedcba9876543210", .source = "2", .indexes = second };
	const struct seal *seals[] = { &one, &two };
	struct push_request request = { .bridge = true, .seals = seals, .seal_count = 2,
	                                .active = { &def, 1 } };
	struct bridge_parts parts = { .functions = "convex" };
	struct file_set set;
	struct err err = ERR_INIT;
	const char *text;

	list(&set);
	if (bridge_apply(&set, &request, &parts, &err))
		return "refused";
	text = strstr(text_of(&set, "convex/schema.ts"), "const sealed");
	return arena_strndup(&arena, text, (size_t)(strchr(text, ';') - text));
}

static void test_sealed_indexes(void)
{
	const char *a[] = { "a" }, *b[] = { "b" };
	struct index_def defs[] = {
		{ "t", "by_a", { .items = a, .count = 1 } },
		{ "t", "by_b", { .items = b, .count = 1 } },
	};
	struct index_list one = { defs, 1 }, both = { defs, 2 }, none = { 0 };
	static const char known[] = "const sealed = [\n  [\"t\", \"by_a\", [\"a\"]],\n"
	                            "  [\"t\", \"by_b\", [\"b\"]],\n]";
	static const char unknown[] = "const sealed = [\n  [\"t\", \"by_a\", [\"old\"]],\n]";

	is_str(sealed_for(&one, &both), known, "each that a seal was made under, once");
	is_str(sealed_for(&both, NULL), known, "also beside one of which it isn't known");
	is_str(sealed_for(&none, NULL), unknown, "of which the active ones are held to be");
}

int main(void)
{
	test_schema_text();
	test_bridge();
	test_mounting();
	test_without_schema();
	test_sealed_indexes();
	arena_dispose(&tree.arena);
	arena_dispose(&arena);
	return done();
}

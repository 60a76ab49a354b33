/* test_outputs.c - what --json prints is as outputs.schema.json says, and all that this names
 * is explained in the manual. */
#include "codec/record.h"

#include "base/file.h"
#include "schema.h"
#include "tap.h"

#include <ctype.h>
#include <stdlib.h>

static struct arena arena;
static const struct value *schema;

static const char *text_of(const char *file)
{
	const char *top = getenv("srcdir"), *text = NULL;
	struct err err = ERR_INIT;

	if (file_text(&text, &arena, arena_printf(&arena, "%s/%s", top ? top : ".", file), &err))
		printf("# %s\n", err.msg);
	return text ? text : "";
}

static const struct value *parsed(const char *text)
{
	const struct value *value = NULL;
	struct err err = ERR_INIT;

	if (value_parse(&value, &arena, text, strlen(text), &err))
		printf("# %s\n", err.msg);
	return value;
}

static void holds(const char *def, const char *text, const char *name)
{
	const struct value *value = parsed(text);
	struct buf wrong = BUF_INIT;

	ok(value && schema_holds(schema, def, value, &wrong), name);
	if (wrong.len)
		printf("# %s", wrong.text);
	buf_dispose(&wrong);
}

static void fails(const char *def, const char *text, const char *want)
{
	struct buf wrong = BUF_INIT;

	ok(!schema_holds(schema, def, parsed(text), &wrong), text);
	is_str(wrong.text, want, "and it is said why");
	buf_dispose(&wrong);
}

static void test_golden(void)
{
	static const char *const files[][2] = {
		{ "plan", "plan-empty" }, { "plan", "plan-full" }, { "plan", "plan-offline" },
		{ "list", "list" }, { "diff", "diff" }, { "diff", "diff-none" }, { "log", "log" },
		{ "matrix", "matrix" },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		holds(files[i][0], text_of(arena_printf(&arena, "tests/codec/golden/%s.json",
		      files[i][1])), files[i][1]);
}

/* The check itself. */
static void test_strictness(void)
{
	fails("list", "{\"version\":1,\"migrations\":[],\"target\":{},\"more\":1}",
	      "list.more isn't in the schema\n");
	fails("list", "{\"version\":2,\"migrations\":[{\"id\":7,\"file\":\"f\",\"tables\":[true],"
	      "\"up\":\"u\"}]}",
	      "list.target is missing\nlist.version is none of its values\n"
	      "list.migrations[0].id is no string\nlist.migrations[0].tables[0] is no string\n");
	fails("nothing", "{}", "the schema has no 'nothing'\n");
}

/* A status of which everything is known, and one of which nothing is. */
static void test_status(void)
{
	const char *tables[] = { "users" };
	struct migration m = { .id = "a", .file = "m/a.ts", .source = "11", .description = "Why",
		.tables = { .items = tables, .count = 1 }, .up_path = "migrations/a:up" };
	struct lineup target = { &m, 1, "main", NULL };
	struct ledger_row row = { .id = "a", .status = ROW_FAILED, .started_at = 1,
		.completed_at = 2, .processed = 3, .source = "22", .commit = "5678",
		.branch = "topic", .clone_name = "ada@fern", .error = "no" };
	struct step step = { .kind = STEP_UP, .reason = REASON_UNFINISHED, .id = "a",
		.tables = { .items = tables, .count = 1 } };
	struct plan plan = { .steps = &step, .step_count = 1, .ups = 1 };
	struct preview preview = { .plan = &plan, .tree = "1234", .commit = "5678",
		.branch = "main", .is_worktree = true, .ledger_id = "9abc", .revision = 7 };
	struct ledger ledger = { .has_baseline = true, .rows = &row, .count = 1 };
	struct deployed deployed = { .validates = true };
	struct overview_running running = { "migrate", 42, 7 };
	struct overview o = { .app = "web", .branch = "main", .commit = "5678",
		.url = "http://127.0.0.1:3210", .name = "box", .environment = "staging",
		.chosen = "by '--env'", .kind = KIND_PRODUCTION, .production = "its server says so",
		.target = &target, .ledger = &ledger, .deployed = &deployed, .preview = &preview,
		.interrupted = "it failed", .running = &running, .ended_badly = true,
		.hooks_gone = true };
	struct buf out = BUF_INIT;

	preview_fill(&preview, &arena);
	overview_make(&o, &arena);
	record_status(&out, &o);
	holds("status", out.text, "a status of which all is known");
	is_str(out.text, text_of("tests/codec/golden/status.json"), "byte for byte");
	buf_truncate(&out, 0);
	ledger = (struct ledger){ .mounted = false };
	target.count = plan.step_count = 0;
	o = (struct overview){ .url = "http://127.0.0.1:3210", .target = &target,
		.ledger = &ledger, .deployed = &deployed, .preview = &preview };
	overview_make(&o, &arena);
	record_status(&out, &o);
	holds("status", out.text, "one of which little is");
	buf_dispose(&out);
}

/* In the manual, as a word of its own, with roff's marks around it. */
static bool has_word(const char *page, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = page; (at = strstr(at, word)); at += len)
		if (!isalnum((unsigned char)at[-1]) && !isalnum((unsigned char)at[len]))
			return true;
	return false;
}

static void is_explained(void *payload, const char *member)
{
	const char *page = payload;

	ok(has_word(page, member), member);
}

static void test_manual(void)
{
	static const char *const outputs[] = { "plan", "status", "list", "diff", "doctor", "log",
		"matrix" };
	const char *page = strstr(text_of("man/git-cvx.1.in"), ".SH JSON");
	char *section;

	if (!ok(page != NULL, "the manual has a section about JSON"))
		return;
	section = arena_strndup(&arena, page, (size_t)(strstr(page + 1, ".SH ") - page));
	for (size_t i = 0; i < sizeof(outputs) / sizeof(*outputs); i++) {
		is_explained(section, outputs[i]);
		schema_names(schema, outputs[i], is_explained, section);
	}
}

int main(void)
{
	schema = parsed(text_of("tests/codec/outputs.schema.json"));
	test_golden();
	test_strictness();
	test_status();
	test_manual();
	arena_dispose(&arena);
	return done();
}

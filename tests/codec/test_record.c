/* test_record.c - plans and lineups as JSON, byte for byte as in golden/: scripts rely on
 * it. */
#include "codec/record.h"

#include "base/file.h"
#include "codec/json.h"
#include "tap.h"

#include <stdlib.h>

static struct arena arena;

static void is_golden(const struct buf *out, const char *name)
{
	const char *top = getenv("srcdir"), *path, *golden = NULL;
	const struct value *value = NULL;
	struct err err = ERR_INIT;

	path = arena_printf(&arena, "%s/tests/codec/golden/%s.json", top ? top : ".", name);
	if (file_text(&golden, &arena, path, &err))
		printf("# %s\n", err.msg);
	is_str(out->text, golden ? golden : "", name);
	ok(!value_parse(&value, &arena, out->text, out->len, &err), "and it is JSON");
}

static void test_empty(void)
{
	struct plan plan = { .steps = NULL };
	struct preview preview = { .plan = &plan, .revision = -1 };
	struct buf out = BUF_INIT;

	preview_fill(&preview, &arena);
	record_plan(&out, &preview);
	is_golden(&out, "plan-empty");
	buf_dispose(&out);
}

static void test_full(void)
{
	const char *tables[] = { "users", "rooms" };
	struct step steps[] = {
		{ .kind = STEP_DOWN, .life = LIFE_AGAIN, .reason = REASON_PHANTOM,
		  .bridge = BRIDGE_YES, .id = "a", .because_of = "b",
		  .tables = { .items = tables, .count = 2 } },
		{ .kind = STEP_UP, .id = "c", .bridge = BRIDGE_IF_REFUSED,
		  .tables = { .items = tables, .count = 1 } },
	};
	struct refusal refusal = {
		.kind = REFUSAL_IRREVERSIBLE, .id = "d", .text = "\"d\" stays", .hint = "h",
	};
	struct note note = { .kind = NOTE_RETIRED, .id = "e", .text = "gone" };
	struct plan plan = {
		.steps = steps, .step_count = 2, .refusals = &refusal, .refusal_count = 1,
		.notes = &note, .note_count = 1, .downs = 1, .ups = 1, .close_bridge = true,
	};
	struct preview preview = {
		.plan = &plan, .target = "main", .tree = "1234", .commit = "5678",
		.branch = "main", .is_worktree = true, .ledger_id = "9abc", .revision = 7,
		.to = "c", .strict = true, .take_over = true,
		.half_done = { .restart = true, .finish = true },
	};
	struct buf out = BUF_INIT;

	preview_fill(&preview, &arena);
	is_int((int64_t)preview.table_count, 2, "each table is there once");
	preview.tables[0].documents = 25;
	record_plan(&out, &preview);
	is_golden(&out, "plan-full");
	buf_dispose(&out);
}

static void test_offline(void)
{
	struct step step = { .kind = STEP_UP, .id = "c", .bridge = BRIDGE_IF_REFUSED };
	struct plan plan = { .steps = &step, .step_count = 1, .ups = 1 };
	struct preview preview = {
		.plan = &plan, .tree = "1234", .commit = "5678", .assumed = "main", .revision = -1,
	};
	struct buf out = BUF_INIT;

	preview_fill(&preview, &arena);
	record_plan(&out, &preview);
	is_golden(&out, "plan-offline");
	buf_dispose(&out);
}

static void test_lineups(void)
{
	const char *tables[] = { "users" };
	struct migration one[] = {
		{ .id = "a", .file = "m/a.ts", .source = "11", .up_path = "migrations/a:up" },
		{ .id = "b", .file = "m/b.ts", .source = "22", .description = "Why \"b\"",
		  .tables = { .items = tables, .count = 1 }, .up_path = "migrations/b:up",
		  .down_path = "migrations/b:down" },
	};
	struct migration two[] = {
		{ .id = "b", .file = "m/b.ts", .source = "33", .up_path = "migrations/b:up" },
		{ .id = "c", .file = "m/c.ts", .source = "44", .up_path = "migrations/c:up" },
	};
	const struct lineup a = { one, 2, "main", NULL },
		b = { two, 2, "work tree", NULL };
	const enum overview_state states[] = { OVERVIEW_PENDING, OVERVIEW_APPLIED };
	const struct record_lineup from = { &a, "1234", "5678", NULL, states };
	const struct record_lineup to = { &b, "4321", "8765", "topic", NULL };
	struct buf out = BUF_INIT;

	record_list(&out, &from);
	is_golden(&out, "list");
	buf_truncate(&out, 0);
	record_diff(&out, &from, &to);
	is_golden(&out, "diff");
	buf_truncate(&out, 0);
	record_diff(&out, &from, &from);
	is_golden(&out, "diff-none");
	buf_dispose(&out);
}

static bool read_back(const char *text, struct agreed *out, struct err *err)
{
	*err = (struct err)ERR_INIT;
	return !record_read_plan(out, &arena, text, strlen(text), err);
}

static void test_read(void)
{
	struct step step = { .kind = STEP_UP, .id = "c", .bridge = BRIDGE_IF_REFUSED };
	struct plan plan = { .steps = &step, .step_count = 1, .ups = 1 };
	struct preview preview = {
		.plan = &plan, .tree = "1234", .commit = "5678", .is_worktree = true,
		.ledger_id = "9abc", .revision = 7, .to = "c", .take_over = true,
		.half_done = { .undo = true },
	};
	struct buf out = BUF_INIT;
	struct agreed agreed;
	struct err err;

	preview_fill(&preview, &arena);
	record_plan(&out, &preview);
	ok(read_back(out.text, &agreed, &err), "what is written can be read");
	ok(!strcmp(agreed.ledger_id, "9abc") && agreed.revision == 7 &&
	   !strcmp(agreed.tree, "1234") && !strcmp(agreed.commit, "5678") && agreed.is_worktree,
	   "ledger and target");
	ok(!strcmp(agreed.to, "c") && agreed.take_over && !agreed.strict &&
	   agreed.half_done.undo && !agreed.half_done.restart && !agreed.half_done.finish &&
	   !agreed.records_lineup && !agreed.closes_bridge, "what was asked for");
	ok(!agreed_difference(&agreed, &plan, &arena), "and the steps are the same");
	buf_dispose(&out);
}

static void test_unreadable(void)
{
	static const char *const bad[][2] = {
		{ "", "" }, { "[]", "it is no plan" }, { "{}", "'version' is missing" },
		{ "{\"version\":2,\"steps\":7}",
		  "it is a plan of version 2, and this git-cvx knows version 1" },
		{ "{\"version\":1}", "'refusals' is missing" },
		{ "{\"version\":1,\"refusals\":[]}", "'steps' is missing" },
		{ "{\"version\":1,\"refusals\":[],\"steps\":[{\"step\":\"up\"}]}",
		  "'id' is missing" },
		{ "{\"version\":1,\"refusals\":[],\"steps\":[]}", "'tree' is missing" },
		{ "{\"version\":1,\"refusals\":[{\"text\":\"'a' has no down\"}],\"steps\":[]}",
		  "it couldn't be carried out: 'a' has no down" },
		{ "{\"version\":1,\"assumed\":\"main\",\"refusals\":[],\"steps\":[]}",
		  "it was made without asking the deployment" },
	};
	struct agreed agreed;
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ok(!read_back(bad[i][0], &agreed, &err), *bad[i][0] ? bad[i][0] : "nothing");
		if (*bad[i][1])
			is_str(err.msg, bad[i][1], "in words");
	}
}

static void test_findings(void)
{
	struct finding items[] = {
		{ FINDING_OK, "git", "version 2.39.5", NULL },
		{ FINDING_SKIP, "server", "not looked at: 'link' comes first", NULL },
		{ FINDING_WARN, "hooks", "not \"installed\"", "git cvx hooks install\nor not" },
	};
	struct findings findings = { items, 3 };
	struct buf out = BUF_INIT;

	record_findings(&out, "0.1.0", &findings);
	is_str(out.text,
	       "{\"version\":1,\"program\":\"0.1.0\",\"ok\":true,\"findings\":["
	       "{\"check\":\"git\",\"state\":\"ok\",\"text\":\"version 2.39.5\"},"
	       "{\"check\":\"server\",\"state\":\"skip\","
	       "\"text\":\"not looked at: 'link' comes first\"},"
	       "{\"check\":\"hooks\",\"state\":\"warn\",\"text\":\"not \\\"installed\\\"\","
	       "\"next\":\"git cvx hooks install\\nor not\"}]}\n",
	       "findings, and what to do where there is something");
	items[1].state = FINDING_FAIL;
	buf_truncate(&out, 0);
	record_findings(&out, "0.1.0", &findings);
	ok(strstr(out.text, "\"ok\":false") != NULL, "one that fails is enough");
	buf_dispose(&out);
}

static void test_log(void)
{
	const char *ids[] = { "a", "b" }, *tables[] = { "users" };
	const struct event_writer by = { "c1", "ada@fern", "r1", "hook", "1a2b", "main" };
	struct ledger_row row = { .source = "11", .seal = "22", .tables = { .items = tables, .count = 1 } };
	struct release release = { .environment = "production", .commit = "9fce", .tag = "v1",
	                           .by = "ada" };
	struct log_entry entries[] = {
		{ .action = LOG_UP, .result = LOG_FAILED, .ids = { .items = ids, .count = 1 },
		  .began = 3, .ended = 4,
		  .processed = 12, .ms = 1, .resumed = true, .by = by, .error = "no\nat x",
		  .row = &row },
		{ .action = LOG_BASELINE, .result = LOG_APPLIED, .ids = { .items = ids, .count = 2 },
		  .began = -1,
		  .ended = 2, .processed = -1, .ms = -1, .note = "empty" },
		{ .action = LOG_RELEASE, .result = LOG_RELEASED, .began = 1, .ended = 2,
		  .processed = -1, .ms = -1, .release_id = "rel", .release = &release },
		{ .action = LOG_RELEASE, .result = LOG_RELEASING, .began = 1, .ended = -1,
		  .processed = -1, .ms = -1, .release_id = "rel2" },
	};
	const struct log log = { entries, 4, 4 };
	struct buf out = BUF_INIT;

	record_log(&out, &(struct record_log){ &log, 4, "9abc", "staging" });
	is_golden(&out, "log");
	buf_truncate(&out, 0);
	record_log(&out, &(struct record_log){ &log, 0, NULL, NULL });
	is_str(out.text, "{\"version\":1,\"entries\":[]}\n", "nothing was done");
	buf_dispose(&out);
}

int main(void)
{
	test_log();
	test_findings();
	test_read();
	test_unreadable();
	test_empty();
	test_full();
	test_offline();
	test_lineups();
	arena_dispose(&arena);
	return done();
}

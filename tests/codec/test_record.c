/* test_record.c - a plan as JSON, byte for byte: scripts rely on it. */
#include "codec/record.h"

#include "codec/json.h"
#include "tap.h"

static void test_empty(void)
{
	struct plan plan = { .steps = NULL };
	struct buf out = BUF_INIT;

	record_plan(&out, &plan);
	is_str(out.text,
	       "{\"version\":1,\"steps\":[],\"refusals\":[],\"notes\":[],"
	       "\"closesBridge\":false}\n",
	       "nothing to do has all members");
	buf_dispose(&out);
}

static void test_full(void)
{
	const char *tables[] = { "users", "rooms" };
	struct step steps[] = {
		{ .kind = STEP_DOWN, .life = LIFE_AGAIN, .reason = REASON_PHANTOM,
		  .bridge = BRIDGE_YES, .id = "a", .because_of = "b",
		  .tables = { tables, 2 } },
		{ .kind = STEP_UP, .id = "c", .bridge = BRIDGE_IF_REFUSED },
	};
	struct refusal refusal = {
		.kind = REFUSAL_IRREVERSIBLE, .id = "d", .text = "\"d\" stays", .hint = "h",
	};
	struct note note = { .kind = NOTE_RETIRED, .id = "e", .text = "gone" };
	struct plan plan = {
		.steps = steps, .step_count = 2, .refusals = &refusal, .refusal_count = 1,
		.notes = &note, .note_count = 1, .close_bridge = true,
	};
	const struct value *value = NULL;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;

	record_plan(&out, &plan);
	is_str(out.text,
	       "{\"version\":1,\"steps\":["
	       "{\"step\":\"down\",\"id\":\"a\","
	       "\"reason\":\"applied, but not on this branch\",\"becauseOf\":\"b\","
	       "\"life\":\"again\",\"bridge\":\"yes\",\"tables\":[\"users\",\"rooms\"]},"
	       "{\"step\":\"up\",\"id\":\"c\",\"reason\":\"on this branch, not applied\","
	       "\"life\":\"first\",\"bridge\":\"if-refused\",\"tables\":[]}],"
	       "\"refusals\":[{\"kind\":\"irreversible\",\"id\":\"d\","
	       "\"text\":\"\\\"d\\\" stays\",\"hint\":\"h\"}],"
	       "\"notes\":[{\"kind\":\"retired\",\"id\":\"e\",\"text\":\"gone\"}],"
	       "\"closesBridge\":true}\n",
	       "every member in its place");
	ok(!value_parse(&value, &arena, out.text, out.len, &err), "and it is JSON");
	buf_dispose(&out);
	arena_dispose(&arena);
}

int main(void)
{
	test_empty();
	test_full();
	return done();
}

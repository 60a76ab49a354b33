/* hook-state.c - fuzzes hook/state.h: the recorded state that the hook and completion read. */
#include "fuzz.h"

#include "hook/state.h"

/* A value that a record holds, written again as the summary, is read back the same. */
static void check_written(const char *value)
{
	static const char *const watched[] = { "state-of-nothing" };
	struct state_record record = {
		.worktree = ".", .watched = watched, .watched_count = 1,
		.deployment = "d", .signature = "s", .summary = value,
	};
	struct buf seen = BUF_INIT, back = BUF_INIT;
	struct err err = ERR_INIT;

	CLAIM(!state_look(&seen, ".", &record, &err));
	CLAIM(!state_write(".", &record, &seen, &err));
	CLAIM(state_summary(&back, ".") && text_equal(back.text, value));
	CLAIM(state_compare(".", ".") == STATE_SAME);
	buf_dispose(&seen);
	buf_dispose(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	struct buf text = BUF_INIT, again = BUF_INIT;
	struct state_known known;
	bool found;

	/* A record is our own: one that leads out of this folder would have all of / looked at. */
	if (memmem(data, len, "..", 2))
		return 0;
	CLAIM(!mkdir("cvx", 0700) || !access("cvx", F_OK));
	fuzz_write("cvx/state", data, len);
	CLAIM(state_compare(".", ".") == state_compare(".", "."));
	state_deployment(&again, ".");
	state_signature(&again, ".");
	found = state_known(&known, &arena, ".");
	CLAIM(found || !known.count);
	for (size_t i = 0; i < known.count; i++)
		CLAIM(known.ids[i].id != NULL);
	if (state_summary(&text, ".")) {
		CLAIM(found);
		check_written(text.text);
	}
	buf_dispose(&text);
	buf_dispose(&again);
	arena_dispose(&arena);
	return 0;
}

/* journal.c - fuzzes run/journal.h: the record of a run that was cut short, and the lock. */
#include "fuzz.h"

#include "base/buf.h"
#include "run/journal.h"

#include <time.h>

/* Nor how long it waits for another process to sign. */
int nanosleep(const struct timespec *wanted, struct timespec *left);
int nanosleep(const struct timespec *wanted, struct timespec *left)
{
	(void)wanted;
	(void)left;
	return 0;
}

static bool same(const struct journal_record *a, const struct journal_record *b)
{
	return text_equal(a->run_id, b->run_id) && text_equal(a->token, b->token) &&
	       text_equal(a->ledger_id, b->ledger_id) && text_equal(a->tree, b->tree) &&
	       text_equal(a->commit, b->commit) && text_equal(a->branch, b->branch) &&
	       text_equal(a->command, b->command) && text_equal(a->scope, b->scope) &&
	       text_equal(a->id, b->id) && text_equal(a->riders, b->riders) &&
	       text_equal(a->since, b->since) && text_equal(a->error, b->error);
}

/* What was read is written, and read back the same. */
static void check_written(struct journal *journal, struct arena *arena,
                          const struct journal_record *record)
{
	struct err err = ERR_INIT;
	struct journal_record back;
	bool found = false;

	CLAIM(!journal_write(journal, record, &err));
	CLAIM(!journal_read(journal, arena, &back, &found, &err) && found);
	CLAIM(same(record, &back));
	CLAIM(!journal_clear(journal, &err) && !journal_exists(".", "journal"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct journal *journal = NULL;
	struct journal_record record;
	struct journal_owner owner;
	bool found = false;

	/* The same bytes as record and as who holds the lock. */
	fuzz_write("journal", data, len);
	fuzz_write("journal.lock", data, len);
	CLAIM(!journal_open(&journal, ".", "journal", &err));
	if (journal_owned(".", "journal", &arena, &owner))
		CLAIM(owner.worktree && owner.command && owner.pid > 0);
	if (journal_read(journal, &arena, &record, &found, &err))
		CLAIM(err.code == ERR_IO && *err.msg);
	else if (found)
		check_written(journal, &arena, &record);
	journal_close(journal);
	arena_dispose(&arena);
	return 0;
}

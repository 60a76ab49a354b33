/* test_journal.c - who holds a journal's lock, whatever the lock's text is. */
#include "base/buf.h"
#include "run/journal.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena arena;
static char dir[] = "/tmp/cvx-journal-XXXXXX";

static const char *command(const char *lock_text)
{
	FILE *f = fopen(arena_printf(&arena, "%s/key.lock", dir), "we");
	struct journal_owner owner;

	if (!f || fputs(lock_text, f) < 0 || fclose(f))
		exit(99);
	return journal_owned(dir, "key", &arena, &owner) ? owner.command : NULL;
}

int main(void)
{
	struct journal *journal = NULL;
	struct err err = ERR_INIT;
	struct journal_owner owner = { 0 };

	if (!mkdtemp(dir) || journal_open(&journal, dir, "key", &err))
		return 99;
	ok(!journal_sign(journal, "/repo/.git", "migrate", &err) &&
	   journal_owned(dir, "key", &arena, &owner) && owner.pid == getpid(), "who signed is named");
	is_str(owner.command, "migrate", "... with the command");
	is_str(owner.worktree, "/repo/.git", "... and the work tree");
	is_str(command("1 2 migrate\n/repo\n"), "migrate", "a text of another process");
	is_str(command("1 2 \n/repo\n"), NULL, "without a command: it isn't looked for in the next line");
	is_str(command("1 2\nmigrate\n"), NULL, "... nor without the blank");
	is_str(command("1\n2 migrate\n"), NULL, "numbers of two lines");
	is_str(command("4294967297 2 migrate\n/repo\n"), NULL, "a number that is no process");
	is_str(command("1 2 migrate"), NULL, "a line without an end");
	is_str(command(""), NULL, "no text at all");
	journal_close(journal);
	unlink(arena_printf(&arena, "%s/key.lock", dir));
	ok(!rmdir(dir), "nothing else is left");
	arena_dispose(&arena);
	return done();
}

/* journal.c - the local record of a run in progress: "key value" lines in one file. */
#include "run/journal.h"

#include "base/file.h"
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define FIRST_LINE "git-cvx journal 1\n"
#define LOCK_TRIES 5

struct journal {
	char *path;
	int lock;
};

/* One line of the file per field, in this order. */
static const struct {
	const char *key;
	size_t offset;
} fields[] = {
	{ "run", offsetof(struct journal_record, run_id) },
	{ "token", offsetof(struct journal_record, token) },
	{ "ledger", offsetof(struct journal_record, ledger_id) },
	{ "tree", offsetof(struct journal_record, tree) },
	{ "commit", offsetof(struct journal_record, commit) },
	{ "branch", offsetof(struct journal_record, branch) },
	{ "command", offsetof(struct journal_record, command) },
	{ "scope", offsetof(struct journal_record, scope) },
	{ "id", offsetof(struct journal_record, id) },
	{ "riders", offsetof(struct journal_record, riders) },
	{ "since", offsetof(struct journal_record, since) },
	{ "error", offsetof(struct journal_record, error) },
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static const char **field(struct journal_record *record, size_t i)
{
	return (const char **)(void *)((char *)record + fields[i].offset);
}

/* Whoever looks whether it is held (journal_owned) holds it for an instant. */
static int take_lock(int fd)
{
	const struct timespec pause = { 0, 10000000 };
	int rc = -1;

	for (int tries = 0; rc && tries < LOCK_TRIES; tries++) {
		if (tries)
			nanosleep(&pause, NULL);
		rc = flock(fd, LOCK_EX | LOCK_NB);
		if (rc && errno != EWOULDBLOCK && errno != EINTR)
			break;
	}
	return rc;
}

int journal_open(struct journal **out, const char *dir, const char *key, struct err *err)
{
	struct buf lock = BUF_INIT;
	struct journal *journal = NULL;
	int fd = -1, rc = -1;

	if (folder_make(dir, err))
		goto done;
	buf_addf(&lock, "%s/%s.lock", dir, key);
	fd = open(lock.text, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		err_errno(err, "cannot open '%s'", lock.text);
		goto done;
	}
	if (take_lock(fd)) {
		if (errno == EWOULDBLOCK)
			err_set(err, ERR_BUSY, "another git-cvx of this clone is working on the "
			        "deployment");
		else
			err_errno(err, "cannot lock '%s'", lock.text);
		goto done;
	}
	journal = xcalloc(1, sizeof(*journal));
	buf_truncate(&lock, lock.len - strlen(".lock"));
	journal->path = xstrdup(lock.text);
	journal->lock = fd;
	fd = -1;
	*out = journal;
	rc = 0;
done:
	if (fd >= 0)
		close(fd);
	buf_dispose(&lock);
	return rc;
}

void journal_close(struct journal *journal)
{
	if (!journal)
		return;
	close(journal->lock);
	free(journal->path);
	free(journal);
}

/* ---- who holds it: "pid since command" and the worktree, a line each --------------- */

int journal_sign(struct journal *journal, const char *worktree, const char *command,
                 struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = 0;

	buf_addf(&text, "%ld %lld %s\n%s\n", (long)getpid(), (long long)time(NULL), command,
	         worktree);
	if (ftruncate(journal->lock, 0) || lseek(journal->lock, 0, SEEK_SET) ||
	    file_write_all(journal->lock, text.text, text.len))
		rc = err_errno(err, "cannot write '%s.lock'", journal->path);
	buf_dispose(&text);
	return rc;
}

static bool parse_owner(struct arena *arena, const char *text, struct journal_owner *out)
{
	const char *line = text + strcspn(text, "\n");
	long long pid, since;
	int at = 0;

	if (sscanf(text, "%lld %lld %n", &pid, &since, &at) < 2 || !at || *line != '\n' ||
	    text + at > line || pid > INT_MAX)
		return false;
	*out = (struct journal_owner){
		.worktree = arena_strndup(arena, line + 1, strcspn(line + 1, "\n")),
		.command = arena_strndup(arena, text + at, (size_t)(line - text) - (size_t)at),
		.pid = pid, .since = since,
	};
	return pid > 0 && (!kill((pid_t)pid, 0) || errno == EPERM);
}

static bool is_locked(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool locked = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;

	if (fd >= 0)
		close(fd);
	return locked;
}

bool journal_owned(const char *dir, const char *key, struct arena *arena,
                   struct journal_owner *out)
{
	const struct timespec pause = { 0, 20000000 };
	const char *path = arena_printf(arena, "%s/%s.lock", dir, key), *text;
	struct err ignored = ERR_INIT;

	*out = (struct journal_owner){ 0 };
	/* Who has just taken it may not have signed yet. */
	for (int tries = 0; tries < LOCK_TRIES && is_locked(path); tries++) {
		if (!file_text(&text, arena, path, &ignored) && text &&
		    parse_owner(arena, text, out))
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* ---- the record -------------------------------------------------------------------- */

static void parse_line(struct arena *arena, struct journal_record *out, const char *line,
                       size_t len)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		size_t n = strlen(fields[i].key);

		if (len > n && !memcmp(line, fields[i].key, n) && line[n] == ' ')
			*field(out, i) = arena_strndup(arena, line + n + 1, len - n - 1);
	}
}

static int read_record(const char *path, struct arena *arena, struct journal_record *out,
                       bool *found, struct err *err)
{
	const char *text;

	*out = (struct journal_record){ 0 };
	*found = false;
	if (file_text(&text, arena, path, err))
		return -1;
	if (!text)
		return 0;
	*found = true;
	for (const char *line = text; *line; ) {
		size_t len = strcspn(line, "\n");

		parse_line(arena, out, line, len);
		line += len + (line[len] == '\n');
	}
	if (!strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) && out->run_id && out->token &&
	    out->tree)
		return 0;
	err_set(err, ERR_IO, "the journal '%s' can't be read", path);
	err_says(err, ERR_SAYS_HOW_TO_GO_ON);
	return err_hint(err, "'git cvx abort' drops it; the deployment's ledger is the truth");
}

int journal_read(struct journal *journal, struct arena *arena, struct journal_record *out,
                 bool *found, struct err *err)
{
	return read_record(journal->path, arena, out, found, err);
}

int journal_peek(const char *dir, const char *key, struct arena *arena,
                 struct journal_record *out, bool *found, struct err *err)
{
	return read_record(arena_printf(arena, "%s/%s", dir, key), arena, out, found, err);
}

bool journal_is_foreign(const struct journal_record *record, const char *ledger_id)
{
	return record->ledger_id && ledger_id && strcmp(record->ledger_id, ledger_id) != 0;
}

bool journal_exists(const char *dir, const char *key)
{
	struct arena arena = { 0 };
	bool exists = !access(arena_printf(&arena, "%s/%s", dir, key), F_OK);

	arena_dispose(&arena);
	return exists;
}

int journal_write(struct journal *journal, const struct journal_record *record,
                  struct err *err)
{
	struct journal_record copy = *record;
	struct buf text = BUF_INIT;
	int rc;

	buf_adds(&text, FIRST_LINE);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const char *value = *field(&copy, i);

		if (!value)
			continue;
		buf_addf(&text, "%s ", fields[i].key);
		for (; *value; value++)
			buf_addc(&text, *value == '\n' ? ' ' : *value);
		buf_addc(&text, '\n');
	}
	/* An error may repeat what a server or a program said. */
	secret_filter(&text);
	rc = file_replace(journal->path, text.text, err);
	buf_dispose(&text);
	return rc;
}

int journal_clear(struct journal *journal, struct err *err)
{
	return file_remove(journal->path, err);
}

/* journal.c - the local record of a run in progress: "key value" lines in one file. */
#include "run/journal.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_LINE "git-cvx journal 1\n"
#define RECORD_MAX ((size_t)64 * 1024)

struct journal {
	char *path, *temp;
	int lock;
};

/* One line of the file per field, in this order. */
static const struct {
	const char *key;
	size_t offset;
} fields[] = {
	{ "run", offsetof(struct journal_record, run_id) },
	{ "token", offsetof(struct journal_record, token) },
	{ "tree", offsetof(struct journal_record, tree) },
	{ "commit", offsetof(struct journal_record, commit) },
	{ "branch", offsetof(struct journal_record, branch) },
	{ "command", offsetof(struct journal_record, command) },
	{ "scope", offsetof(struct journal_record, scope) },
	{ "id", offsetof(struct journal_record, id) },
	{ "error", offsetof(struct journal_record, error) },
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static const char **field(struct journal_record *record, size_t i)
{
	return (const char **)(void *)((char *)record + fields[i].offset);
}

static int make_dirs(const char *dir, struct err *err)
{
	struct buf path = BUF_INIT;
	int rc = 0;

	for (const char *p = dir; *p; p++) {
		if (*p == '/' && path.len && mkdir(path.text, 0777) && errno != EEXIST)
			break;
		buf_addc(&path, *p);
	}
	if (mkdir(path.text, 0777) && errno != EEXIST)
		rc = err_errno(err, "cannot make folder '%s'", dir);
	buf_dispose(&path);
	return rc;
}

int journal_open(struct journal **out, const char *dir, const char *key, struct err *err)
{
	struct buf lock = BUF_INIT;
	struct journal *journal = NULL;
	int fd = -1, rc = -1;

	if (make_dirs(dir, err))
		goto done;
	buf_addf(&lock, "%s/%s.lock", dir, key);
	fd = open(lock.text, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		err_errno(err, "cannot open '%s'", lock.text);
		goto done;
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno == EWOULDBLOCK)
			err_set(err, ERR_BUSY, "another git-cvx of this clone is working on the "
			        "deployment");
		else
			err_errno(err, "cannot lock '%s'", lock.text);
		goto done;
	}
	journal = xcalloc(1, sizeof(*journal));
	buf_truncate(&lock, lock.len - strlen(".lock"));
	buf_adds(&lock, ".temp");
	journal->temp = xstrdup(lock.text);
	buf_truncate(&lock, lock.len - strlen(".temp"));
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
	free(journal->temp);
	free(journal);
}

static int read_file(const char *path, struct buf *text, bool *found, struct err *err)
{
	char chunk[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	*found = f != NULL;
	if (!f)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read '%s'", path);
	while ((n = fread(chunk, 1, sizeof(chunk), f)))
		buf_add(text, chunk, n);
	if (ferror(f) || buf_overflowed(text)) {
		fclose(f);
		return err_set(err, ERR_IO, "cannot read '%s'", path);
	}
	fclose(f);
	return 0;
}

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
	struct buf text = BUF_INIT_MAX(RECORD_MAX);
	const char *line;
	int rc = -1;

	*out = (struct journal_record){ 0 };
	if (read_file(path, &text, found, err))
		goto done;
	rc = 0;
	if (!*found)
		goto done;
	for (line = text.text; *line; ) {
		size_t len = strcspn(line, "\n");

		parse_line(arena, out, line, len);
		line += len + (line[len] == '\n');
	}
	if (strncmp(text.text, FIRST_LINE, strlen(FIRST_LINE)) || !out->run_id || !out->token ||
	    !out->tree) {
		rc = err_set(err, ERR_IO, "the journal '%s' can't be read", path);
		err_hint(err, "'git cvx abort' drops it; the deployment's ledger is the truth");
	}
done:
	buf_dispose(&text);
	return rc;
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

bool journal_exists(const char *dir, const char *key)
{
	struct arena arena = { 0 };
	bool exists = !access(arena_printf(&arena, "%s/%s", dir, key), F_OK);

	arena_dispose(&arena);
	return exists;
}

/* The rename itself must survive a power cut, too. */
static int sync_folder(const char *path, struct err *err)
{
	char *slash = strrchr(path, '/'), *dir = xstrdup(path);
	int fd, rc = 0;

	dir[slash - path] = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd))
		rc = err_errno(err, "cannot sync '%s'", dir);
	if (fd >= 0)
		close(fd);
	free(dir);
	return rc;
}

int journal_write(struct journal *journal, const struct journal_record *record,
                  struct err *err)
{
	struct journal_record copy = *record;
	FILE *f = fopen(journal->temp, "we");
	bool good;

	if (!f)
		return err_errno(err, "cannot write '%s'", journal->temp);
	fputs(FIRST_LINE, f);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const char *value = *field(&copy, i);

		if (!value)
			continue;
		fprintf(f, "%s ", fields[i].key);
		for (; *value; value++)
			fputc(*value == '\n' ? ' ' : *value, f);
		fputc('\n', f);
	}
	good = !fflush(f) && !fsync(fileno(f));
	if (fclose(f) || !good || rename(journal->temp, journal->path))
		return err_errno(err, "cannot write '%s'", journal->path);
	return sync_folder(journal->path, err);
}

int journal_clear(struct journal *journal, struct err *err)
{
	if (unlink(journal->path) && errno != ENOENT)
		return err_errno(err, "cannot remove '%s'", journal->path);
	return sync_folder(journal->path, err);
}

const char *journal_new_id(struct arena *arena)
{
	unsigned char bytes[16];
	char *text = arena_alloc(arena, 2 * sizeof(bytes) + 1);

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		abort();
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

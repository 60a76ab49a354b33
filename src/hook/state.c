/* state.c - recorded state of the work tree, as text: the same lines are made again and
 * compared.
 *
 *   cvx-state 1
 *   key <16 hex>            of the hash below
 *   worktree <path>
 *   folder <path>           watched, one line each
 *   file <path>
 *   look                    what was seen follows, up to "end"
 *   head <line of HEAD>
 *   variables <16 hex>
 *   seen <size> <mtime> <inode> <path>
 *   end
 *   signature <text>
 *   summary <text>
 *   id <applied|pending> <id> */
#include "hook/state.h"

#include "base/buf.h"
#include "hook/siphash.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_LINE "cvx-state 1\n"
#define STATE_MAX ((size_t)16 * 1024 * 1024)

extern char **environ;

static void state_path(struct buf *out, const char *git_dir, const char *suffix)
{
	buf_addf(out, "%s/cvx/state%s", git_dir, suffix);
}

static bool read_whole(const char *path, struct buf *out)
{
	char chunk[8192];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), f)))
		buf_add(out, chunk, n);
	n = (size_t)ferror(f);
	fclose(f);
	return !n && !buf_overflowed(out);
}

/* ---- what is seen ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All CVX_* and CONVEX_* variables, sorted; CVX_SKIP decides about one call only. */
static uint64_t hash_variables(uint64_t key)
{
	const char **found;
	struct buf text = BUF_INIT;
	size_t n = 0, count = 0;
	uint64_t hash;

	while (environ[n])
		n++;
	found = calloc(n + 1, sizeof(*found));
	for (size_t i = 0; found && i < n; i++)
		if ((!strncmp(environ[i], "CVX_", 4) || !strncmp(environ[i], "CONVEX_", 7)) &&
		    strncmp(environ[i], "CVX_SKIP=", 9) && strncmp(environ[i], "CVX_IN_HOOK=", 12))
			found[count++] = environ[i];
	if (found)
		qsort(found, count, sizeof(*found), by_text);
	for (size_t i = 0; i < count; i++)
		buf_addf(&text, "%s%c", found[i], '\0');
	hash = siphash(text.text, text.len, key, ~key);
	buf_wipe(&text);
	free(found);
	return hash;
}

/* Paths may hold newlines: they would be taken for lines of ours. */
static void add_path(struct buf *out, const char *path)
{
	for (; *path; path++)
		buf_addc(out, *path == '\n' ? '\001' : *path);
}

static void see_file(struct buf *out, const char *worktree, const char *path)
{
	struct buf full = BUF_INIT;
	struct stat st;

	buf_addf(&full, "%s/%s", worktree, path);
	if (lstat(full.text, &st))
		buf_adds(out, "seen - - - ");
	else
		buf_addf(out, "seen %lld %lld.%09ld %llu ", (long long)st.st_size,
		         (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
		         (unsigned long long)st.st_ino);
	add_path(out, path);
	buf_addc(out, '\n');
	buf_dispose(&full);
}

static int keep(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void see_folder(struct buf *out, const char *worktree, const char *folder)
{
	struct buf path = BUF_INIT;
	struct dirent **entries = NULL;
	int n;

	buf_addf(&path, "%s/%s", worktree, folder);
	n = scandir(path.text, &entries, keep, alphasort);
	for (int i = 0; i < n; i++) {
		buf_truncate(&path, 0);
		buf_addf(&path, "%s/%s", folder, entries[i]->d_name);
		see_file(out, worktree, path.text);
		free(entries[i]);
	}
	free(entries);
	buf_dispose(&path);
}

static void see_head(struct buf *out, const char *git_dir)
{
	struct buf path = BUF_INIT, head = BUF_INIT;

	buf_addf(&path, "%s/HEAD", git_dir);
	buf_adds(out, "head ");
	/* A branch by its name: what it points to is in the files. Detached: the commit. */
	if (read_whole(path.text, &head))
		buf_add(out, head.text, strcspn(head.text, "\n"));
	buf_addc(out, '\n');
	buf_dispose(&head);
	buf_dispose(&path);
}

/* ---- lines of the record ---- */

/* The value of the first line "key value" from `at` on; NULL if there is none. */
static const char *line_value(const char *at, const char *key, size_t *len)
{
	size_t n = strlen(key);

	for (; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (strncmp(at, key, n) || at[n] != ' ')
			continue;
		*len = strcspn(at + n + 1, "\n");
		return at + n + 1;
	}
	return NULL;
}

static char *copy(const char *text, size_t len)
{
	char *out = malloc(len + 1);

	if (out) {
		memcpy(out, text, len);
		out[len] = '\0';
		for (char *p = out; *p; p++)
			if (*p == '\001')
				*p = '\n';
	}
	return out;
}

/* Look again at what the lines between "worktree" and "look" name. */
static void see_watched(struct buf *out, const char *lines, const char *worktree)
{
	while (*lines && strncmp(lines, "look\n", 5)) {
		size_t len = strcspn(lines, "\n");
		bool folder = !strncmp(lines, "folder ", 7);

		if (folder || !strncmp(lines, "file ", 5)) {
			size_t skip = folder ? 7 : 5;
			char *path = copy(lines + skip, len - skip);

			if (path && folder)
				see_folder(out, worktree, path);
			else if (path)
				see_file(out, worktree, path);
			free(path);
		}
		lines += len + (lines[len] == '\n');
	}
}

static void look(struct buf *out, const char *git_dir, const char *lines,
                 const char *worktree, uint64_t key)
{
	buf_adds(out, "look\n");
	see_head(out, git_dir);
	buf_addf(out, "variables %016" PRIx64 "\n", hash_variables(key));
	see_watched(out, lines, worktree);
	buf_adds(out, "end\n");
}

static bool read_record(const char *git_dir, struct buf *out)
{
	struct buf path = BUF_INIT;
	bool found;

	state_path(&path, git_dir, "");
	found = read_whole(path.text, out) && !strncmp(out->text, FIRST_LINE, strlen(FIRST_LINE));
	buf_dispose(&path);
	return found;
}

enum state_answer state_compare(const char *git_dir)
{
	struct buf record = BUF_INIT_MAX(STATE_MAX), now = BUF_INIT_MAX(STATE_MAX);
	enum state_answer answer = STATE_NONE;
	const char *key, *worktree, *then;
	size_t key_len, worktree_len;
	char *top = NULL;

	if (!read_record(git_dir, &record))
		goto done;
	key = line_value(record.text, "key", &key_len);
	worktree = line_value(record.text, "worktree", &worktree_len);
	then = strstr(record.text, "\nlook\n");
	if (!key || !worktree || !then)
		goto done;
	top = copy(worktree, worktree_len);
	if (!top)
		goto done;
	look(&now, git_dir, record.text, top, strtoull(key, NULL, 16));
	answer = !strncmp(then + 1, now.text, now.len) ? STATE_SAME : STATE_DIFFERENT;
done:
	free(top);
	buf_dispose(&now);
	buf_dispose(&record);
	return answer;
}

/* ---- writing ---- */

static void add_line(struct buf *out, const char *key, const char *value)
{
	buf_addf(out, "%s ", key);
	add_path(out, value);
	buf_addc(out, '\n');
}

static int write_text(const char *git_dir, const struct buf *text, struct err *err)
{
	struct buf path = BUF_INIT, temp = BUF_INIT;
	FILE *f;
	int rc = 0;

	buf_addf(&path, "%s/cvx", git_dir);
	if (mkdir(path.text, 0777) && errno != EEXIST)
		rc = err_errno(err, "cannot make folder '%s'", path.text);
	buf_truncate(&path, 0);
	state_path(&path, git_dir, "");
	state_path(&temp, git_dir, ".temp");
	f = rc ? NULL : fopen(temp.text, "we");
	if (f) {
		bool good = fwrite(text->text, 1, text->len, f) == text->len;

		if (fclose(f) || !good || rename(temp.text, path.text))
			rc = err_errno(err, "cannot write '%s'", path.text);
	} else if (!rc) {
		rc = err_errno(err, "cannot write '%s'", temp.text);
	}
	buf_dispose(&temp);
	buf_dispose(&path);
	return rc;
}

int state_write(const char *git_dir, const struct state_record *r, struct err *err)
{
	struct buf text = BUF_INIT_MAX(STATE_MAX);
	uint64_t key;
	int rc;

	if (getrandom(&key, sizeof(key), 0) != (ssize_t)sizeof(key))
		return err_errno(err, "cannot get random bytes");
	buf_adds(&text, FIRST_LINE);
	buf_addf(&text, "key %016" PRIx64 "\n", key);
	add_line(&text, "worktree", r->worktree);
	for (size_t i = 0; i < r->folder_count; i++)
		add_line(&text, "folder", r->folders[i]);
	for (size_t i = 0; i < r->file_count; i++)
		add_line(&text, "file", r->files[i]);
	{
		char *lines = copy(text.text, text.len);

		if (lines)
			look(&text, git_dir, lines, r->worktree, key);
		free(lines);
	}
	add_line(&text, "signature", r->signature);
	add_line(&text, "summary", r->summary);
	for (size_t i = 0; i < r->id_count; i++)
		buf_addf(&text, "id %s %s\n", r->ids[i].applied ? "applied" : "pending",
		         r->ids[i].id);
	rc = buf_overflowed(&text) ? err_set(err, ERR_IO, "there are too many migrations to watch")
	                           : write_text(git_dir, &text, err);
	buf_dispose(&text);
	return rc;
}

int state_delete(const char *git_dir, struct err *err)
{
	struct buf path = BUF_INIT;
	int rc = 0;

	state_path(&path, git_dir, "");
	if (unlink(path.text) && errno != ENOENT)
		rc = err_errno(err, "cannot remove '%s'", path.text);
	buf_dispose(&path);
	return rc;
}

void state_value(const char *git_dir, const char *key, char *out, size_t size)
{
	struct buf record = BUF_INIT_MAX(STATE_MAX);
	const char *after, *value = NULL;
	size_t len;

	out[0] = '\0';
	if (read_record(git_dir, &record)) {
		after = strstr(record.text, "\nend\n");
		value = after ? line_value(after + 1, key, &len) : NULL;
	}
	if (value)
		snprintf(out, size, "%.*s", (int)len, value);
	buf_dispose(&record);
}

bool state_print_ids(const char *git_dir, enum state_filter filter)
{
	static const char *const wanted[] = { "", "applied ", "pending " };
	struct buf record = BUF_INIT_MAX(STATE_MAX);
	const char *at, *value;
	bool found = read_record(git_dir, &record);
	size_t len;

	at = found ? strstr(record.text, "\nend\n") : NULL;
	while (at && (value = line_value(at, "id", &len))) {
		size_t word = strcspn(value, " ") + 1;

		if (!strncmp(value, wanted[filter], strlen(wanted[filter])))
			printf("%.*s\n", (int)(len - word), value + word);
		at = value + len;
		at += *at == '\n';
	}
	buf_dispose(&record);
	return found;
}

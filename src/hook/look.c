/* look.c - what recorded state compares, written as lines of text. */
#include "hook/look.h"

#include "base/mem.h"
#include "base/portable.h"
#include "hook/siphash.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

void look_add_path(struct buf *out, const char *path)
{
	for (size_t n; *path; path += n) {
		n = strcspn(path, "\n");
		buf_add(out, path, n);
		if (path[n]) {
			buf_addc(out, '\001');
			n++;
		}
	}
}

bool look_into(struct buf *out, const char *path)
{
	char chunk[65536];
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

/* With reftable, HEAD is a file that never changes, and refs are in tables: the list of
 * these is new whenever one of them is. */
static void look_at_tables(struct buf *out, const char *git_dir)
{
	struct buf path = BUF_INIT, list = BUF_INIT;

	buf_addf(&path, "%s/reftable/tables.list", git_dir);
	if (look_into(&list, path.text)) {
		buf_addc(out, ' ');
		look_add_path(out, list.text);
	}
	buf_dispose(&list);
	buf_dispose(&path);
}

void look_at_head(struct buf *out, const char *git_dir)
{
	struct buf path = BUF_INIT, head = BUF_INIT;

	buf_addf(&path, "%s/HEAD", git_dir);
	buf_adds(out, "head ");
	if (look_into(&head, path.text))
		buf_add(out, head.text, strcspn(head.text, "\n"));
	look_at_tables(out, git_dir);
	buf_addc(out, '\n');
	buf_dispose(&head);
	buf_dispose(&path);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool decides(const char *variable)
{
	if (!strncmp(variable, "CVX_SKIP=", 9) || !strncmp(variable, "CVX_IN_HOOK=", 12))
		return false;
	return !strncmp(variable, "CVX_", 4) || !strncmp(variable, "CONVEX_", 7);
}

void look_at_variables(struct buf *out, const uint64_t key[2])
{
	struct buf text = BUF_INIT;
	const char **found;
	size_t n = 0, count = 0;

	while (environ[n])
		n++;
	found = xcalloc(n, sizeof(*found));
	for (size_t i = 0; i < n; i++)
		if (decides(environ[i]))
			found[count++] = environ[i];
	qsort(found, count, sizeof(*found), by_text);
	for (size_t i = 0; i < count; i++)
		buf_add(&text, found[i], strlen(found[i]) + 1);
	buf_addf(out, "variables %016" PRIx64 "\n",
	         siphash(text.text, text.len, key[0], key[1]));
	buf_wipe(&text);
	free(found);
}

void look_add_file(struct buf *out, const char *path, const struct stat *st)
{
	buf_addf(out, "%lld %lld.%09ld %llu ", (long long)st->st_size,
	         (long long)portable_mtime(st).tv_sec, portable_mtime(st).tv_nsec,
	         (unsigned long long)st->st_ino);
	look_add_path(out, path);
	buf_addc(out, '\n');
}

static void look_add_missing(struct buf *out, const char *path)
{
	buf_adds(out, "- - - ");
	look_add_path(out, path);
	buf_addc(out, '\n');
}

static void look_at_file(struct buf *out, const char *worktree, const char *path)
{
	struct buf full = BUF_INIT;
	struct stat st;

	if (*path == '/')
		buf_adds(&full, path);
	else
		buf_addf(&full, "%s/%s", worktree, path);
	buf_adds(out, LOOK_SEEN);
	if (!stat(full.text, &st))
		look_add_file(out, path, &st);
	else
		look_add_missing(out, path);
	buf_dispose(&full);
}

/* By the folder's own descriptor: that saves going down its path for each of many files. */
static void look_in_folder(struct buf *out, const struct buf *folder, int fd, const char *name)
{
	struct buf path = BUF_INIT;
	struct stat st;

	buf_add(&path, folder->text, folder->len);
	buf_adds(&path, name);
	buf_adds(out, LOOK_SEEN);
	if (!fstatat(fd, name, &st, 0))
		look_add_file(out, path.text, &st);
	else
		look_add_missing(out, path.text);
	buf_dispose(&path);
}

/* Files of a folder whose names begin with what stands before the '*'. */
static void look_at_matching(struct buf *out, const char *worktree, const char *pattern)
{
	const char *slash = strrchr(pattern, '/'), *start = slash ? slash + 1 : pattern;
	size_t start_len = strlen(start) - 1;
	struct buf folder = BUF_INIT, full = BUF_INIT;
	struct dirent **entries = NULL;
	int n, fd;

	buf_add(&folder, pattern, (size_t)(start - pattern));
	buf_addf(&full, "%s/%s", worktree, folder.text);
	fd = open(full.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	n = fd < 0 ? 0 : scandir(full.text, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		if (!strncmp(name, start, start_len) && strcmp(name, ".") && strcmp(name, ".."))
			look_in_folder(out, &folder, fd, name);
		free(entries[i]);
	}
	free(entries);
	if (fd >= 0)
		close(fd);
	buf_dispose(&full);
	buf_dispose(&folder);
}

void look_at_files(struct buf *out, const char *worktree, const char *pattern)
{
	size_t len = strlen(pattern);

	if (len && pattern[len - 1] == '*')
		look_at_matching(out, worktree, pattern);
	else
		look_at_file(out, worktree, pattern);
}

/* program_index.c - the index and the work tree, as git sees them.
 *
 * Filters of .gitattributes that are programs of their own (git-lfs) run, as they do when
 * git adds a file. */
#include "git/program_reader.h"

#include "base/file.h"
#include "base/portable.h"
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No watcher of files is started, no hook woken; what is written is a whole index, and
 * line ends that don't come back as they were are nobody's mistake here. */
#define QUIETLY "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", \
	"-c", "core.splitIndex=false", "-c", "core.safecrlf=false"

int program_has_unmerged(bool *out, struct repo *repo, struct err *err)
{
	struct buf text = BUF_INIT;

	if (program_need(&text, &program_of(repo)->program,
	                 GIT_ASKS(QUIETLY, "ls-files", "-z", "--unmerged"),
	                 "cannot read the index", err) < 0)
		return -1;
	*out = text.len > 0;
	buf_dispose(&text);
	return 0;
}

int program_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err)
{
	struct buf text = BUF_INIT;

	if (program_need(&text, &program_of(repo)->program,
	                 GIT_ASKS(QUIETLY, "ls-files", "-z", "--cached", "--", path),
	                 "cannot read the index", err) < 0)
		return -1;
	/* A folder would give what is in it. */
	*out = !strcmp(text.text, path);
	buf_dispose(&text);
	return 0;
}

int program_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                          void *payload, struct err *err)
{
	struct buf text = BUF_INIT;

	if (program_need(&text, &program_of(repo)->program,
	                 GIT_ASKS(QUIETLY, "ls-files", "-z", "--cached"),
	                 "cannot read the index", err) < 0)
		return -1;
	for (size_t i = 0; i < text.len; i += strlen(text.text + i) + 1)
		fn(text.text + i, payload);
	buf_dispose(&text);
	return 0;
}

/* ---- snapshot ------------------------------------------------------------------ */

/* An index of our own, which git may write. */
struct scratch_index {
	struct program program;
	char folder[4096];
	const char *path;
};

static int scratch_make(struct scratch_index *out, struct arena *arena, struct err *err)
{
	const char *temp = getenv("TMPDIR");

	snprintf(out->folder, sizeof(out->folder), "%s/git-cvx.XXXXXX",
	         temp && *temp == '/' ? temp : "/tmp");
	if (!mkdtemp(out->folder)) {
		err_errno(err, "cannot make a folder like '%s'", out->folder);
		out->folder[0] = '\0';
		return -1;
	}
	out->path = arena_printf(arena, "%s/index", out->folder);
	return 0;
}

static void scratch_remove(struct scratch_index *scratch, struct arena *arena)
{
	if (!scratch->folder[0])
		return;
	unlink(scratch->path);
	unlink(arena_printf(arena, "%s.lock", scratch->path));
	rmdir(scratch->folder);
}

static int copy_bytes(int to, int from)
{
	char chunk[65536];
	struct stat st;
	ssize_t n;

	do {
		n = read(from, chunk, sizeof(chunk));
		if (n > 0 && file_write_all(to, chunk, (size_t)n))
			return -1;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0 || fstat(from, &st) < 0)
		return -1;
	/* What changed when the index was written is looked at more closely; in a copy that
	 * is younger it would count as unchanged. */
	return futimens(to, (struct timespec[]){ portable_atime(&st), portable_mtime(&st) });
}

/* No index yet: then there is none in the copy's place either. */
static int copy_index(const struct scratch_index *scratch, const char *path, struct err *err)
{
	int from = open(path, O_RDONLY | O_CLOEXEC), to, rc = 0;

	if (from < 0)
		return errno == ENOENT ? 0 : err_errno(err, "cannot read the index '%s'", path);
	to = open(scratch->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0 || copy_bytes(to, from) < 0)
		rc = err_errno(err, "cannot copy the index '%s'", path);
	if (to >= 0)
		close(to);
	close(from);
	return rc;
}

static int fill_scratch(struct scratch_index *scratch, const struct program *program,
                        struct err *err)
{
	struct buf path = BUF_INIT;
	int rc = program_need(&path, program,
	                      GIT_ASKS("rev-parse", "--path-format=absolute", "--git-path",
	                               "index"), "cannot find the index", err);

	if (!rc && path.len)
		buf_truncate(&path, path.len - 1);
	if (!rc)
		rc = copy_index(scratch, path.text, err);
	buf_dispose(&path);
	scratch->program = *program;
	program_set(&scratch->program, "GIT_INDEX_FILE", scratch->path);
	return rc;
}

/* A folder with a repository of its own, which is no submodule, is listed with a slash. */
static void drop_what_stays(struct buf *paths)
{
	size_t kept = 0;

	for (size_t i = 0, len; i < paths->len; i += len + 1) {
		len = strlen(paths->text + i);
		if ((len && paths->text[i + len - 1] == '/') || secret_may_be_in(paths->text + i))
			continue;
		memmove(paths->text + kept, paths->text + i, len + 1);
		kept += len + 1;
	}
	buf_truncate(paths, kept);
}

static const char cannot[] = "cannot read the work tree";

/* Everything that differs from the index, but for paths that are skip-worktree, which ls-files
 * doesn't list. What is tracked comes first: a file whose place a folder has taken has to be
 * gone from the index before what is in the folder comes. */
static int list_changes(struct buf *paths, const struct program *program, struct err *err)
{
	struct buf untracked = BUF_INIT;
	int rc = program_need(paths, program, GIT_ASKS(QUIETLY, "ls-files", "-z", "--modified"),
	                      cannot, err);

	if (!rc)
		rc = program_need(&untracked, program, GIT_ASKS(QUIETLY, "ls-files", "-z",
		                  "--others", "--exclude-standard"), cannot, err);
	if (!rc)
		buf_add(paths, untracked.text, untracked.len);
	buf_dispose(&untracked);
	return rc;
}

static int take_work_tree(const struct program *program, struct err *err)
{
	static const char *const update[] = { QUIETLY, "update-index", "-z", "--add",
		"--remove", "--replace", "--stdin", NULL };
	struct buf paths = BUF_INIT, out = BUF_INIT;
	int rc = list_changes(&paths, program, err);

	drop_what_stays(&paths);
	if (!rc && paths.len)
		rc = program_need(&out, program, &(struct question){ update, paths.text, paths.len },
		                  cannot, err);
	buf_dispose(&out);
	buf_dispose(&paths);
	return rc;
}

static int write_tree(const char **tree, struct repo *repo, const struct program *program,
                      struct err *err)
{
	struct buf id = BUF_INIT;

	/* A partial clone lacks what is outside of its sparse checkout. */
	if (program_need(&id, program, GIT_ASKS(QUIETLY, "write-tree", "--missing-ok"),
	                 "cannot store the work tree as a tree", err) < 0)
		return -1;
	*tree = arena_strndup(repo->arena, id.text, strcspn(id.text, "\n"));
	buf_dispose(&id);
	return 0;
}

int program_snapshot(const char **tree, struct repo *repo, struct err *err)
{
	const struct program *program = &program_of(repo)->program;
	struct scratch_index scratch = { .folder = "" };
	bool unmerged;
	int rc;

	if (program_has_unmerged(&unmerged, repo, err) < 0)
		return -1;
	if (unmerged) {
		err_set(err, ERR_DECISION, "the index has unmerged entries");
		return err_hint(err, "resolve the conflicts first");
	}
	rc = scratch_make(&scratch, repo->arena, err);
	if (!rc)
		rc = fill_scratch(&scratch, program, err);
	if (!rc)
		rc = take_work_tree(&scratch.program, err);
	if (!rc)
		rc = write_tree(tree, repo, &scratch.program, err);
	scratch_remove(&scratch, repo->arena);
	return rc;
}

/* libgit2_index.c - the index and the work tree, as libgit2 sees them. */
#include "git/libgit2.h"

#include "base/file.h"
#include "base/secret.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* The index as it is on disk now, in memory. The caller frees it. */
static int index_open(git_index **out, struct repo *repo, struct err *err)
{
	const git_error *last;

	*out = NULL;
	if (!git_repository_index(out, libgit2_handle(repo)) && !git_index_read(*out, 1))
		return 0;
	git_index_free(*out);
	*out = NULL;
	last = git_error_last();
	/* A split or sparse one, say: git may know it. */
	if (last && last->klass == GIT_ERROR_INDEX)
		return err_from_git(err, ERR_UNSUPPORTED, "libgit2 cannot read the index");
	return err_from_git(err, ERR_IO, "cannot read the index");
}

int libgit2_has_unmerged(bool *out, struct repo *repo, struct err *err)
{
	git_index *index = NULL;

	if (index_open(&index, repo, err) < 0)
		return -1;
	*out = git_index_has_conflicts(index);
	git_index_free(index);
	return 0;
}

int libgit2_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err)
{
	git_index *index = NULL;

	if (index_open(&index, repo, err) < 0)
		return -1;
	/* At whatever stage: a path that is unmerged is tracked. */
	*out = !git_index_find(NULL, index, path);
	git_index_free(index);
	return 0;
}

int libgit2_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                          void *payload, struct err *err)
{
	git_index *index = NULL;

	if (index_open(&index, repo, err) < 0)
		return -1;
	for (size_t i = 0; i < git_index_entrycount(index); i++)
		fn(git_index_get_byindex(index, i)->path, payload);
	git_index_free(index);
	return 0;
}

struct taking {
	struct repo *repo;
	git_index *index;
	struct names there;   /* paths of the index that differ, and are on disk */
	struct err *err;
};

/* libgit2 takes for deleted what lies in a folder that it can't open: that there is nothing has
 * to be said by the system. */
static int note_entry(struct taking *taking, const char *path)
{
	struct arena *arena = taking->repo->arena;
	struct names *there = &taking->there;
	struct stat st;

	if (lstat(arena_printf(arena, "%s/%s", taking->repo->worktree, path), &st))
		return file_is_missing(errno)
		       ? 0 : err_errno(taking->err, "cannot look at '%s'", path);
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return 0;
	there->items = arena_grow(arena, there->items, there->count, sizeof(*there->items));
	there->items[there->count++] = arena_strdup(arena, path);
	return 0;
}

static int check_entries(const struct taking *taking)
{
	for (size_t i = 0; i < taking->there.count; i++)
		if (!git_index_get_bypath(taking->index, taking->there.items[i], 0))
			return err_set(taking->err, ERR_IO, "cannot read the folder of '%s'",
			               taking->there.items[i]);
	return 0;
}

/* Decides for each path that differs from the index whether to take it. */
static int take_path(const char *path, const char *matched, void *payload)
{
	struct taking *taking = payload;
	const git_index_entry *entry = git_index_get_bypath(taking->index, path, 0);
	size_t n = strlen(path);

	(void)matched;
	if (secret_may_be_in(path))
		return 1;
	if (entry && (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE))
		return 1;
	/* A folder with a repository of its own, which is no submodule. */
	if (!entry && n && path[n - 1] == '/')
		return 1;
	return entry ? note_entry(taking, path) : 0;
}

int libgit2_snapshot(const char **tree, struct repo *repo, struct err *err)
{
	struct taking taking = { .repo = repo, .err = err };
	git_index *index = NULL;
	git_oid oid;
	int result = -1;

	if (index_open(&index, repo, err) < 0)
		return -1;
	taking.index = index;
	if (git_index_has_conflicts(index)) {
		err_set(err, ERR_DECISION, "the index has unmerged entries");
		err_hint(err, "resolve the conflicts first");
	} else if (git_index_add_all(index, NULL, 0, take_path, &taking) < 0) {
		/* An object that a partial clone lacks, or core.safecrlf: git minds neither. */
		err_from_git(err, ERR_UNSUPPORTED, "cannot read the work tree");
	} else if (check_entries(&taking)) {
		result = -1;
	} else if (git_index_write_tree_to(&oid, index, libgit2_handle(repo)) < 0) {
		err_from_git(err, ERR_IO, "cannot store the work tree as a tree");
	} else {
		*tree = oid_hex(repo->arena, &oid);
		result = 0;
	}
	/* The handle is shared by everyone who asks libgit2 for the index: forget what
	 * was added. Everyone here reads it anew, so a failure does no harm. */
	(void)git_index_read(index, 1);
	git_index_free(index);
	return result;
}

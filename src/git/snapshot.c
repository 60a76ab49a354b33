/* snapshot.c - the work tree as a tree; and what a folder held in all of history. */
#include "git/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The index as it is on disk now, in memory. The caller frees it. */
static int index_open(git_index **out, struct repo *repo, struct err *err)
{
	const git_error *last;

	*out = NULL;
	if (!git_repository_index(out, repo->git) && !git_index_read(*out, 1))
		return 0;
	git_index_free(*out);
	*out = NULL;
	last = git_error_last();
	if (last && last->message && strstr(last->message, "extension")) {
		err_from_git(err, ERR_UNSUPPORTED,
		             "this kind of index isn't handled yet");
		return err_hint(err, "a split or sparse index can be undone with\n"
		                "git update-index --no-split-index\n"
		                "git sparse-checkout reapply --no-sparse-index");
	}
	return err_from_git(err, ERR_IO, "cannot read the index");
}

int repo_has_unmerged(bool *out, struct repo *repo, struct err *err)
{
	git_index *index = NULL;

	if (index_open(&index, repo, err) < 0)
		return -1;
	*out = git_index_has_conflicts(index);
	git_index_free(index);
	return 0;
}

int repo_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err)
{
	git_index *index = NULL;

	if (index_open(&index, repo, err) < 0)
		return -1;
	*out = git_index_get_bypath(index, path, 0) != NULL;
	git_index_free(index);
	return 0;
}

/* Decides for each path that differs from the index whether to take it. */
static int take_path(const char *path, const char *matched, void *payload)
{
	const git_index_entry *entry = git_index_get_bypath(payload, path, 0);
	size_t n = strlen(path);

	(void)matched;
	if (entry && (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE))
		return 1;
	/* A folder with a repository of its own, which is no submodule. */
	if (!entry && n && path[n - 1] == '/')
		return 1;
	return 0;
}

int repo_snapshot(const char **tree, struct repo *repo, struct err *err)
{
	git_index *index = NULL;
	git_oid oid;
	int result = -1;

	if (index_open(&index, repo, err) < 0)
		return -1;
	if (git_index_has_conflicts(index)) {
		err_set(err, ERR_DECISION, "the index has unmerged entries");
		err_hint(err, "resolve the conflicts first");
	} else if (git_index_add_all(index, NULL, 0, take_path, index) < 0) {
		err_from_git(err, ERR_IO, "cannot read the work tree");
	} else if (git_index_write_tree_to(&oid, index, repo->git) < 0) {
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

/* ---- history ------------------------------------------------------------------- */

struct folder_walk {
	struct repo *repo;
	const char *folder;
	git_oid *seen;           /* trees of the folder that were read already */
	size_t seen_count;
	struct history *out;
};

static bool was_seen(struct folder_walk *walk, const git_oid *tree)
{
	/* From the end: neighbours in history mostly hold the same folder. */
	for (size_t i = walk->seen_count; i-- > 0;)
		if (git_oid_equal(&walk->seen[i], tree))
			return true;
	walk->seen = arena_grow(walk->repo->arena, walk->seen, walk->seen_count,
	                        sizeof(*walk->seen));
	walk->seen[walk->seen_count++] = *tree;
	return false;
}

/* These two give libgit2's codes: GIT_ENOTFOUND is an object that isn't here. */
static int read_folder(struct folder_walk *walk, const git_oid *id)
{
	struct names *files = &walk->out->files;
	struct arena *arena = walk->repo->arena;
	git_tree *tree = NULL;
	int rc = git_tree_lookup(&tree, walk->repo->git, id);

	for (size_t i = 0; !rc && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
			continue;
		files->items = arena_grow(arena, files->items, files->count,
		                          sizeof(*files->items));
		files->items[files->count++] =
			arena_strdup(arena, git_tree_entry_name(entry));
	}
	git_tree_free(tree);
	return rc;
}

static int visit_commit(struct folder_walk *walk, const git_oid *id)
{
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	git_tree_entry *entry = NULL;
	int rc = git_commit_lookup(&commit, walk->repo->git, id);

	if (!rc)
		rc = git_commit_tree(&tree, commit);
	if (!rc) {
		rc = git_tree_entry_bypath(&entry, tree, walk->folder);
		if (path_not_found(rc))
			rc = 0;
	}
	if (!rc && entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE &&
	    !was_seen(walk, git_tree_entry_id(entry)))
		rc = read_folder(walk, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	git_tree_free(tree);
	git_commit_free(commit);
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_unique(struct names *names)
{
	size_t kept = 0;

	if (!names->count)
		return;
	qsort(names->items, names->count, sizeof(*names->items), by_text);
	for (size_t i = 1; i < names->count; i++)
		if (strcmp(names->items[kept], names->items[i]) != 0)
			names->items[++kept] = names->items[i];
	names->count = kept + 1;
}

int repo_history(struct history *out, struct repo *repo, const char *commit,
                 const char *folder, struct err *err)
{
	struct folder_walk walk = { repo, folder, NULL, 0, out };
	git_revwalk *revwalk = NULL;
	git_oid id;
	size_t visited = 0;
	int rc;

	*out = (struct history){ 0 };
	if (oid_parse(&id, commit, err) < 0)
		return -1;
	/* Newer versions of libgit2 end at the boundary of a shallow clone as if it were
	 * the beginning, older ones fail to find the parent. */
	out->known = !git_repository_is_shallow(repo->git);
	rc = git_revwalk_new(&revwalk, repo->git);
	if (!rc)
		rc = git_revwalk_push(revwalk, &id);
	while (!rc && out->known) {
		rc = git_revwalk_next(&id, revwalk);
		if (!rc)
			rc = visit_commit(&walk, &id);
		if (++visited > REPO_HISTORY_MAX || rc == GIT_ENOTFOUND)
			out->known = false;
	}
	git_revwalk_free(revwalk);
	if (rc < 0 && rc != GIT_ITEROVER && rc != GIT_ENOTFOUND)
		return err_from_git(err, ERR_IO, "cannot read the history of %s", commit);
	sort_unique(&out->files);
	return 0;
}

/* libgit2_history.c - what a folder held in all of history, walked with libgit2. */
#include "git/libgit2.h"

bool path_not_found(int rc)
{
	const git_error *last = git_error_last();

	return rc == GIT_ENOTFOUND && last && last->klass == GIT_ERROR_TREE;
}

struct folder_walk {
	struct repo *repo;
	const char *path;
	git_oid *seen;           /* what it was, as far as that was read already */
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

static void take_file(struct folder_walk *walk, const git_tree_entry *entry)
{
	struct names *files = &walk->out->files;
	struct arena *arena = walk->repo->arena;

	files->items = arena_grow(arena, files->items, files->count, sizeof(*files->items));
	files->items[files->count++] =
		arena_printf(arena, "%s %s", oid_hex(arena, git_tree_entry_id(entry)),
		             git_tree_entry_name(entry));
}

/* These two give libgit2's codes: GIT_ENOTFOUND is an object that isn't here. */
static int read_folder(struct folder_walk *walk, const git_oid *id)
{
	git_tree *tree = NULL;
	int rc = git_tree_lookup(&tree, libgit2_handle(walk->repo), id);

	for (size_t i = 0; !rc && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
			take_file(walk, entry);
	}
	git_tree_free(tree);
	return rc;
}

static int visit_commit(struct folder_walk *walk, const git_oid *id)
{
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	git_tree_entry *entry = NULL;
	int rc = git_commit_lookup(&commit, libgit2_handle(walk->repo), id);

	if (!rc)
		rc = git_commit_tree(&tree, commit);
	if (!rc) {
		rc = git_tree_entry_bypath(&entry, tree, walk->path);
		if (path_not_found(rc))
			rc = 0;
	}
	if (!rc && entry && !was_seen(walk, git_tree_entry_id(entry))) {
		if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
			rc = read_folder(walk, git_tree_entry_id(entry));
		else if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
			take_file(walk, entry);
	}
	git_tree_entry_free(entry);
	git_tree_free(tree);
	git_commit_free(commit);
	return rc;
}

int libgit2_history(struct history *out, struct repo *repo, const char *commit,
                    const char *path, struct err *err)
{
	struct folder_walk walk = { repo, path, NULL, 0, out };
	git_revwalk *revwalk = NULL;
	git_oid id;
	size_t visited = 0;
	int rc;

	if (oid_parse(&id, commit, err) < 0)
		return -1;
	/* Newer versions of libgit2 end at the boundary of a shallow clone as if it were
	 * the beginning, older ones fail to find the parent. */
	out->known = !git_repository_is_shallow(libgit2_handle(repo));
	rc = git_revwalk_new(&revwalk, libgit2_handle(repo));
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
	return 0;
}

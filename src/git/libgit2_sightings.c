/* libgit2_sightings.c - where a file was seen, in all that refs and reflogs lead to. */
#include "git/libgit2.h"

struct search {
	struct repo *repo;
	git_revwalk *walk;
	const char *path;
	struct sightings *out;
};

/* What a reflog names may be gone. */
static void push_if_there(struct search *s, const git_oid *id)
{
	git_commit *commit = NULL;

	if (!git_oid_is_zero(id) && !git_commit_lookup(&commit, libgit2_handle(s->repo), id))
		(void)git_revwalk_push(s->walk, id);
	git_commit_free(commit);
}

static int push_reflog(struct search *s, const char *ref)
{
	git_reflog *log = NULL;
	int rc = git_reflog_read(&log, libgit2_handle(s->repo), ref);

	for (size_t i = 0; !rc && i < git_reflog_entrycount(log); i++) {
		const git_reflog_entry *entry = git_reflog_entry_byindex(log, i);

		push_if_there(s, git_reflog_entry_id_new(entry));
		push_if_there(s, git_reflog_entry_id_old(entry));
	}
	git_reflog_free(log);
	return rc;
}

static int push_branch_reflog(const char *ref, void *search)
{
	return push_reflog(search, ref);
}

static int push_all(struct search *s)
{
	struct head head;
	struct err ignored = ERR_INIT;
	git_oid id;

	/* Of the same second, too (a stash, a rebase), a child comes before its parents. */
	git_revwalk_sorting(s->walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	/* An unborn HEAD is none. */
	if (!libgit2_head(&head, s->repo, &ignored) && head.commit &&
	    !oid_parse(&id, head.commit, &ignored))
		push_if_there(s, &id);
	if (git_revwalk_push_glob(s->walk, "refs/*") < 0 || push_reflog(s, "HEAD") < 0)
		return -1;
	return git_reference_foreach_glob(libgit2_handle(s->repo), "refs/heads/*", push_branch_reflog, s);
}

/* Gives libgit2's codes: GIT_ENOTFOUND is an object that isn't here. */
static int look_at(struct search *s, const git_oid *id)
{
	struct arena *arena = s->repo->arena;
	char commit_id[GIT_OID_HEXSZ + 1], blob[GIT_OID_HEXSZ + 1];
	git_commit *commit = NULL;
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc = git_commit_lookup(&commit, libgit2_handle(s->repo), id);

	if (!rc)
		rc = git_commit_tree(&tree, commit);
	if (!rc) {
		rc = git_tree_entry_bypath(&entry, tree, s->path);
		if (path_not_found(rc))
			rc = 0;
	}
	if (!rc && entry && git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
		sightings_add(s->out, arena, git_oid_tostr(commit_id, sizeof(commit_id), id),
		              git_oid_tostr(blob, sizeof(blob), git_tree_entry_id(entry)));
	git_tree_entry_free(entry);
	git_tree_free(tree);
	git_commit_free(commit);
	return rc;
}

int libgit2_sightings(struct sightings *out, struct repo *repo, const char *path,
                      struct err *err)
{
	struct search s = { repo, NULL, path, out };
	size_t visited = 0;
	git_oid id;
	int rc;

	out->complete = !git_repository_is_shallow(libgit2_handle(repo));
	rc = git_revwalk_new(&s.walk, libgit2_handle(repo));
	if (!rc)
		rc = push_all(&s);
	while (!rc && ++visited <= REPO_HISTORY_MAX) {
		rc = git_revwalk_next(&id, s.walk);
		if (!rc)
			rc = look_at(&s, &id);
	}
	if (rc != GIT_ITEROVER)
		out->complete = false;
	git_revwalk_free(s.walk);
	if (rc < 0 && rc != GIT_ITEROVER && rc != GIT_ENOTFOUND)
		return err_from_git(err, ERR_IO, "cannot search the history for '%s'", path);
	return 0;
}

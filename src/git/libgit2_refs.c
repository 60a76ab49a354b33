/* libgit2_refs.c - revisions, HEAD, refs and settings, as libgit2 sees them. */
#include "git/libgit2.h"

#include <string.h>

/* HEAD@{1}: libgit2 looks it up in the reflog of the branch that HEAD is on. @{-1} it knows. */
static bool names_reflog(const char *spec)
{
	const char *at = strstr(spec, "@{");

	return at && at[2] != '-';
}

int libgit2_find(const char **id, struct repo *repo, const char *spec, struct err *err)
{
	git_object *object = NULL;
	int rc;

	*id = NULL;
	if (names_reflog(spec)) {
		err_set(err, ERR_UNSUPPORTED, "libgit2 cannot look up '%s' as git does", spec);
		return err_hint(err, "give the id that 'git rev-parse %s' prints", spec);
	}
	rc = git_revparse_single(&object, libgit2_handle(repo), spec);
	/* To libgit2, what is too short for an id is ambiguous; to git, it is none. */
	if (rc == GIT_EAMBIGUOUS && strlen(spec) < GIT_OID_MINPREFIXLEN)
		rc = GIT_ENOTFOUND;
	if (rc == GIT_EAMBIGUOUS)
		return err_set(err, ERR_NOT_FOUND, "'%s' names more than one object", spec);
	if (rc < 0 && rc != GIT_ENOTFOUND && rc != GIT_EINVALIDSPEC)
		return err_from_git(err, ERR_IO, "cannot look up '%s'", spec);
	if (!rc)
		*id = oid_hex(repo->arena, git_object_id(object));
	git_object_free(object);
	return 0;
}

int libgit2_head(struct head *out, struct repo *repo, struct err *err)
{
	static const char heads[] = "refs/heads/";
	git_reference *ref = NULL;
	git_oid oid;
	int rc;

	*out = (struct head){ NULL, NULL };
	if (git_reference_lookup(&ref, libgit2_handle(repo), "HEAD") < 0)
		return err_from_git(err, ERR_IO, "cannot read HEAD");
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC) {
		const char *target = git_reference_symbolic_target(ref);

		if (!strncmp(target, heads, strlen(heads)))
			target += strlen(heads);
		out->branch = arena_strdup(repo->arena, target);
	}
	git_reference_free(ref);

	rc = git_reference_name_to_id(&oid, libgit2_handle(repo), "HEAD");
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return err_from_git(err, ERR_IO, "cannot read HEAD");
	if (!rc)
		out->commit = oid_hex(repo->arena, &oid);
	return 0;
}

/* One that leads to another is as that one. */
static int add_branch(struct branches *out, struct repo *repo, git_reference *ref,
                      struct err *err)
{
	git_object *commit = NULL;
	const char *name;

	if (git_branch_name(&name, ref) < 0)
		return err_from_git(err, ERR_IO, "cannot read a branch's name");
	if (git_reference_peel(&commit, ref, GIT_OBJECT_COMMIT) < 0)
		return err_from_git(err, ERR_IO, "cannot read the branch '%s'", name);
	branches_add(out, repo->arena, arena_strdup(repo->arena, name),
	             oid_hex(repo->arena, git_object_id(commit)));
	git_object_free(commit);
	return 0;
}

int libgit2_branches(struct branches *out, struct repo *repo, struct err *err)
{
	git_branch_iterator *iterator = NULL;
	git_reference *ref;
	git_branch_t type;
	int rc = 0, more;

	if (git_branch_iterator_new(&iterator, libgit2_handle(repo), GIT_BRANCH_LOCAL) < 0)
		return err_from_git(err, ERR_IO, "cannot list the branches");
	while (!rc && !(more = git_branch_next(&ref, &type, iterator))) {
		rc = add_branch(out, repo, ref, err);
		git_reference_free(ref);
	}
	if (!rc && more != GIT_ITEROVER)
		rc = err_from_git(err, ERR_IO, "cannot list the branches");
	git_branch_iterator_free(iterator);
	return rc;
}

int libgit2_ref_read(const char **id, struct repo *repo, const char *ref, struct err *err)
{
	git_oid oid;
	int rc = git_reference_name_to_id(&oid, libgit2_handle(repo), ref);

	*id = NULL;
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return err_from_git(err, ERR_IO, "cannot read '%s'", ref);
	*id = oid_hex(repo->arena, &oid);
	return 0;
}

int libgit2_ref_write(struct repo *repo, const char *ref, const char *id, struct err *err)
{
	git_reference *written = NULL;
	git_oid oid;

	if (oid_parse(&oid, id, err) < 0)
		return -1;
	if (git_reference_create(&written, libgit2_handle(repo), ref, &oid, 1, NULL) < 0)
		return err_from_git(err, ERR_IO, "cannot write '%s'", ref);
	git_reference_free(written);
	return 0;
}

int libgit2_config_text(const char **value, struct repo *repo, const char *key,
                     struct err *err)
{
	git_config *config = NULL;
	const char *text = NULL;
	int rc;

	*value = NULL;
	if (git_repository_config_snapshot(&config, libgit2_handle(repo)) < 0)
		return err_from_git(err, ERR_CONFIG, "cannot read git's settings");
	rc = git_config_get_string(&text, config, key);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		err_from_git(err, ERR_CONFIG, "cannot read '%s'", key);
	else if (!rc)
		*value = arena_strdup(repo->arena, text);
	git_config_free(config);
	return err->code == ERR_NONE ? 0 : -1;
}

int libgit2_config_bool(bool *value, struct repo *repo, const char *key, struct err *err)
{
	git_config *config = NULL;
	int number = 0, rc;

	if (git_repository_config_snapshot(&config, libgit2_handle(repo)) < 0)
		return err_from_git(err, ERR_CONFIG, "cannot read git's settings");
	/* As a text, a key without a value, which is true, would look like one that is empty. */
	rc = git_config_get_bool(&number, config, key);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		err_from_git(err, ERR_CONFIG, "'%s' is neither true nor false", key);
	else if (!rc)
		*value = number;
	git_config_free(config);
	return err->code == ERR_NONE ? 0 : -1;
}

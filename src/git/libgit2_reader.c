/* libgit2_reader.c - the reader that needs no other program: opening, and objects. */
#include "git/libgit2.h"

#include "base/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int err_from_git(struct err *err, enum err_code code, const char *fmt, ...)
{
	const git_error *last = git_error_last();
	char what[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return err_set(err, code, "%s: %s", what,
	               last && last->message ? last->message : "no reason given");
}

const char *oid_hex(struct arena *arena, const git_oid *oid)
{
	char *hex = arena_alloc(arena, GIT_OID_HEXSZ + 1);

	git_oid_fmt(hex, oid);
	return hex;
}

int oid_parse(git_oid *out, const char *hex, struct err *err)
{
	if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(out, hex) < 0)
		return err_set(err, ERR_INTERNAL, "'%s' is no object id", hex);
	return 0;
}

git_repository *libgit2_handle(const struct repo *repo)
{
	return ((const struct libgit2 *)repo->self)->git;
}

/* ---- opening ------------------------------------------------------------------- */

/* Whatever the refusal is (an extension, a format, an owner): git may see it otherwise,
 * and says it better. That a setting is missing is one way of refusing an owner. */
static int open_error(int rc, struct err *err)
{
	const git_error *last = git_error_last();

	if (rc != GIT_ENOTFOUND || (last && last->klass == GIT_ERROR_CONFIG))
		return err_from_git(err, ERR_UNSUPPORTED, "libgit2 cannot open this repository");
	err_set(err, ERR_NO_REPOSITORY, "not a git repository (or any of the parent directories)");
	return err_hint(err, "go into the repository of a Convex app");
}

/* libgit2 1.5 leaks when it is given the work tree that it has already. */
static int set_work_tree(git_repository *git, const char *path)
{
	const char *now = git_repository_workdir(git);
	char *full = realpath(path, NULL);
	size_t n = full ? strlen(full) : 0;
	bool same = full && now && !strncmp(now, full, n) && !strcmp(now + n, "/");

	free(full);
	return same ? 0 : git_repository_set_workdir(git, path, 0);
}

/* libgit2 refuses to open anything while GIT_WORK_TREE is set; git sets it for aliases
 * and for hooks under `git --work-tree`. So it is put aside, and applied afterwards. */
static int open_from_environment(git_repository **out)
{
	const char *set = getenv("GIT_WORK_TREE");
	char *work_tree = set && *set ? xstrdup(set) : NULL;
	int rc;

	if (set)
		unsetenv("GIT_WORK_TREE");
	rc = git_repository_open_ext(out, NULL, GIT_REPOSITORY_OPEN_FROM_ENV, NULL);
	if (work_tree) {
		setenv("GIT_WORK_TREE", work_tree, 1);
		if (!rc)
			rc = set_work_tree(*out, work_tree);
	}
	free(work_tree);
	return rc;
}

static const char *without_slash(struct arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return arena_strndup(arena, path, n);
}

static void close_repository(struct repo *repo)
{
	struct libgit2 *self = repo->self;

	git_odb_free(self->odb);
	git_repository_free(self->git);
	free(self);
	git_libgit2_shutdown();
}

static int open_repository(struct repo *repo, struct err *err)
{
	/* Set by `git sparse-checkout` and unknown to libgit2, though harmless. */
	static const char *extensions[] = { "worktreeconfig" };
	struct libgit2 *self = xcalloc(1, sizeof(*self));
	int rc;

	repo->self = self;
	libgit2_use_our_memory();
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)1);
	/* Trees name what a partial clone lacks, outside of its sparse checkout. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
	rc = repo->at ? git_repository_open_ext(&self->git, repo->at, GIT_REPOSITORY_OPEN_NO_SEARCH,
	                                        NULL)
	              : open_from_environment(&self->git);
	if (!rc)
		rc = git_repository_odb(&self->odb, self->git);
	if (rc < 0)
		return open_error(rc, err);
	if (git_repository_is_bare(self->git) || !git_repository_workdir(self->git))
		return err_set(err, ERR_NO_REPOSITORY,
		               "this repository is bare: it has no work tree");
	repo->worktree = without_slash(repo->arena, git_repository_workdir(self->git));
	repo->git_dir = without_slash(repo->arena, git_repository_path(self->git));
	repo->common_dir = without_slash(repo->arena, git_repository_commondir(self->git));
	return 0;
}

/* ---- objects ------------------------------------------------------------------- */

static int read_raw(git_odb_object **out, struct repo *repo, const char *id,
                    struct err *err)
{
	const struct libgit2 *self = repo->self;
	git_oid oid;
	int rc;

	*out = NULL;
	if (oid_parse(&oid, id, err) < 0)
		return -1;
	rc = git_odb_read(out, self->odb, &oid);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return err_from_git(err, ERR_IO, "cannot read object %s", id);
	return 0;
}

static int read_object(struct object *out, struct repo *repo, const char *id,
                       struct err *err)
{
	static const enum object_kind kinds[] = {
		[GIT_OBJECT_COMMIT] = OBJECT_COMMIT, [GIT_OBJECT_TREE] = OBJECT_TREE,
		[GIT_OBJECT_BLOB] = OBJECT_BLOB, [GIT_OBJECT_TAG] = OBJECT_TAG,
	};
	git_odb_object *raw;

	*out = (struct object){ 0 };
	if (read_raw(&raw, repo, id, err) < 0)
		return -1;
	if (!raw)
		return 0;
	out->found = true;
	out->kind = kinds[git_odb_object_type(raw)];
	out->len = git_odb_object_size(raw);
	if (out->kind != OBJECT_BLOB || out->len <= REPO_FILE_MAX)
		out->bytes = arena_strndup(repo->arena, git_odb_object_data(raw), out->len);
	git_odb_object_free(raw);
	return 0;
}

static int copy_blob(int fd, struct repo *repo, const char *id, struct err *err)
{
	git_odb_object *raw;
	int result = 0;

	if (read_raw(&raw, repo, id, err) < 0)
		return -1;
	if (!raw)
		return object_missing(id, err);
	if (file_write_all(fd, git_odb_object_data(raw), git_odb_object_size(raw)))
		result = err_errno(err, "cannot write blob %s", id);
	git_odb_object_free(raw);
	return result;
}

static int blob_id(const char **id, struct repo *repo, const void *bytes, size_t len,
                   struct err *err)
{
	git_oid oid;

	if (git_odb_hash(&oid, bytes, len, GIT_OBJECT_BLOB) < 0)
		return err_from_git(err, ERR_INTERNAL, "cannot hash %zu bytes", len);
	*id = oid_hex(repo->arena, &oid);
	return 0;
}

const struct reader libgit2_reader = {
	.open = open_repository, .close = close_repository,
	.object = read_object, .blob_copy = copy_blob, .blob_id = blob_id,
	.find = libgit2_find, .head = libgit2_head,
	.branches = libgit2_branches,
	.ref_read = libgit2_ref_read, .ref_write = libgit2_ref_write,
	.config_text = libgit2_config_text, .config_bool = libgit2_config_bool,
	.has_unmerged = libgit2_has_unmerged, .is_tracked = libgit2_is_tracked,
	.index_entries = libgit2_index_entries,
	.snapshot = libgit2_snapshot, .history = libgit2_history,
	.sightings = libgit2_sightings,
};

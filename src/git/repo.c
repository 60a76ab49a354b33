/* repo.c - open the repository; its paths, state, revisions, refs and settings. */
#include "git/internal.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* ---- opening ------------------------------------------------------------------- */

/* libgit2 says "not handled yet" in many ways, all of them with one of these words. */
static bool is_unsupported(int rc)
{
	static const char *const words[] = {
		"extension", "object format", "repository version", "unimplemented", NULL,
	};
	const git_error *last = git_error_last();

	if (rc == GIT_ENOTFOUND || !last || !last->message)
		return false;
	for (size_t i = 0; words[i]; i++)
		if (strstr(last->message, words[i]))
			return true;
	return false;
}

static int open_error(int rc, struct err *err)
{
	if (rc == GIT_ENOTFOUND) {
		err_set(err, ERR_NO_REPOSITORY,
		        "not a git repository (or any of the parent directories)");
		return err_hint(err, "go into the repository of a Convex app");
	}
	if (rc == GIT_EOWNER) {
		err_from_git(err, ERR_NO_REPOSITORY, "cannot use this repository");
		return err_hint(err, "git config --global --add safe.directory <path>");
	}
	if (is_unsupported(rc)) {
		err_from_git(err, ERR_UNSUPPORTED,
		             "this kind of repository isn't handled yet");
		return err_hint(err, "repositories with SHA-1 ids and refs in files are");
	}
	return err_from_git(err, ERR_IO, "cannot open the repository");
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

int repo_open(struct repo **out, struct arena *arena, struct err *err)
{
	/* Set by `git sparse-checkout` and unknown to libgit2, though harmless. */
	static const char *extensions[] = { "worktreeconfig" };
	struct repo *repo = xcalloc(1, sizeof(*repo));
	int rc;

	*out = NULL;
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)1);
	rc = open_from_environment(&repo->git);
	if (rc < 0) {
		open_error(rc, err);
		goto failed;
	}
	if (git_repository_is_bare(repo->git) || !git_repository_workdir(repo->git)) {
		err_set(err, ERR_NO_REPOSITORY,
		        "this repository is bare: it has no work tree");
		goto failed;
	}
	repo->arena = arena;
	repo->worktree = without_slash(arena, git_repository_workdir(repo->git));
	repo->git_dir = without_slash(arena, git_repository_path(repo->git));
	repo->common_dir = without_slash(arena, git_repository_commondir(repo->git));
	*out = repo;
	return 0;
failed:
	repo_close(repo);
	return -1;
}

void repo_close(struct repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->git);
	free(repo);
	git_libgit2_shutdown();
}

struct arena *repo_arena(const struct repo *repo)
{
	return repo->arena;
}

const char *repo_worktree(const struct repo *repo)
{
	return repo->worktree;
}

const char *repo_git_dir(const struct repo *repo)
{
	return repo->git_dir;
}

const char *repo_common_dir(const struct repo *repo)
{
	return repo->common_dir;
}

/* ---- state --------------------------------------------------------------------- */

/* Between two picks of a series only the todo list tells that it isn't over. */
static bool has_sequencer(const struct repo *repo)
{
	char *path = arena_printf(repo->arena, "%s/sequencer/todo", repo->git_dir);

	return !access(path, F_OK);
}

enum repo_operation repo_operation(const struct repo *repo)
{
	switch (git_repository_state(repo->git)) {
	case GIT_REPOSITORY_STATE_MERGE:
		return REPO_MERGE;
	case GIT_REPOSITORY_STATE_REVERT:
	case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
		return REPO_REVERT;
	case GIT_REPOSITORY_STATE_CHERRYPICK:
	case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
		return REPO_CHERRY_PICK;
	case GIT_REPOSITORY_STATE_REBASE:
	case GIT_REPOSITORY_STATE_REBASE_INTERACTIVE:
	case GIT_REPOSITORY_STATE_REBASE_MERGE:
		return REPO_REBASE;
	case GIT_REPOSITORY_STATE_APPLY_MAILBOX:
	case GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
		return REPO_AM;
	case GIT_REPOSITORY_STATE_BISECT:
		return REPO_BISECT;
	default:
		return has_sequencer(repo) ? REPO_CHERRY_PICK : REPO_NO_OPERATION;
	}
}

const char *repo_operation_word(enum repo_operation operation)
{
	static const char *const words[] = {
		[REPO_NO_OPERATION] = "none", [REPO_MERGE] = "merge",
		[REPO_REVERT] = "revert", [REPO_CHERRY_PICK] = "cherry-pick",
		[REPO_REBASE] = "rebase", [REPO_AM] = "am", [REPO_BISECT] = "bisect",
	};

	return words[operation];
}

int repo_head(struct head *out, struct repo *repo, struct err *err)
{
	static const char heads[] = "refs/heads/";
	git_reference *ref = NULL;
	git_oid oid;
	int rc;

	*out = (struct head){ NULL, NULL };
	if (git_reference_lookup(&ref, repo->git, "HEAD") < 0)
		return err_from_git(err, ERR_IO, "cannot read HEAD");
	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC) {
		const char *target = git_reference_symbolic_target(ref);

		if (!strncmp(target, heads, strlen(heads)))
			target += strlen(heads);
		out->branch = arena_strdup(repo->arena, target);
	}
	git_reference_free(ref);

	rc = git_reference_name_to_id(&oid, repo->git, "HEAD");
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return err_from_git(err, ERR_IO, "cannot read HEAD");
	if (!rc)
		out->commit = oid_hex(repo->arena, &oid);
	return 0;
}

/* ---- revisions ----------------------------------------------------------------- */

int repo_resolve(struct revision *out, struct repo *repo, const char *spec,
                 struct err *err)
{
	git_object *object = NULL, *commit = NULL, *tree = NULL;
	int rc = git_revparse_single(&object, repo->git, spec), result = -1;

	*out = (struct revision){ NULL, NULL };
	/* To libgit2, what is too short for an id is ambiguous; to git, it is none. */
	if (rc == GIT_EAMBIGUOUS && strlen(spec) < GIT_OID_MINPREFIXLEN)
		rc = GIT_ENOTFOUND;
	if (rc == GIT_EAMBIGUOUS) {
		err_set(err, ERR_NOT_FOUND, "'%s' names more than one object", spec);
		goto done;
	}
	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC) {
		err_set(err, ERR_NOT_FOUND, "there is no commit '%s'", spec);
		err_hint(err, "'git branch --all' and 'git tag' list what there is");
		goto done;
	}
	if (rc < 0) {
		err_from_git(err, ERR_IO, "cannot look up '%s'", spec);
		goto done;
	}
	if (git_object_peel(&tree, object, GIT_OBJECT_TREE) < 0) {
		err_set(err, ERR_NOT_FOUND, "'%s' is neither a commit nor a tree", spec);
		goto done;
	}
	if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0)
		out->commit = oid_hex(repo->arena, git_object_id(commit));
	out->tree = oid_hex(repo->arena, git_object_id(tree));
	result = 0;
done:
	git_object_free(tree);
	git_object_free(commit);
	git_object_free(object);
	return result;
}

bool repo_split_range(struct arena *arena, const char *spec, const char **from,
                      const char **to)
{
	const char *dots = strstr(spec, "..");

	if (!dots || dots[2] == '.')
		return false;
	*from = dots == spec ? "HEAD" : arena_strndup(arena, spec, (size_t)(dots - spec));
	*to = dots[2] ? arena_strdup(arena, dots + 2) : "HEAD";
	return true;
}

/* ---- refs and settings --------------------------------------------------------- */

const char *repo_env_ref(struct arena *arena, const char *environment)
{
	static const char prefix[] = "refs/cvx/env/", digits[] = "0123456789ABCDEF";
	char *ref = arena_alloc(arena, sizeof(prefix) + 3 * strlen(environment));
	char *end = ref + strlen(prefix);

	memcpy(ref, prefix, strlen(prefix));
	for (const char *p = environment; *p; p++) {
		unsigned char c = (unsigned char)*p;

		/* Dots too: "..", a leading one and a final ".lock" aren't allowed. */
		if (isalnum(c) || c == '-' || c == '_') {
			*end++ = (char)c;
			continue;
		}
		*end++ = '%';
		*end++ = digits[c >> 4];
		*end++ = digits[c & 15];
	}
	return ref;
}

int repo_ref_read(const char **id, struct repo *repo, const char *ref, struct err *err)
{
	git_oid oid;
	int rc = git_reference_name_to_id(&oid, repo->git, ref);

	*id = NULL;
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return err_from_git(err, ERR_IO, "cannot read '%s'", ref);
	*id = oid_hex(repo->arena, &oid);
	return 0;
}

int repo_ref_write(struct repo *repo, const char *ref, const char *id, struct err *err)
{
	git_reference *written = NULL;
	git_oid oid;

	if (strncmp(ref, "refs/cvx/", strlen("refs/cvx/")) != 0)
		return err_set(err, ERR_INTERNAL, "'%s' is not ours to write", ref);
	if (oid_parse(&oid, id, err) < 0)
		return -1;
	if (git_reference_create(&written, repo->git, ref, &oid, 1, NULL) < 0)
		return err_from_git(err, ERR_IO, "cannot write '%s'", ref);
	git_reference_free(written);
	return 0;
}

int repo_config_text(const char **value, struct repo *repo, const char *key,
                     struct err *err)
{
	git_config *config = NULL;
	const char *text = NULL;
	int rc;

	*value = NULL;
	if (git_repository_config_snapshot(&config, repo->git) < 0)
		return err_from_git(err, ERR_CONFIG, "cannot read git's settings");
	rc = git_config_get_string(&text, config, key);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		err_from_git(err, ERR_CONFIG, "cannot read '%s'", key);
	else if (!rc)
		*value = arena_strdup(repo->arena, text);
	git_config_free(config);
	return err->code == ERR_NONE ? 0 : -1;
}

int repo_config_bool(bool *value, struct repo *repo, const char *key, bool fallback,
                     struct err *err)
{
	const char *text = NULL;
	int number = 0;

	*value = fallback;
	if (repo_config_text(&text, repo, key, err) < 0)
		return -1;
	if (!text)
		return 0;
	if (git_config_parse_bool(&number, text) < 0)
		return err_from_git(err, ERR_CONFIG, "'%s' is neither true nor false",
		                    key);
	*value = number;
	return 0;
}

/* program_reader.c - the reader that asks git: opening, revisions, HEAD, refs, settings. */
#include "git/program_reader.h"

#include <stdlib.h>
#include <string.h>

struct program_reader *program_of(const struct repo *repo)
{
	return repo->self;
}

static const char *without_newline(struct arena *arena, const struct buf *text)
{
	size_t len = text->len;

	return arena_strndup(arena, text->text, len && text->text[len - 1] == '\n' ? len - 1 : len);
}

/* ---- opening ------------------------------------------------------------------- */

static int open_refused(struct arena *arena, const char *said, struct err *err)
{
	bool none = strstr(said, "not a git repository") || strstr(said, "dubious ownership") ||
	            strstr(said, "in a work tree");

	return program_refusal(err, none ? ERR_NO_REPOSITORY : ERR_UNSUPPORTED,
	                       "git cannot open this repository", arena, said);
}

/* One path a call: it may hold newlines. */
static int ask_path(const char **out, struct repo *repo, const char *which, struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program,
	                     GIT_ASKS("rev-parse", "--path-format=absolute", which), err);

	if (!rc && answer.status)
		rc = open_refused(repo->arena, answer.said, err);
	*out = without_newline(repo->arena, &answer.out);
	buf_dispose(&answer.out);
	return rc;
}

/* The environment that we were called in may name the repository, in words that mean
 * something else elsewhere: from now on it is named in full. */
static void name_repository(struct program *program, const struct repo *repo)
{
	program->cwd = repo->worktree;
	program_set(program, "GIT_DIR", repo->git_dir);
	program_set(program, "GIT_WORK_TREE", repo->worktree);
	if (!repo->at && getenv("GIT_COMMON_DIR"))
		program_set(program, "GIT_COMMON_DIR", repo->common_dir);
}

/* What the environment says is of the repository that we were called in. */
static void begin_at(struct program *program, const char *worktree)
{
	static const char *const names[] = {
		"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR",
	};

	program->cwd = worktree;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		program_set(program, names[i], NULL);
}

static int open_repository(struct repo *repo, struct err *err)
{
	struct program_reader *self = xcalloc(1, sizeof(*self));

	repo->self = self;
	if (program_find(&self->program, repo->arena, err) < 0)
		return -1;
	if (repo->at)
		begin_at(&self->program, repo->at);
	if (ask_path(&repo->git_dir, repo, "--git-dir", err) < 0 ||
	    ask_path(&repo->common_dir, repo, "--git-common-dir", err) < 0 ||
	    ask_path(&repo->worktree, repo, "--show-toplevel", err) < 0)
		return -1;
	name_repository(&self->program, repo);
	return 0;
}

static void close_repository(struct repo *repo)
{
	struct program_reader *self = repo->self;

	program_objects_end(&self->server);
	free(self);
}

/* ---- revisions and refs -------------------------------------------------------- */

/* An id, or NULL if git says nothing. */
static const char *id_in(struct arena *arena, const struct buf *text)
{
	const char *line = without_newline(arena, text);
	size_t len = strspn(line, "0123456789abcdef");

	return len >= 40 && !line[len] ? line : NULL;
}

static int find(const char **id, struct repo *repo, const char *spec, struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program, GIT_ASKS("rev-parse",
	                     "--verify", "--end-of-options", spec), err);

	*id = rc || answer.status ? NULL : id_in(repo->arena, &answer.out);
	if (!rc && answer.status && strstr(answer.said, "is ambiguous"))
		rc = err_set(err, ERR_NOT_FOUND, "'%s' names more than one object", spec);
	buf_dispose(&answer.out);
	return rc;
}

static int ref_read(const char **id, struct repo *repo, const char *ref, struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program,
	                     GIT_ASKS("rev-parse", "--verify", "--quiet", ref), err);

	*id = rc ? NULL : id_in(repo->arena, &answer.out);
	if (!rc && !*id && answer.status != 1)
		rc = program_refusal(err, ERR_IO, arena_printf(repo->arena, "cannot read '%s'",
		                     ref), repo->arena, answer.said);
	buf_dispose(&answer.out);
	return rc;
}

static int ref_write(struct repo *repo, const char *ref, const char *id, struct err *err)
{
	struct buf out = BUF_INIT;

	if (program_need(&out, &program_of(repo)->program,
	                 GIT_ASKS("-c", "core.hooksPath=/dev/null", "update-ref", "--no-deref",
	                          ref, id),
	                 arena_printf(repo->arena, "cannot write '%s'", ref), err) < 0)
		return -1;
	buf_dispose(&out);
	return 0;
}

static int head(struct head *out, struct repo *repo, struct err *err)
{
	static const char heads[] = "refs/heads/";
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program,
	                     GIT_ASKS("symbolic-ref", "--quiet", "HEAD"), err);

	*out = (struct head){ NULL, NULL };
	if (!rc && answer.status > 1)
		rc = program_refusal(err, ERR_IO, "cannot read HEAD", repo->arena, answer.said);
	if (!rc && !answer.status) {
		out->branch = without_newline(repo->arena, &answer.out);
		if (!strncmp(out->branch, heads, strlen(heads)))
			out->branch += strlen(heads);
	}
	buf_dispose(&answer.out);
	return rc ? rc : ref_read(&out->commit, repo, "HEAD", err);
}

/* "<id> <name>" in lines: neither holds a blank. */
static int branches(struct branches *out, struct repo *repo, struct err *err)
{
	struct buf text = BUF_INIT;
	const char *line;

	if (program_need(&text, &program_of(repo)->program,
	                 GIT_ASKS("for-each-ref", "--format=%(objectname) %(refname:lstrip=2)",
	                          "refs/heads"), "cannot list the branches", err) < 0)
		return -1;
	for (line = text.text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t id = strcspn(line, " "), len = strcspn(line, "\n");

		if (id < len)
			branches_add(out, repo->arena,
			             arena_strndup(repo->arena, line + id + 1, len - id - 1),
			             arena_strndup(repo->arena, line, id));
	}
	buf_dispose(&text);
	return 0;
}

/* ---- settings ------------------------------------------------------------------ */

static int config(const char **value, struct repo *repo, const char *type, const char *key,
                  struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program,
	                     GIT_ASKS("config", "--null", type, "--get", key), err);

	*value = NULL;
	if (!rc && !answer.status)
		*value = arena_strdup(repo->arena, answer.out.text);
	else if (!rc && answer.status != 1)
		rc = program_refusal(err, ERR_CONFIG, arena_printf(repo->arena,
		                     "cannot read '%s'", key), repo->arena, answer.said);
	buf_dispose(&answer.out);
	return rc;
}

static int config_text(const char **value, struct repo *repo, const char *key,
                       struct err *err)
{
	return config(value, repo, "--no-type", key, err);
}

static int config_bool(bool *value, struct repo *repo, const char *key, struct err *err)
{
	const char *text;

	if (config(&text, repo, "--type=bool", key, err) < 0)
		return -1;
	if (text)
		*value = !strcmp(text, "true");
	return 0;
}

/* ---- the rest ------------------------------------------------------------------ */

static int blob_id(const char **id, struct repo *repo, const void *bytes, size_t len,
                   struct err *err)
{
	static const char *const args[] = { "hash-object", "--stdin", "--no-filters", NULL };
	const struct question question = { args, bytes, len };
	struct buf out = BUF_INIT;

	if (program_need(&out, &program_of(repo)->program, &question, "cannot hash", err) < 0)
		return -1;
	*id = without_newline(repo->arena, &out);
	buf_dispose(&out);
	return 0;
}

const struct reader program_reader = {
	.open = open_repository, .close = close_repository,
	.object = program_object, .blob_copy = program_blob_copy, .blob_id = blob_id,
	.find = find, .head = head, .branches = branches,
	.ref_read = ref_read, .ref_write = ref_write,
	.config_text = config_text, .config_bool = config_bool,
	.has_unmerged = program_has_unmerged, .is_tracked = program_is_tracked,
	.index_entries = program_index_entries,
	.snapshot = program_snapshot, .history = program_history,
	.sightings = program_sightings,
};

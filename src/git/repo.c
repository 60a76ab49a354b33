/* repo.c - repo.h's questions: which reader answers them, and what needs none. */
#include "git/reader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- opening ------------------------------------------------------------------- */

static int open_with(struct repo *repo, const struct reader *reader, struct err *err)
{
	if (repo->reader)
		repo->reader->close(repo);
	repo->reader = reader;
	return reader->open(repo, err);
}

bool program_takes_over(struct repo *repo, struct err *err)
{
	struct err refusal = *err;

	if (err->code != ERR_UNSUPPORTED || repo->by_choice || repo->reader == &program_reader)
		return false;
	err_clear(err);
	if (!open_with(repo, &program_reader, err))
		return true;
	err_detail(err, "%s", refusal.msg);
	return false;
}

int repo_open_at(struct repo **out, struct arena *arena, const char *worktree,
                 struct err *err)
{
	struct repo *repo = xcalloc(1, sizeof(*repo));

	*out = NULL;
	repo->arena = arena;
	repo->at = worktree;
	if (open_with(repo, &libgit2_reader, err) < 0 && !program_takes_over(repo, err)) {
		repo_close(repo);
		return -1;
	}
	*out = repo;
	return 0;
}

int repo_open(struct repo **out, struct arena *arena, struct err *err)
{
	return repo_open_at(out, arena, NULL, err);
}

int repo_use_reader(struct repo *repo, enum repo_reader choice, struct err *err)
{
	const struct reader *reader =
		choice == REPO_READER_GIT ? &program_reader : &libgit2_reader;

	if (choice == REPO_READER_AUTO)
		return 0;
	repo->by_choice = true;
	return repo->reader == reader ? 0 : open_with(repo, reader, err);
}

void repo_close(struct repo *repo)
{
	if (!repo)
		return;
	repo->reader->close(repo);
	free(repo);
}

const char *repo_reader_word(const struct repo *repo)
{
	return repo->reader == &program_reader ? "git" : "libgit2";
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

static bool has(const struct repo *repo, const char *name)
{
	return !access(arena_printf(repo->arena, "%s/%s", repo->git_dir, name), F_OK);
}

/* What is a file in the git dir, in the order in which git itself asks. */
static enum repo_operation operation_of_files(const struct repo *repo)
{
	static const struct {
		const char *name;
		enum repo_operation operation;
	} files[] = {
		{ "rebase-merge", REPO_REBASE }, { "rebase-apply/rebasing", REPO_REBASE },
		{ "rebase-apply", REPO_AM }, { "MERGE_HEAD", REPO_MERGE },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (has(repo, files[i].name))
			return files[i].operation;
	return REPO_NO_OPERATION;
}

void repo_ends_operation(struct repo *repo)
{
	repo->is_at_end = true;
}

int repo_operation(enum repo_operation *out, struct repo *repo, struct err *err)
{
	const char *revert = NULL, *pick = NULL;

	*out = repo->is_at_end ? REPO_NO_OPERATION : operation_of_files(repo);
	if (repo->is_at_end || *out != REPO_NO_OPERATION)
		return 0;
	/* Refs: not every repository keeps them in files. */
	if (repo->reader->ref_read(&revert, repo, "REVERT_HEAD", err) < 0 ||
	    repo->reader->ref_read(&pick, repo, "CHERRY_PICK_HEAD", err) < 0)
		return -1;
	if (revert)
		*out = REPO_REVERT;
	/* Between two picks of a series only the todo list tells that it isn't over. */
	else if (pick || has(repo, "sequencer/todo"))
		*out = REPO_CHERRY_PICK;
	else if (has(repo, "BISECT_LOG"))
		*out = REPO_BISECT;
	return 0;
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

int repo_has_unmerged(bool *out, struct repo *repo, struct err *err)
{
	int rc = repo->reader->has_unmerged(out, repo, err);

	return rc < 0 && program_takes_over(repo, err)
		? repo->reader->has_unmerged(out, repo, err) : rc;
}

/* No index and no tree holds an entry of such a name; git takes it for a mistake. */
static bool leads_elsewhere(const char *path)
{
	for (;; path++) {
		size_t n = strcspn(path, "/");

		if (!n || (n == 1 && *path == '.') || (n == 2 && !strncmp(path, "..", 2)))
			return true;
		path += n;
		if (!*path)
			return false;
	}
}

int repo_is_tracked(bool *out, struct repo *repo, const char *path, struct err *err)
{
	int rc;

	*out = false;
	if (leads_elsewhere(path))
		return 0;
	rc = repo->reader->is_tracked(out, repo, path, err);
	return rc < 0 && program_takes_over(repo, err)
		? repo->reader->is_tracked(out, repo, path, err) : rc;
}

int repo_index_entries(struct repo *repo, void (*fn)(const char *path, void *payload),
                       void *payload, struct err *err)
{
	int rc = repo->reader->index_entries(repo, fn, payload, err);

	return rc < 0 && program_takes_over(repo, err)
		? repo->reader->index_entries(repo, fn, payload, err) : rc;
}

int repo_snapshot(const char **tree, struct repo *repo, struct err *err)
{
	int rc = repo->reader->snapshot(tree, repo, err);

	return rc < 0 && program_takes_over(repo, err)
		? repo->reader->snapshot(tree, repo, err) : rc;
}

int repo_head(struct head *out, struct repo *repo, struct err *err)
{
	return repo->reader->head(out, repo, err);
}

void sightings_add(struct sightings *out, struct arena *arena, const char *commit,
                   const char *id)
{
	for (size_t i = 0; i < out->count; i++)
		if (!strcmp(out->items[i].id, id))
			return;
	out->items = arena_grow(arena, out->items, out->count, sizeof(*out->items));
	out->items[out->count++] =
		(struct sighting){ arena_strdup(arena, commit), arena_strdup(arena, id) };
}

int repo_sightings(struct sightings *out, struct repo *repo, const char *path,
                   struct err *err)
{
	*out = (struct sightings){ .complete = true };
	return leads_elsewhere(path) ? 0 : repo->reader->sightings(out, repo, path, err);
}

/* ---- history ------------------------------------------------------------------- */

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
	*out = (struct history){ 0 };
	if (repo->reader->history(out, repo, commit, folder, err) < 0)
		return -1;
	sort_unique(&out->files);
	return 0;
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
	return repo->reader->ref_read(id, repo, ref, err);
}

int repo_ref_write(struct repo *repo, const char *ref, const char *id, struct err *err)
{
	if (strncmp(ref, "refs/cvx/", strlen("refs/cvx/")) != 0)
		return err_set(err, ERR_INTERNAL, "'%s' is not ours to write", ref);
	return repo->reader->ref_write(repo, ref, id, err);
}

int repo_config_text(const char **value, struct repo *repo, const char *key,
                     struct err *err)
{
	return repo->reader->config_text(value, repo, key, err);
}

int repo_config_bool(bool *value, struct repo *repo, const char *key, bool fallback,
                     struct err *err)
{
	*value = fallback;
	return repo->reader->config_bool(value, repo, key, err);
}

/* ---- bytes --------------------------------------------------------------------- */

int repo_blob_copy(int fd, struct repo *repo, const char *id, struct err *err)
{
	return repo->reader->blob_copy(fd, repo, id, err);
}

int repo_blob_id(const char **id, struct repo *repo, const void *bytes, size_t len,
                 struct err *err)
{
	return repo->reader->blob_id(id, repo, bytes, len, err);
}

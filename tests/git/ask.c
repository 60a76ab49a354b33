/* ask.c - print what src/git says, so that scripts can hold it against git's own answer.
 *
 *     ask <question> [argument...]
 *     ask each <questions            many of one repository: words and arguments, each with a NUL
 *
 * ASK_READER=libgit2 or =git names the reader; else it is chosen as git-cvx does. Errors go
 * to stderr as "<kind>: <message>", with exit status 1; those of `each` stand where the
 * answer would. */
#include "git/target.h"
#include "git/tree_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_ARGUMENTS 3

struct question {
	const char *word;
	int arguments;
	int (*answer)(struct repo *repo, char **args, struct err *err);
};

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static int ask_paths(struct repo *repo, char **args, struct err *err)
{
	(void)args, (void)err;
	printf("%s\n%s\n%s\n", repo_worktree(repo), repo_git_dir(repo), repo_common_dir(repo));
	return 0;
}

static int ask_state(struct repo *repo, char **args, struct err *err)
{
	enum repo_operation operation;
	struct head head;
	bool unmerged;

	(void)args;
	if (repo_head(&head, repo, err) < 0 || repo_has_unmerged(&unmerged, repo, err) < 0 ||
	    repo_operation(&operation, repo, err) < 0)
		return -1;
	printf("%s %s %s %s\n", or_dash(head.branch), or_dash(head.commit),
	       repo_operation_word(operation), unmerged ? "unmerged" : "merged");
	return 0;
}

/* As a hook asks that git calls at the end of a merge. */
static int ask_ended(struct repo *repo, char **args, struct err *err)
{
	enum repo_operation operation;

	(void)args;
	repo_ends_operation(repo);
	if (repo_operation(&operation, repo, err) < 0)
		return -1;
	puts(repo_operation_word(operation));
	return 0;
}

static int ask_readers(struct repo *repo, char **args, struct err *err)
{
	struct library library;

	(void)args, (void)err;
	repo_library(&library, repo_arena(repo));
	printf("%s %s\n", repo_reader_word(repo), library.name);
	return 0;
}

static int ask_branches(struct repo *repo, char **args, struct err *err)
{
	struct branches branches;

	(void)args;
	if (repo_branches(&branches, repo, err) < 0)
		return -1;
	for (size_t i = 0; i < branches.count; i++)
		printf("%lld %s %s\n", (long long)branches.items[i].time,
		       branches.items[i].commit, branches.items[i].name);
	return 0;
}

static int ask_resolve(struct repo *repo, char **args, struct err *err)
{
	struct revision revision;

	if (repo_resolve(&revision, repo, args[0], err) < 0)
		return -1;
	printf("%s %s\n", or_dash(revision.commit), revision.tree);
	return 0;
}

static int ask_range(struct repo *repo, char **args, struct err *err)
{
	const char *from, *to;

	(void)err;
	if (repo_split_range(repo_arena(repo), args[0], &from, &to))
		printf("%s %s\n", from, to);
	else
		puts("no range");
	return 0;
}

static int ask_snapshot(struct repo *repo, char **args, struct err *err)
{
	const char *tree;

	(void)args;
	if (repo_snapshot(&tree, repo, err) < 0)
		return -1;
	puts(tree);
	return 0;
}

static int ask_list(struct repo *repo, char **args, struct err *err)
{
	static const char *const kinds[] = {
		[TREE_FILE] = "file", [TREE_FOLDER] = "folder", [TREE_LINK] = "link",
		[TREE_SUBMODULE] = "submodule",
	};
	struct tree_items items;

	if (repo_tree_list(&items, repo, args[0], args[1], err) < 0)
		return -1;
	if (!items.found)
		puts("no such folder");
	for (size_t i = 0; i < items.count; i++)
		printf("%s %s %s\n", kinds[items.items[i].kind], items.items[i].id,
		       items.items[i].name);
	return 0;
}

static int ask_read(struct repo *repo, char **args, struct err *err)
{
	struct tree_file file;

	if (repo_tree_read(&file, repo, args[0], args[1], err) < 0)
		return -1;
	if (!file.found)
		return err_set(err, ERR_NOT_FOUND, "no such file");
	fwrite(file.text, 1, file.len, stdout);
	return 0;
}

static int ask_blob(struct repo *repo, char **args, struct err *err)
{
	struct tree_file file;

	if (repo_blob_read(&file, repo, args[0], err) < 0)
		return -1;
	if (!file.found)
		return err_set(err, ERR_NOT_FOUND, "no such blob");
	printf("%s %zu\n", file.id, file.len);
	fwrite(file.text, 1, file.len, stdout);
	return 0;
}

static int ask_copy(struct repo *repo, char **args, struct err *err)
{
	return repo_blob_copy(STDOUT_FILENO, repo, args[0], err);
}

static int print_walked(const char *path, const char *id, unsigned mode, void *payload,
                        struct err *err)
{
	(void)payload;
	if (!strcmp(path, "stop"))
		return err_set(err, ERR_STEP_FAILED, "stopped at '%s'", path);
	printf("%06o %s\t%s\n", mode, id, path);
	return 0;
}

static int ask_walk(struct repo *repo, char **args, struct err *err)
{
	const struct tree_walk walk = { args[1], print_walked, NULL };

	return repo_tree_walk(repo, args[0], &walk, err);
}

static int ask_hash(struct repo *repo, char **args, struct err *err)
{
	const char *id;

	if (repo_blob_id(&id, repo, args[0], strlen(args[0]), err) < 0)
		return -1;
	puts(id);
	return 0;
}

static int ask_tracked(struct repo *repo, char **args, struct err *err)
{
	bool tracked;

	if (repo_is_tracked(&tracked, repo, args[0], err) < 0)
		return -1;
	puts(tracked ? "tracked" : "not tracked");
	return 0;
}

static int ask_comes_with(struct repo *repo, char **args, struct err *err)
{
	bool comes;

	if (repo_comes_with(&comes, repo, args[0], err) < 0)
		return -1;
	puts(comes ? "comes with it" : "is the user's");
	return 0;
}

static void print_entry(const char *path, void *payload)
{
	(void)payload;
	puts(path);
}

static int ask_index(struct repo *repo, char **args, struct err *err)
{
	(void)args;
	return repo_index_entries(repo, print_entry, NULL, err);
}

static int ask_modules(struct repo *repo, char **args, struct err *err)
{
	const char *entry;

	if (repo_tracked_modules(&entry, repo, args[0], err) < 0)
		return -1;
	puts(or_dash(entry));
	return 0;
}

static int ask_brings(struct repo *repo, char **args, struct err *err)
{
	struct names files = { .items = (const char **)args, .count = 1 };
	struct brought brought;

	if (repo_brings(&brought, repo, &files, err) < 0)
		return -1;
	puts(or_dash(brought.what));
	return 0;
}

static int ask_history(struct repo *repo, char **args, struct err *err)
{
	struct history history;

	if (repo_history(&history, repo, args[0], args[1], err) < 0)
		return -1;
	if (!history.known)
		puts("not known");
	for (size_t i = 0; history.known && i < history.files.count; i++)
		puts(history.files.items[i]);
	return 0;
}

static int ask_env(struct repo *repo, char **args, struct err *err)
{
	const char *ref = repo_env_ref(repo_arena(repo), args[0]), *id;

	if (strcmp(args[1], "-") && repo_ref_write(repo, ref, args[1], err) < 0)
		return -1;
	if (repo_ref_read(&id, repo, ref, err) < 0)
		return -1;
	printf("%s %s\n", ref, or_dash(id));
	return 0;
}

static int ask_config(struct repo *repo, char **args, struct err *err)
{
	const char *text;
	bool flag;

	if (repo_config_text(&text, repo, args[0], err) < 0 ||
	    repo_config_bool(&flag, repo, args[1], true, err) < 0)
		return -1;
	printf("%s %s\n", or_dash(text), flag ? "true" : "false");
	return 0;
}

static void print_migration(const struct migration *m)
{
	printf("%s %s %s %s %s", m->id, m->source, or_dash(m->table), m->up_path,
	       or_dash(m->down_path));
	for (size_t i = 0; i < m->tables.count; i++)
		printf(" %s", m->tables.items[i]);
	putchar('\n');
}

/* target <revision, or - for the work tree> <app path, or .> */
static int ask_target(struct repo *repo, char **args, struct err *err)
{
	struct app app = APP_INIT;
	struct target target;
	bool here = !strcmp(args[0], "-");

	app.path = args[1];
	if ((here ? target_of_worktree(&target, repo, err)
	          : target_of_revision(&target, repo, args[0], err)) < 0 ||
	    target_load(&target, repo, &app, err) < 0)
		return -1;
	printf("%s: %s %s %s %s\n", target.lineup.label, target.tree, or_dash(target.commit),
	       or_dash(target.branch), target.folders.migrations);
	for (size_t i = 0; i < target.lineup.count; i++)
		print_migration(&target.lineup.items[i]);
	return 0;
}

/* retired <commit> <functions folder>: ids that the commit's history holds. */
static int ask_ids(struct repo *repo, char **args, struct err *err)
{
	struct app app = APP_INIT;
	struct folders folders;
	struct revision revision;
	const struct names *ids;
	struct lineup lineup;

	app.functions = args[1];
	if (repo_resolve(&revision, repo, args[0], err) < 0 ||
	    folders_find(&folders, repo, revision.tree, &app, err) < 0 ||
	    lineup_read(&lineup, repo, revision.tree, &folders, err) < 0 ||
	    lineup_history(&ids, repo, &(struct lineup_past){ revision.commit, &folders,
	                   &lineup }, err) < 0)
		return -1;
	if (!ids)
		puts("not known");
	for (size_t i = 0; ids && i < ids->count; i++)
		puts(ids->items[i]);
	return 0;
}

/* differ <tree> <tree> <path that doesn't count, or -> */
static int ask_differ(struct repo *repo, char **args, struct err *err)
{
	const char *const trees[] = { args[0], args[1] };
	const char *path;

	if (tree_diff_first(&path, repo, trees, strcmp(args[2], "-") ? args[2] : NULL, err) < 0)
		return -1;
	puts(or_dash(path));
	return 0;
}

static int ask_sightings(struct repo *repo, char **args, struct err *err)
{
	struct sightings sightings;

	if (repo_sightings(&sightings, repo, args[0], err) < 0)
		return -1;
	for (size_t i = 0; sightings.complete && i < sightings.count; i++)
		printf("%s %s\n", sightings.items[i].commit, sightings.items[i].id);
	if (!sightings.complete)
		puts("not complete");
	return 0;
}

static const char *kind_word(enum err_code code)
{
	switch (code) {
	case ERR_USAGE:         return "usage";
	case ERR_CONFIG:        return "config";
	case ERR_NO_REPOSITORY: return "no-repository";
	case ERR_NO_APP:        return "no-app";
	case ERR_NOT_FOUND:     return "not-found";
	case ERR_STEP_FAILED:   return "step-failed";
	case ERR_DECISION:      return "decision";
	case ERR_UNSUPPORTED:   return "unsupported";
	case ERR_IO:            return "io";
	default:                return "unexpected";
	}
}

static const struct question questions[] = {
	{ "readers", 0, ask_readers }, { "paths", 0, ask_paths }, { "state", 0, ask_state },
	{ "ended", 0, ask_ended }, { "branches", 0, ask_branches },
	{ "resolve", 1, ask_resolve }, { "range", 1, ask_range },
	{ "snapshot", 0, ask_snapshot }, { "list", 2, ask_list },
	{ "read", 2, ask_read }, { "blob", 1, ask_blob }, { "copy", 1, ask_copy },
	{ "walk", 2, ask_walk }, { "hash", 1, ask_hash }, { "tracked", 1, ask_tracked },
	{ "comes-with", 1, ask_comes_with },
	{ "index", 0, ask_index }, { "modules", 1, ask_modules }, { "brings", 1, ask_brings },
	{ "history", 2, ask_history }, { "env", 2, ask_env }, { "config", 2, ask_config },
	{ "target", 2, ask_target }, { "ids", 2, ask_ids },
	{ "differ", MOST_ARGUMENTS, ask_differ },
	{ "sightings", 1, ask_sightings },
};

static const struct question *find_question(const char *word)
{
	for (size_t i = 0; word && i < sizeof(questions) / sizeof(*questions); i++)
		if (!strcmp(questions[i].word, word))
			return &questions[i];
	return NULL;
}

static int use_reader(struct repo *repo, struct err *err)
{
	const char *name = getenv("ASK_READER");

	return repo_use_reader(repo, !name ? REPO_READER_AUTO : !strcmp(name, "git")
	                       ? REPO_READER_GIT : REPO_READER_LIBGIT2, err);
}

static int answer(const struct question *question, struct repo *repo, char **args,
                  struct err *err)
{
	int rc = question->answer(repo, args, err);

	return rc < 0 && err->code == ERR_NONE
		? err_set(err, ERR_INTERNAL, "failed without a reason") : rc;
}

static char *next_word(FILE *from)
{
	char *word = NULL;
	size_t size = 0;

	if (getdelim(&word, &size, '\0', from) >= 0)
		return word;
	free(word);
	return NULL;
}

/* One question of stdin, and its answer. The word is taken. */
static int answer_next(char *word, struct repo *repo, struct err *err)
{
	const struct question *question = find_question(word);
	char *args[MOST_ARGUMENTS] = { NULL };
	struct err own = ERR_INIT;
	int rc = question ? 0 : err_set(err, ERR_USAGE, "'%s' is no question", word);

	for (int i = 0; !rc && i < question->arguments; i++) {
		args[i] = next_word(stdin);
		if (!args[i])
			rc = err_set(err, ERR_USAGE, "'%s' takes %d arguments", word,
			             question->arguments);
	}
	printf("\n> %s", word);
	for (int i = 0; i < MOST_ARGUMENTS && args[i]; i++)
		printf(" '%s'", args[i]);
	puts("");
	fflush(stdout);
	if (!rc && answer(question, repo, args, &own) < 0)
		printf("%s: %s\n", kind_word(own.code), own.msg);
	err_clear(&own);
	for (int i = 0; i < MOST_ARGUMENTS; i++)
		free(args[i]);
	free(word);
	return rc;
}

static int answer_each(struct repo *repo, struct err *err)
{
	char *word;

	while ((word = next_word(stdin)))
		if (answer_next(word, repo, err) < 0)
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	const struct question *question = find_question(argv[1]);
	bool each = argc == 2 && !strcmp(argv[1], "each");
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct repo *repo = NULL;
	int rc;

	if (!each && (!question || argc - 2 != question->arguments))
		rc = err_set(&err, ERR_USAGE, "usage: ask <question> [argument...], or ask each");
	else
		rc = repo_open(&repo, &arena, &err);
	if (!rc)
		rc = use_reader(repo, &err);
	if (!rc)
		rc = each ? answer_each(repo, &err) : answer(question, repo, argv + 2, &err);
	if (rc < 0)
		fprintf(stderr, "%s: %s\n", kind_word(err.code), err.msg);
	repo_close(repo);
	arena_dispose(&arena);
	return rc < 0 ? 1 : 0;
}

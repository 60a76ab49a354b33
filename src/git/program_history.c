/* program_history.c - what a folder held in all of history, as git's revision walk says. */
#include "git/program_reader.h"

#include <string.h>

static int is_shallow(bool *out, struct repo *repo, struct err *err)
{
	struct buf text = BUF_INIT;

	if (program_need(&text, &program_of(repo)->program,
	                 GIT_ASKS("rev-parse", "--is-shallow-repository"),
	                 "cannot read the history", err) < 0)
		return -1;
	*out = !strcmp(text.text, "true\n");
	buf_dispose(&text);
	return 0;
}

/* Some remote promises what isn't here. */
static int is_partial(bool *out, struct repo *repo, struct err *err)
{
	struct answer answer;
	int rc = program_ask(&answer, &program_of(repo)->program,
	                     GIT_ASKS("config", "--get-regexp",
	                              "^(remote\\..*\\.promisor|extensions\\.partialclone)$"), err);

	*out = !rc && !answer.status;
	if (!rc && answer.status > 1)
		rc = program_refusal(err, ERR_IO, "cannot read git's settings", repo->arena,
		                     answer.said);
	buf_dispose(&answer.out);
	return rc;
}

/* Answered in a clone that has it all; in one that hasn't, a failure is "not known". */
static int ask(struct buf *out, bool *known, struct repo *repo,
               const struct question *question, struct err *err)
{
	struct answer answer;
	bool partial = false;
	int rc = program_ask(&answer, &program_of(repo)->program, question, err);

	if (!rc && answer.status) {
		*known = false;
		rc = is_partial(&partial, repo, err);
		if (!rc && !partial)
			rc = program_refusal(err, ERR_IO, "cannot read the history", repo->arena,
			                     answer.said);
	}
	*out = answer.out;
	return rc;
}

/* Records of `diff-tree --raw -z`: ":<mode> <mode> <id> <id> <letter>", a path; the second
 * mode is that of what came. */
static void take_records(struct history *out, struct arena *arena, const struct buf *records,
                         size_t folder_len)
{
	const char *p = records->text, *end = p + records->len;
	struct names *files = &out->files;

	while (p < end) {
		const char *path = p + strlen(p) + 1, *name = path + folder_len;
		bool is_file = strlen(p) > 10 && (!strncmp(p + 8, "100", 3) ||
		                                  !strncmp(p + 8, "120", 3));

		if (path >= end)
			return;
		if (is_file && !strchr(name, '/')) {
			files->items = arena_grow(arena, files->items, files->count,
			                          sizeof(*files->items));
			files->items[files->count++] = arena_strdup(arena, name);
		}
		p = path + strlen(path) + 1;
	}
}

/* Every commit that changed something in the folder, on whatever line of history, against
 * each of its parents. */
static int read_history(struct history *out, struct repo *repo, const char *commit,
                        const char *folder, struct err *err)
{
	static const char *const diff[] = { "diff-tree", "--stdin", "-m", "--root", "-r", "--raw",
		"-z", "--no-commit-id", "--no-renames", "--diff-filter=AT", "--", NULL };
	const char **args = arena_alloc(repo->arena, sizeof(diff) + sizeof(*args));
	struct buf commits = BUF_INIT, records = BUF_INIT;
	int rc;

	memcpy(args, diff, sizeof(diff));
	args[sizeof(diff) / sizeof(*diff) - 1] = folder;
	rc = ask(&commits, &out->known, repo,
	         GIT_ASKS("rev-list", "--full-history", commit, "--", folder), err);
	if (!rc && out->known && commits.len)
		rc = ask(&records, &out->known, repo,
		         &(struct question){ args, commits.text, commits.len }, err);
	if (!rc)
		take_records(out, repo->arena, &records, strlen(folder) + 1);
	buf_dispose(&commits);
	buf_dispose(&records);
	return rc;
}

int program_history(struct history *out, struct repo *repo, const char *commit,
                    const char *folder, struct err *err)
{
	bool shallow;

	if (is_shallow(&shallow, repo, err) < 0)
		return -1;
	out->known = !shallow;
	return shallow ? 0 : read_history(out, repo, commit, folder, err);
}

/* program_history.c - what was in all of history, as git's revision walk says. */
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

/* What stands behind the next blank, `times` over. */
static const char *field(const char *record, int times)
{
	while (times-- > 0) {
		record += strcspn(record, " ");
		record += *record == ' ';
	}
	return record;
}

/* Records of `diff-tree --raw -z`: ":<mode> <mode> <id> <id> <letter>", a path; the second
 * ones are those of what came. */
static void take_records(struct history *out, struct arena *arena, const struct buf *records,
                         const char *asked)
{
	const char *p = records->text, *end = p + records->len;
	struct names *files = &out->files;
	size_t n = strlen(asked);

	while (p < end) {
		const char *path = p + strlen(p) + 1, *mode = field(p, 1), *id = field(p, 3);
		const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
		bool is_file = !strncmp(mode, "100", 3) || !strncmp(mode, "120", 3);

		if (path >= end)
			return;
		/* The file that was asked for, or one right in the folder. */
		if (is_file && (!path[n] || path + n + 1 == name)) {
			files->items = arena_grow(arena, files->items, files->count,
			                          sizeof(*files->items));
			files->items[files->count++] =
				arena_printf(arena, "%.*s %s", (int)strcspn(id, " "), id, name);
		}
		p = path + strlen(path) + 1;
	}
}

/* Every commit that changed the file or something in the folder, on whatever line of history, against
 * each of its parents. */
static int read_history(struct history *out, struct repo *repo, const char *commit,
                        const char *folder, struct err *err)
{
	static const char *const diff[] = { "diff-tree", "--stdin", "-m", "--root", "-r", "--raw",
		"-z", "--no-commit-id", "--no-renames", "--diff-filter=AMT", "--", NULL };
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
		take_records(out, repo->arena, &records, folder);
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

/* One line for each commit: what it holds at the path, or that it holds nothing there. */
static void take_lines(struct sightings *out, struct arena *arena, const struct buf *commits,
                       const struct buf *states)
{
	const char *commit = commits->text, *state = states->text;

	while (*commit && *state) {
		size_t n = strcspn(commit, "\n"), m = strcspn(state, "\n");

		/* "<id> blob", or "<commit>:<path> missing". */
		if (m == n + 5 && !strncmp(state + n, " blob", 5))
			sightings_add(out, arena, arena_strndup(arena, commit, n),
			              arena_strndup(arena, state, n));
		commit += n + (commit[n] == '\n');
		state += m + (state[m] == '\n');
	}
}

static void ask_for_path(struct buf *out, const struct buf *commits, const char *path)
{
	for (const char *p = commits->text; *p; ) {
		size_t n = strcspn(p, "\n");

		buf_add(out, p, n);
		buf_addf(out, ":%s\n", path);
		p += n + (p[n] == '\n');
	}
}

int program_sightings(struct sightings *out, struct repo *repo, const char *path,
                      struct err *err)
{
	struct buf commits = BUF_INIT, questions = BUF_INIT, states = BUF_INIT;
	bool shallow;
	int rc;

	/* It couldn't be asked for by the line. */
	if (strchr(path, '\n')) {
		out->complete = false;
		return 0;
	}
	rc = is_shallow(&shallow, repo, err);
	if (!rc)
		rc = ask(&commits, &out->complete, repo,
		         GIT_ASKS("rev-list", "--all", "--reflog", "--date-order"), err);
	if (!rc && commits.len) {
		static const char *const check[] = { "cat-file",
			"--batch-check=%(objectname) %(objecttype)", NULL };

		ask_for_path(&questions, &commits, path);
		rc = ask(&states, &out->complete, repo,
		         &(struct question){ check, questions.text, questions.len }, err);
	}
	if (!rc)
		take_lines(out, repo->arena, &commits, &states);
	out->complete = out->complete && !shallow;
	buf_dispose(&commits);
	buf_dispose(&questions);
	buf_dispose(&states);
	return rc;
}

/* doctor_git.c - checks of `git cvx doctor`: git, the repository, the settings. */
#include "cmd/doctor.h"

#include "base/version.h"
#include "git/program.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GIT_MINIMUM "2.36"

static int ask_version(const char **out, struct arena *arena, struct err *err)
{
	static const char *const args[] = { "--version", NULL };
	static const char start[] = "git version ";
	struct program git;
	struct buf said = BUF_INIT;
	size_t n = sizeof(start) - 1;

	if (program_find(&git, arena, err) ||
	    program_need(&said, &git, &(struct question){ .args = args }, "git doesn't run", err))
		return -1;
	*out = strncmp(said.text, start, n) ? "?"
	       : arena_strndup(arena, said.text + n, strcspn(said.text + n, " \n"));
	buf_dispose(&said);
	return 0;
}

void doctor_git(struct doctor *d)
{
	struct err err = ERR_INIT;
	const char *version;

	if (ask_version(&version, &d->ctx->arena, &err)) {
		doctor_fail(d, &err, "install git " GIT_MINIMUM " or newer");
		return;
	}
	d->known |= KNOWN_GIT;
	if (version_is_older(version, GIT_MINIMUM))
		doctor_say(d, FINDING_WARN, "install git " GIT_MINIMUM " or newer", "version %s is "
		           "older than git-cvx is made for", version);
	else
		doctor_say(d, FINDING_OK, NULL, "version %s", version);
}

static const char *place(struct doctor *d)
{
	const struct head *head = &d->ctx->head;

	if (head->branch)
		return arena_printf(&d->ctx->arena, "on branch '%s'", head->branch);
	return arena_printf(&d->ctx->arena, "not on a branch (at %.10s)",
	                    head->commit ? head->commit : "?");
}

/* Opens the settings, too: what is wrong with them is the next check's to say. */
void doctor_repository(struct doctor *d)
{
	enum repo_operation operation = REPO_NO_OPERATION;
	struct err err = ERR_INIT;
	bool is_open = !context_open(d->ctx, &d->opening);

	if (!d->ctx->repo) {
		doctor_fail(d, &d->opening, "git status: what does git itself say?");
		return;
	}
	if (is_open && repo_operation(&operation, d->ctx->repo, &err)) {
		doctor_fail(d, &err, "git status: what does git itself say?");
		return;
	}
	d->known |= KNOWN_REPOSITORY;
	if (operation != REPO_NO_OPERATION && operation != REPO_BISECT)
		doctor_say(d, FINDING_WARN, "finish or abort it: until then data isn't moved",
		           "a %s is in progress", repo_operation_word(operation));
	else if (is_open)
		doctor_say(d, FINDING_OK, NULL, "read by %s, %s", repo_reader_word(d->ctx->repo),
		           place(d));
	else
		doctor_say(d, FINDING_OK, NULL, "found");
}

/* Nobody else is to say where this clone's data goes, nor to read who it belongs to. */
static bool check_mode(struct doctor *d, const char *path)
{
	struct stat st;

	if (stat(path, &st) || !(st.st_mode & 077))
		return true;
	doctor_say(d, FINDING_WARN, arena_printf(&d->ctx->arena, "chmod 600 %s", path),
	           "'" CONFIG_PRIVATE_NAME "' is open to others (mode %04o)", st.st_mode & 07777u);
	return false;
}

void doctor_settings(struct doctor *d)
{
	const char *committed, *private;
	const struct names *warnings;
	bool is_private;

	if (d->opening.code != ERR_NONE) {
		doctor_fail(d, &d->opening, "mend that line of the file");
		return;
	}
	d->known |= KNOWN_SETTINGS;
	private = context_private_settings(d->ctx);
	is_private = check_mode(d, private);
	warnings = &d->ctx->config.warnings;
	for (size_t i = 0; i < warnings->count; i++)
		doctor_say(d, FINDING_WARN, "take it out of that file", "%s", warnings->items[i]);
	if (warnings->count || !is_private)
		return;
	committed = arena_printf(&d->ctx->arena, "%s/" CONFIG_COMMITTED,
	                         repo_worktree(d->ctx->repo));
	doctor_say(d, FINDING_OK, NULL, "%s, %s", access(committed, F_OK)
	           ? "no '" CONFIG_COMMITTED "'" : "'" CONFIG_COMMITTED "'",
	           access(private, F_OK) ? "no private ones" : "private ones of this clone");
}

/* main.c - git-cvx-hook: decide that there is nothing to do, or start git-cvx.
 *
 *   git-cvx-hook post-checkout <old> <new> <flag>     as git calls its hooks
 *   git-cvx-hook post-merge <squash>
 *   git-cvx-hook post-rewrite amend | rebase
 *   git-cvx-hook post-commit
 *   git-cvx-hook configured <arguments>               as git's configuration calls it
 *   git-cvx-hook --complete ids | applied | pending | apps | environments [<app>]
 *   git-cvx-hook --status-short
 *
 * Links nothing but the C library: it runs at every checkout. It exits with 0 whatever
 * happens, for git would fail with it. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/printable.h"
#include "hook/apps.h"
#include "hook/commit.h"
#include "hook/offer.h"
#include "hook/place.h"
#include "hook/rest.h"
#include "hook/state.h"
#include "hook/trust.h"
#include "hook/wake.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value && strcmp(value, "0");
}

/* A hook of git's configuration isn't told for which event it is called. */
static char *event_of(char **arguments)
{
	static char *const events[] = {
		"post-commit", "post-merge", "post-rewrite", "post-checkout",
	};

	if (!arguments[0])
		return events[0];
	if (arguments[1])
		return events[3];
	return events[!strcmp(arguments[0], "rebase") || !strcmp(arguments[0], "amend") ? 2 : 1];
}

/* `git checkout -- file` and `git commit --amend` move no branch. */
static bool moves_nothing(char **argv)
{
	if (!strcmp(argv[0], "post-rewrite"))
		return argv[1] && !strcmp(argv[1], "amend");
	return !strcmp(argv[0], "post-checkout") && argv[1] && argv[2] && argv[3] &&
	       !strcmp(argv[3], "0");
}

/* A commit changes the work tree only where git made it of something else: a merge that
 * was finished by hand, picks and reverts. */
static bool is_passing(char **argv, const struct place *place, struct arena *arena)
{
	if (place_is_passing(place, arena))
		return !strcmp(argv[0], "post-commit") || !place_is_rebased(place, arena);
	if (!strcmp(argv[0], "post-checkout"))
		return place_is_detached(place, arena) &&
		       commit_is_for_rebase(place->git_dir, arena);
	return !strcmp(argv[0], "post-commit") &&
	       (commit_is_ordinary(place->git_dir, arena) ||
	        commit_is_followed(place->git_dir, arena));
}

static bool is_as_recorded(const struct place *place, struct arena *arena)
{
	struct names homes;

	apps_homes(&homes, arena, place->git_dir);
	for (size_t i = 0; i < homes.count; i++)
		if (state_compare(homes.items[i], place->worktree) != STATE_SAME)
			return false;
	return true;
}

static void hook(char **argv, const struct place *place, struct arena *arena, int64_t began)
{
	if (!place_is_enrolled(place, arena))
		return;
	if (is_passing(argv, place, arena)) {
		if (!strcmp(argv[0], "post-checkout") && place_is_rebasing(place, arena))
			rest_begin(place->common_dir, arena);
		return;
	}
	rest_end(place->common_dir, arena);
	if (place_has_journal(place, arena) || !is_as_recorded(place, arena))
		wake(argv, began);
}

static void unknown(const char *word)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "git-cvx-hook: '%s' isn't known here\n", word);
	printable(&text);
	fputs(text.text, stderr);
	buf_dispose(&text);
}

/* The same words are asked of git-cvx. */
static void complete(struct buf *text, const struct place *place, struct arena *arena,
                     char **argv)
{
	struct offer_wish wish = { argv[0], argv[1] };
	char *ask[] = { "git-cvx", "hook", argv[0], argv[1] ? "--app" : NULL, argv[1], NULL };

	switch (offer_words(text, place, arena, &wish)) {
	case OFFER_DONE:
		return;
	case OFFER_ASK:
		wake_become(ask);
		return;
	case OFFER_UNKNOWN:
		unknown(argv[0]);
	}
}

/* Answers for shells go to stdout. */
static void answer(char **argv, const struct place *place, struct arena *arena)
{
	struct buf text = BUF_INIT;

	if (!strcmp(argv[0], "--status-short"))
		offer_summary(&text, place, arena);
	else if (!strcmp(argv[0], "--complete") && argv[1])
		complete(&text, place, arena, argv + 1);
	else
		unknown(argv[0]);
	printable(&text);
	fputs(text.text, stdout);
	buf_dispose(&text);
}

int main(int argc, char **argv)
{
	int64_t began = clock_system.now_ms(clock_system.self);
	struct arena arena = { 0 };
	struct place place;

	if (argc < 2) {
		fputs("git-cvx-hook is for git, as a hook, and for shells\n", stderr);
		return 0;
	}
	argv++;
	memory_ends_with(0);
	/* Where git's output goes to may have seen enough. */
	if (argv[0][0] != '-')
		signal(SIGPIPE, SIG_IGN);
	if (!strcmp(argv[0], "configured"))
		argv[0] = event_of(argv + 1);
	if (argv[0][0] != '-' && (is_set("CVX_SKIP") || is_set("CVX_IN_HOOK") ||
	                          moves_nothing(argv)))
		return 0;
	if (place_find(&place, &arena) && trust_place(&place, &arena)) {
		if (argv[0][0] == '-')
			answer(argv, &place, &arena);
		else
			hook(argv, &place, &arena, began);
	}
	arena_dispose(&arena);
	return 0;
}

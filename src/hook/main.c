/* main.c - git-cvx-hook: decide that there is nothing to do, or start git-cvx.
 *
 *   git-cvx-hook post-checkout <old> <new> <flag>     as git calls its hooks
 *   git-cvx-hook post-merge <squash>
 *   git-cvx-hook --complete ids | applied | pending
 *   git-cvx-hook --status-short
 *
 * Links nothing but the C library: it runs at every checkout. It exits with 0 whatever
 * happens, for git would fail with it. */
#include "base/buf.h"
#include "hook/offer.h"
#include "hook/place.h"
#include "hook/state.h"
#include "hook/wake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value && strcmp(value, "0");
}

/* `git checkout -- file` moves no branch. */
static bool is_about_files(char **argv)
{
	return !strcmp(argv[0], "post-checkout") && argv[1] && argv[2] && argv[3] &&
	       !strcmp(argv[3], "0");
}

static void hook(char **argv, const struct place *place, struct arena *arena)
{
	if (!place_is_enrolled(place, arena) || place_is_passing(place, arena))
		return;
	if (place_has_journal(place, arena) ||
	    state_compare(place->git_dir) != STATE_SAME)
		wake(argv);
}

/* Answers for shells go to stdout. */
static void answer(char **argv, const struct place *place, struct arena *arena)
{
	struct buf text = BUF_INIT;

	if (!strcmp(argv[0], "--status-short"))
		offer_summary(&text, place, arena);
	else if (strcmp(argv[0], "--complete") || !argv[1] ||
	         !offer_ids(&text, place, argv[1]))
		fprintf(stderr, "git-cvx-hook: '%s' isn't known here\n", argv[0]);
	fputs(text.text, stdout);
	buf_dispose(&text);
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct place place;

	if (argc < 2) {
		fputs("git-cvx-hook is for git, as a hook, and for shells\n", stderr);
		return 0;
	}
	argv++;
	if (argv[0][0] != '-' && (is_set("CVX_SKIP") || is_set("CVX_IN_HOOK") ||
	                          is_about_files(argv)))
		return 0;
	if (place_find(&place, &arena)) {
		if (argv[0][0] == '-')
			answer(argv, &place, &arena);
		else
			hook(argv, &place, &arena);
	}
	arena_dispose(&arena);
	return 0;
}

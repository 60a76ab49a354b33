/* doctor_hooks.c - check of `git cvx doctor`: does git call us, and would we do something? */
#include "cmd/doctor.h"

#include "cmd/hooks_here.h"
#include "hook/hold.h"

#include <stdlib.h>
#include <string.h>

static const char *place_of(const struct hooks_here *here, struct arena *arena)
{
	if (here->configured && here->configurable)
		return "in git's configuration (hook.cvx)";
	switch (here->place) {
	case HOOKS_HUSKY:
		return arena_printf(arena, "in husky's hooks, in '%s'", here->lines);
	case HOOKS_SHARED:
		return arena_printf(arena, "in '%s', which other repositories use, too",
		                    here->files.folder);
	case HOOKS_COMMITTED:
		return arena_printf(arena, "in '%s', which is committed", here->files.folder);
	case HOOKS_NOWHERE:
		return arena_printf(arena, "in '%s' (core.hooksPath), which is no folder: git runs "
		                    "no hooks", here->files.folder);
	default:
		return arena_printf(arena, "in '%s'", here->files.folder);
	}
}

static bool has_all_lines(const struct hooks_here *here)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (!here->has_line[i])
			return false;
	return true;
}

/* The command that puts them there. */
static const char *how_to_install(struct doctor *d, const struct hooks_here *here)
{
	struct err ignored = ERR_INIT;
	const char *command;

	if (here->place == HOOKS_HUSKY && has_all_lines(here) && !here->configured)
		return HOOKS_HUSKY_WRITES;
	if (here->configurable)
		return "git cvx hooks install";
	switch (here->place) {
	case HOOKS_HUSKY:
		return "git cvx hooks install --husky";
	case HOOKS_SHARED:
		return "git cvx hooks install --shared";
	case HOOKS_NOWHERE:
		return hooks_place_way_out(&command, d->ctx, &ignored) ? "git config core.hooksPath"
		       : arena_printf(&d->ctx->arena, "%s, then git cvx hooks install", command);
	default:
		return "git cvx hooks install";
	}
}

/* Those that git doesn't call us at; "" if there are none. */
static const char *missing(const struct hooks_here *here, struct arena *arena)
{
	const char *list = "";

	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (!hooks_here_calls(here, i))
			list = arena_printf(arena, "%s%s%s%s", list, *list ? ", " : "",
			                    hook_events[i],
			                    here->files.files[i].presence == HOOK_FOREIGN
			                    ? " (another program's is there)" : "");
	return list;
}

static bool any(const struct hooks_here *here)
{
	for (size_t i = 0; i < HOOK_EVENTS; i++)
		if (hooks_here_calls(here, i))
			return true;
	return false;
}

/* False if something is wrong with them. */
static bool say_whether_installed(struct doctor *d, const struct hooks_here *here)
{
	const char *next = how_to_install(d, here), *lacks = missing(here, &d->ctx->arena);
	bool installed = d->ctx->config.hooks_installed;

	if (*lacks && (installed || any(here)))
		doctor_say(d, installed ? FINDING_FAIL : FINDING_WARN, next,
		           "were installed, and are gone: %s", lacks);
	else if (*lacks)
		doctor_say(d, FINDING_WARN, next, "not installed: data doesn't follow a checkout by "
		           "itself; missing %s", place_of(here, &d->ctx->arena));
	else if (hooks_here_older(here))
		doctor_say(d, FINDING_WARN, next, "of another version, or for a program elsewhere");
	return !*lacks && !hooks_here_older(here);
}

/* What keeps installed hooks from moving data. False if there is nothing. */
static bool say_what_stops_them(struct doctor *d)
{
	struct context *ctx = d->ctx;
	const char *skip = getenv("CVX_SKIP");
	struct err ignored = ERR_INIT;
	bool held = false;

	if (ctx->config.hook_mode == HOOK_OFF)
		doctor_say(d, FINDING_WARN, "hook.mode = auto in " CONFIG_COMMITTED " or the private "
		           "settings", "installed, and do nothing: hook.mode is 'off'");
	else if (skip && !strcmp(skip, "1"))
		doctor_say(d, FINDING_WARN, "unset CVX_SKIP", "installed, and do nothing: CVX_SKIP=1 "
		           "is in the environment");
	else if (!hold_is_for(repo_git_dir(ctx->repo), ctx->head.branch, ctx->head.commit, &held,
	                      &ignored) && held)
		doctor_say(d, FINDING_WARN, "git cvx migrate", "leave this commit alone since 'git cvx "
		           "abort'");
	else
		return false;
	return true;
}

void doctor_hooks(struct doctor *d)
{
	struct err err = ERR_INIT;
	struct hooks_here here;

	if (!hooks_program(&d->ctx->arena)) {
		doctor_say(d, FINDING_FAIL, "install git-cvx anew", "there is no git-cvx-hook beside "
		           "this program: hooks have nothing to call");
		return;
	}
	if (hooks_here_look(&here, d->ctx, &err)) {
		doctor_fail(d, &err, "git cvx hooks status");
		return;
	}
	if (say_whether_installed(d, &here) && !say_what_stops_them(d))
		doctor_say(d, FINDING_OK, NULL, "installed %s%s", place_of(&here, &d->ctx->arena),
		           d->ctx->config.hook_mode == HOOK_NOTIFY ? "; they only notify" : "");
}

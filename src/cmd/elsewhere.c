/* elsewhere.c - what the other worktrees of this clone need of the same deployment. */
#include "cmd/elsewhere.h"

#include "base/file.h"
#include "hook/apps.h"
#include "hook/state.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct search {
	struct context *ctx;
	struct plan_needs *needed;
	const char *worktree;    /* the one that is looked at */
	bool asked;
	const char *ledger_id;   /* of the deployment, once it was asked; NULL: not known */
};

const char *elsewhere_name(struct context *ctx, const char *ledger_id)
{
	return arena_printf(&ctx->arena, "%s %s", ctx->deployment_key, ledger_id ? ledger_id : "-");
}

static void add_id(struct search *s, const char *id)
{
	struct plan_needs *needed = s->needed;

	needed->items = arena_grow(&s->ctx->arena, needed->items, needed->count,
	                           sizeof(*needed->items));
	needed->items[needed->count++] = (struct plan_need){ id, s->worktree };
}

static int add_file(const char *name, void *payload, struct err *err)
{
	struct search *s = payload;
	size_t stem;

	(void)err;
	if (migration_file_kind(name, &stem) == MIGRATION_FILE_OK)
		add_id(s, arena_strndup(&s->ctx->arena, name, stem));
	return 0;
}

/* The record is as old as that worktree's last run: its files may have changed since, and
 * another worktree may have applied what they hold. A folder that is gone holds nothing. */
static int add_known(struct search *s, const char *home, struct err *err)
{
	struct state_known known;

	if (!state_known(&known, &s->ctx->arena, home))
		return 0;
	for (size_t i = 0; i < known.count; i++)
		if (known.ids[i].applied)
			add_id(s, known.ids[i].id);
	return known.folder ? folder_each(known.folder, add_file, s, err) : 0;
}

/* No run has recorded anything there: what its files say of its deployment counts. */
static int add_unrecorded(struct search *s, struct err *err)
{
	struct context *ctx = s->ctx;
	const char *folder = folder_join(&ctx->arena, s->worktree, ctx->config.app.path), *key;
	struct err why = ERR_INIT;
	struct folders folders;

	if (context_key_elsewhere(&key, ctx, folder, err))
		return -1;
	if (!key || strcmp(key, ctx->deployment_key) != 0)
		return 0;
	if (folders_find(&folders, ctx->repo, NULL, &ctx->config.app, &why)) {
		if (why.code != ERR_IO)
			return 0;
		*err = why;
		return -1;
	}
	return folder_each(arena_printf(&ctx->arena, "%s/%s", s->worktree, folders.migrations),
	                   add_file, s, err);
}

/* Where it can't be asked, the worktree's needs count: the run will fail anyway. */
static const char *ledger_id(struct search *s)
{
	struct deployment d = convex_deployment(s->ctx->convex);
	struct err ignored = ERR_INIT;
	struct lease_holder holder;
	struct ledger ledger;

	if (!s->asked && !d.ops->hello(d.self, &s->ctx->arena, &ledger, &holder, &ignored))
		s->ledger_id = ledger.ledger_id;
	s->asked = true;
	return s->ledger_id;
}

/* "<key> <ledger id>", of which either may not be known. */
static bool is_linked(struct search *s, const char *name)
{
	const char *key = s->ctx->deployment_key, *id;
	size_t n = strlen(key);

	if (strncmp(name, key, n) != 0 || (name[n] && name[n] != ' '))
		return false;
	id = name[n] ? name + n + 1 : "-";
	return !strcmp(id, "-") || !ledger_id(s) || !strcmp(id, ledger_id(s));
}

static int add_home(struct search *s, const char *home, struct err *err)
{
	struct buf deployment = BUF_INIT;
	int rc = 0;

	if (strcmp(home, context_home(s->ctx)) && state_deployment(&deployment, home) &&
	    is_linked(s, deployment.text))
		rc = add_known(s, home, err);
	buf_dispose(&deployment);
	return rc;
}

/* As git knows it: the main one's git dir lies in it, that of another one says where it is. */
static int worktree_of(const char **out, struct context *ctx, const char *git_dir,
                       struct err *err)
{
	const char *at = arena_printf(&ctx->arena, "%s/gitdir", git_dir), *text;
	size_t n;

	if (file_text(&text, &ctx->arena, at, err))
		return -1;
	if (!text)
		text = git_dir;
	n = strcspn(text, "\n");
	if (n > 5 && !strncmp(text + n - 5, "/.git", 5))
		n -= 5;
	*out = arena_strndup(&ctx->arena, text, n);
	return 0;
}

/* A record that can't be read isn't one that is missing. */
static int check_record(struct search *s, const char *home, struct err *err)
{
	const char *path = arena_printf(&s->ctx->arena, "%s/cvx/state", home);

	return access(path, R_OK) && !file_is_missing(errno)
	       ? err_errno(err, "cannot read '%s'", path) : 0;
}

/* This one is left out in any case. */
static bool is_recorded(struct search *s, const char *git_dir)
{
	struct context *ctx = s->ctx;
	const char *home = apps_home(&ctx->arena, git_dir, ctx->app_name);
	struct buf deployment = BUF_INIT;
	bool found = !strcmp(home, context_home(ctx)) || state_deployment(&deployment, home);

	buf_dispose(&deployment);
	return found;
}

static int add_worktree(struct search *s, const char *git_dir, struct err *err)
{
	struct names homes;

	if (worktree_of(&s->worktree, s->ctx, git_dir, err) ||
	    check_record(s, apps_home(&s->ctx->arena, git_dir, s->ctx->app_name), err) ||
	    (!is_recorded(s, git_dir) && add_unrecorded(s, err)))
		return -1;
	apps_homes(&homes, &s->ctx->arena, git_dir);
	for (size_t i = 0; i < homes.count; i++)
		if (check_record(s, homes.items[i], err) || add_home(s, homes.items[i], err))
			return -1;
	return 0;
}

static int add_linked(const char *name, void *payload, struct err *err)
{
	struct search *s = payload;

	return *name == '.' ? 0
		: add_worktree(s, arena_printf(&s->ctx->arena, "%s/worktrees/%s",
		                               repo_common_dir(s->ctx->repo), name), err);
}

/* A worktree's git dir is the common one, or a folder below its "worktrees". */
int elsewhere_needed(const struct plan_needs **out, struct context *ctx, struct err *err)
{
	struct plan_needs *needed = arena_alloc(&ctx->arena, sizeof(*needed));
	struct search search = { .ctx = ctx, .needed = needed };
	const char *common = repo_common_dir(ctx->repo);

	if (add_worktree(&search, common, err) ||
	    folder_each(arena_printf(&ctx->arena, "%s/worktrees", common), add_linked, &search, err))
		return -1;
	*out = needed->count ? needed : NULL;
	return 0;
}

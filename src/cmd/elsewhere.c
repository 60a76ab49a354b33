/* elsewhere.c - what the other worktrees of this clone need of the same deployment. */
#include "cmd/elsewhere.h"

#include "base/file.h"
#include "hook/apps.h"
#include "hook/state.h"

#include <dirent.h>
#include <string.h>

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

/* A folder that is gone holds nothing. */
static void add_folder(struct search *s, const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	size_t stem;

	while (folder && (entry = readdir(folder)))
		if (migration_file_kind(entry->d_name, &stem) == MIGRATION_FILE_OK)
			add_id(s, arena_strndup(&s->ctx->arena, entry->d_name, stem));
	if (folder)
		closedir(folder);
}

/* The record is as old as that worktree's last run: its files may have changed since, and
 * another worktree may have applied what they hold. */
static void add_known(struct search *s, const char *home)
{
	struct state_known known;

	if (!state_known(&known, &s->ctx->arena, home))
		return;
	for (size_t i = 0; i < known.count; i++)
		if (known.ids[i].applied)
			add_id(s, known.ids[i].id);
	if (known.folder)
		add_folder(s, known.folder);
}

/* No run has recorded anything there: what its files say of its deployment counts. */
static void add_unrecorded(struct search *s)
{
	struct context *ctx = s->ctx;
	const char *folder = folder_join(&ctx->arena, s->worktree, ctx->config.app.path), *key;
	struct err ignored = ERR_INIT;
	struct folders folders;

	key = context_key_elsewhere(ctx, folder);
	if (key && !strcmp(key, ctx->deployment_key) &&
	    !folders_find(&folders, ctx->repo, NULL, &ctx->config.app, &ignored))
		add_folder(s, arena_printf(&ctx->arena, "%s/%s", s->worktree, folders.migrations));
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

static void add_home(struct search *s, const char *home)
{
	struct buf deployment = BUF_INIT;

	if (strcmp(home, context_home(s->ctx)) && state_deployment(&deployment, home) &&
	    is_linked(s, deployment.text))
		add_known(s, home);
	buf_dispose(&deployment);
}

/* As git knows it: the main one's git dir lies in it, that of another one says where it is. */
static const char *worktree_of(struct context *ctx, const char *git_dir)
{
	const char *at = arena_printf(&ctx->arena, "%s/gitdir", git_dir), *text;
	struct err ignored = ERR_INIT;
	size_t n;

	if (file_text(&text, &ctx->arena, at, &ignored) || !text)
		text = git_dir;
	n = strcspn(text, "\n");
	if (n > 5 && !strncmp(text + n - 5, "/.git", 5))
		n -= 5;
	return arena_strndup(&ctx->arena, text, n);
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

static void add_worktree(struct search *s, const char *git_dir)
{
	struct names homes;

	s->worktree = worktree_of(s->ctx, git_dir);
	if (!is_recorded(s, git_dir))
		add_unrecorded(s);
	apps_homes(&homes, &s->ctx->arena, git_dir);
	for (size_t i = 0; i < homes.count; i++)
		add_home(s, homes.items[i]);
}

/* A worktree's git dir is the common one, or a folder below its "worktrees". */
const struct plan_needs *elsewhere_needed(struct context *ctx)
{
	struct plan_needs *needed = arena_alloc(&ctx->arena, sizeof(*needed));
	struct search search = { .ctx = ctx, .needed = needed };
	const char *common = repo_common_dir(ctx->repo);
	const char *worktrees = arena_printf(&ctx->arena, "%s/worktrees", common);
	DIR *folder = opendir(worktrees);
	struct dirent *entry;

	add_worktree(&search, common);
	while (folder && (entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			add_worktree(&search, arena_printf(&ctx->arena, "%s/%s", worktrees,
			                                   entry->d_name));
	if (folder)
		closedir(folder);
	return needed->count ? needed : NULL;
}

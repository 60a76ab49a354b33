/* elsewhere.c - what the other worktrees of this clone need of the same deployment. */
#include "cmd/elsewhere.h"

#include "hook/apps.h"
#include "hook/state.h"

#include <dirent.h>
#include <string.h>

struct search {
	struct context *ctx;
	struct names *needed;
	bool asked;
	const char *ledger_id;   /* of the deployment, once it was asked; NULL: not known */
};

const char *elsewhere_name(struct context *ctx, const char *ledger_id)
{
	return arena_printf(&ctx->arena, "%s %s", ctx->deployment_key, ledger_id ? ledger_id : "-");
}

static void add_ids(struct names *out, struct context *ctx, const char *home)
{
	struct buf ids = BUF_INIT;

	state_ids(&ids, home, STATE_APPLIED);
	for (const char *p = ids.text; *p; ) {
		size_t len = strcspn(p, "\n");

		names_add(out, &ctx->arena, arena_strndup(&ctx->arena, p, len));
		p += len + (p[len] == '\n');
	}
	buf_dispose(&ids);
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
		add_ids(s->needed, s->ctx, home);
	buf_dispose(&deployment);
}

static void add_worktree(struct search *s, const char *git_dir)
{
	struct names homes;

	apps_homes(&homes, &s->ctx->arena, git_dir);
	for (size_t i = 0; i < homes.count; i++)
		add_home(s, homes.items[i]);
}

/* A worktree's git dir is the common one, or a folder below its "worktrees". */
const struct names *elsewhere_needed(struct context *ctx)
{
	struct names *needed = arena_alloc(&ctx->arena, sizeof(*needed));
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

/* earlier.c - what a run that was cut off was about. */
#include "cmd/earlier.h"

#include <stdlib.h>
#include <string.h>

static enum plan_scope scope_of(const char *word)
{
	if (word && !strcmp(word, "up"))
		return PLAN_UP;
	if (word && !strcmp(word, "down"))
		return PLAN_DOWN;
	if (word && !strcmp(word, "redo"))
		return PLAN_REDO;
	return PLAN_ALIGN;
}

/* A migration that was mended is mended in the work tree: if the journal's target was the
 * work tree, it is the work tree as it is now that goes on. */
static void go_on_with(struct running *what, struct context *ctx,
                       const struct journal_record *record)
{
	struct names *redo = arena_alloc(&ctx->arena, sizeof(*redo));
	struct plan_begun *begun = arena_alloc(&ctx->arena, sizeof(*begun));
	bool here = record->branch && ctx->head.branch &&
	            !strcmp(record->branch, ctx->head.branch);

	if (record->scope && !strcmp(record->scope, "adopt"))
		what->mode = RUN_ADOPT;
	what->scope = scope_of(record->scope);
	what->tree = here ? NULL : record->tree;
	if (!here && record->branch)
		what->tree_label = arena_printf(&ctx->arena, "%s as it was", record->branch);
	if (what->scope == PLAN_REDO) {
		*redo = names_split(record->id, &ctx->arena);
		what->redo = redo;
	} else {
		what->id = record->id;
	}
	if (!record->since)
		return;
	*begun = (struct plan_begun){ names_split(record->riders, &ctx->arena),
		strtoll(record->since, NULL, 10) };
	what->begun = begun;
}

/* Local deployments of two worktrees may have one URL, one after the other. */
static int check_deployment(struct context *ctx, const struct journal_record *record,
                            struct err *err)
{
	struct deployment d = convex_deployment(ctx->convex);
	struct lease_holder holder;
	struct ledger ledger;

	if (!record->ledger_id)
		return 0;
	if (d.ops->hello(d.self, &ctx->arena, &ledger, &holder, err))
		return -1;
	if (!journal_is_foreign(record, ledger.ledger_id))
		return 0;
	err_set(err, ERR_DECISION, "the run that was cut off was on another deployment, which had "
	        "this URL then");
	return err_hint(err, "for the one that has it now: git cvx migrate");
}

int earlier_find(struct context *ctx, struct running *what, bool *found, struct err *err)
{
	struct journal_record record;

	if (context_open(ctx, err) || context_guard(ctx, what->command, err) ||
	    journal_peek(context_journals(ctx), ctx->deployment_key, &ctx->arena, &record, found,
	                 err))
		return -1;
	if (*found && (context_connect(ctx, err) || check_deployment(ctx, &record, err)))
		return -1;
	if (*found)
		go_on_with(what, ctx, &record);
	return 0;
}

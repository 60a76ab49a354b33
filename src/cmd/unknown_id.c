/* unknown_id.c - an operand that the ledger knows nothing of. */
#include "cmd/unknown_id.h"

#include "base/near.h"

/* Ids share their times: more than this is another one. */
#define FARTHEST 5

int unknown_id(struct context *ctx, const struct ledger *ledger, const char *id,
               struct err *err)
{
	struct near near = { id, NULL, FARTHEST + 1 };
	struct err ignored = ERR_INIT;
	struct target target;
	bool has_target = !context_target(ctx, NULL, &target, &ignored);

	if (has_target && lineup_find(&target.lineup, id)) {
		out_note(&ctx->out, "'%s' was never run on this deployment", id);
		return 0;
	}
	for (size_t i = 0; has_target && i < target.lineup.count; i++)
		near_offer(&near, target.lineup.items[i].id);
	for (size_t i = 0; i < ledger->count; i++)
		near_offer(&near, ledger->rows[i].id);
	err_set(err, ERR_NOT_FOUND, "there is no migration '%s'", id);
	return near.best ? err_hint(err, "did you mean '%s'?", near.best)
	                 : err_hint(err, "'git cvx log' shows what was run, 'git cvx list' what this "
	                            "branch holds");
}

/* unknown_id.c - an operand that the ledger knows nothing of. */
#include "cmd/unknown_id.h"

#include "core/id.h"

int unknown_id(struct context *ctx, const struct ledger *ledger, const char *id,
               struct err *err)
{
	const struct lineup none = { .label = "" };
	struct err ignored = ERR_INIT;
	struct target target;
	bool has_target = !context_target(ctx, NULL, &target, &ignored);
	const struct id_known known = { has_target ? &target.lineup : &none, ledger };

	if (has_target && lineup_find(&target.lineup, id)) {
		out_note(&ctx->out, "'%s' was never run on this deployment", id);
		return 0;
	}
	err_set(err, ERR_NOT_FOUND, "there is no migration '%s'", id);
	return err_hint(err, "%s", id_hint(&known, &ctx->arena, id));
}

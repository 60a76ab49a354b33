/* refusals.c - what forbids a plan, in words for a person. */
#include "core/refusals.h"

#include "core/id.h"
#include "core/riders.h"

#include <string.h>

/* What every check sees. */
struct checker {
	struct plan *plan;
	struct arena *arena;
	const struct plan_input *in;
	const struct delta *delta;
};

static void refuse(struct checker *c, enum refusal_kind kind, const char *id,
                   const char *text, const char *hint)
{
	struct plan *plan = c->plan;
	struct refusal refusal = { kind, id, text, hint };

	plan->refusals = arena_grow(c->arena, plan->refusals, plan->refusal_count,
	                            sizeof(refusal));
	plan->refusals[plan->refusal_count++] = refusal;
}

static const char *irreversible_hint(struct checker *c, const struct delta_item *item)
{
	if (item->undo_reason == REASON_EDITED || c->in->scope == PLAN_REDO)
		return arena_printf(c->arena, "to take the data for what its new version makes: "
		                    "git cvx mark --applied %s", item->id);
	if (c->in->scope == PLAN_DOWN)
		return arena_printf(c->arena, "if its effect is gone already: "
		                    "git cvx mark --undone %s", item->id);
	return "to leave it as it is, set 'irreversible = skip' in section [policy] of .cvx.ini, "
	       "then: git cvx migrate";
}

static void check_down_code(struct checker *c, const struct delta_item *item)
{
	const char *id = item->id;

	if (item->standing != STANDING_DOWN_OPEN && !item_is_reversible(item)) {
		refuse(c, REFUSAL_IRREVERSIBLE, id,
		       arena_printf(c->arena, "'%s' must be undone and has no down", id),
		       irreversible_hint(c, item));
	} else if (!item_has_down_code(item)) {
		refuse(c, REFUSAL_NO_SEAL, id,
		       arena_printf(c->arena, "'%s' must be undone, but the code that undoes "
		                    "it was never stored", id),
		       arena_printf(c->arena, "check out a commit that holds it unchanged and "
		                    "undo it there: git cvx down %s\nif its effect is gone "
		                    "already: git cvx mark --undone %s", id, id));
	}
}

static bool of_another_clone(const struct plan_input *in, const struct ledger_row *row)
{
	return !row->clone_id || !in->clone_id || strcmp(row->clone_id, in->clone_id) != 0;
}

static void check_elsewhere(struct checker *c, const char *id, const char *hint)
{
	const struct plan_needs *needs = c->in->elsewhere;

	for (size_t i = 0; needs && i < needs->count; i++) {
		if (strcmp(needs->items[i].id, id) != 0)
			continue;
		refuse(c, REFUSAL_ELSEWHERE, id,
		       arena_printf(c->arena, "'%s' is needed by another worktree: %s", id,
		                    needs->items[i].worktree), hint);
		return;
	}
}

/* What a hook may not undo. */
static void check_hook(struct checker *c, const struct delta_item *item)
{
	const struct plan_input *in = c->in;
	const char *id = item->id, *name = item->row->clone_name;

	if (!in->history && item->undo_reason == REASON_PHANTOM)
		refuse(c, REFUSAL_NO_HISTORY, id,
		       arena_printf(c->arena, "'%s' is applied and not on this branch, and "
		                    "the history that would tell why isn't here", id),
		       "fetch the history: git fetch --unshallow\n"
		       "or undo it all the same: git cvx migrate");
	if (in->take_over)
		return;
	if (of_another_clone(in, item->row))
		refuse(c, REFUSAL_OTHER_CLONE, id,
		       name ? arena_printf(c->arena, "'%s' was applied by '%s'", id, name)
		            : arena_printf(c->arena, "'%s' wasn't applied from this clone", id),
		       "undo it all the same: git cvx migrate --take-over");
	check_elsewhere(c, id, "undo it all the same: git cvx migrate --take-over");
}

/* What a hook may not stop. What was done stays done, but whoever waits for the rest has
 * lost it. */
static void check_canceled(struct checker *c, const struct delta_item *item)
{
	const struct plan_input *in = c->in;
	const char *id = item->id, *name = item->row->clone_name;

	if (!in->by_hook || in->take_over || item->undo)
		return;
	if (of_another_clone(in, item->row))
		refuse(c, REFUSAL_OTHER_CLONE, id,
		       name ? arena_printf(c->arena, "'%s' is in progress, and '%s' has started "
		                           "it", id, name)
		            : arena_printf(c->arena, "'%s' is in progress, and wasn't started "
		                           "from this clone", id),
		       "stop it all the same: git cvx migrate --take-over");
	check_elsewhere(c, id, "stop it all the same: git cvx migrate --take-over");
}

static void check_undone(struct checker *c, const struct delta_item *item)
{
	check_down_code(c, item);
	if (c->in->by_hook)
		check_hook(c, item);
}

static void check_partial(struct checker *c, const struct delta_item *item)
{
	if (c->in->scope != PLAN_ALIGN || item->standing != STANDING_UP_PARTIAL ||
	    item->migration || item->undo || item->cancel)
		return;
	refuse(c, REFUSAL_PARTIAL, item->id,
	       arena_printf(c->arena, "'%s' is half done and not on this branch", item->id),
	       arena_printf(c->arena, "undo what was done: git cvx migrate --undo-partial\n"
	                    "or run its rest first, and then undo it: git cvx migrate "
	                    "--finish-first\nor check out a branch that holds '%s'", item->id));
}

/* On the data, not in the target, and with the source of a pending one; NULL if there is
 * none. An untouched template is nobody's old name: it has no source. */
static const struct delta_item *find_old_name(const struct delta *delta,
                                              const struct delta_item *item)
{
	const struct migration *m = item->migration;

	if (!delta->strays || !m || !m->source || !item_is_pending(item))
		return NULL;
	for (size_t i = 0; i < delta->count; i++) {
		const struct delta_item *x = &delta->items[i];

		if (!x->migration && item_on_data(x) && x->row->source &&
		    !strcmp(x->row->source, m->source))
			return x;
	}
	return NULL;
}

static void check_renamed(struct checker *c, const struct delta_item *item)
{
	const struct delta_item *old = find_old_name(c->delta, item);

	if (!old)
		return;
	refuse(c, REFUSAL_RENAMED, item->id,
	       arena_printf(c->arena, "'%s' is '%s', which is applied, under a new name",
	                    item->id, old->id),
	       arena_printf(c->arena, "give the ledger the new name: git cvx mark %s "
	                    "--renamed-from %s\nor undo the old one, to run the new one: "
	                    "git cvx down %s", item->id, old->id, old->id));
}

static void check_order(struct checker *c, const struct delta_item *item)
{
	const struct delta_item *newer;

	if (!c->in->policy.strict || !item_is_pending(item))
		return;
	newer = riders_find_newer(c->delta, item);
	if (!newer)
		return;
	refuse(c, REFUSAL_OUT_OF_ORDER, item->id,
	       arena_printf(c->arena, "'%s' isn't applied, but the newer '%s' on the same "
	                    "table is", item->id, newer->id),
	       "give it a newer id, or run it all the same: git cvx migrate without --strict");
}

/* An id that the command line names. */
static void check_id(struct checker *c, const char *id)
{
	enum plan_scope scope = c->in->scope;
	const struct delta_item *item = delta_find(c->delta, id);
	const struct id_known known = { c->in->target, c->in->ledger };
	bool named = scope == PLAN_DOWN || scope == PLAN_REDO;

	if (!item)
		refuse(c, REFUSAL_UNKNOWN_ID, id,
		       arena_printf(c->arena, "there is no migration '%s'", id),
		       id_hint(&known, c->arena, id));
	else if (!item->migration && scope != PLAN_DOWN)
		refuse(c, REFUSAL_UNKNOWN_ID, id,
		       arena_printf(c->arena, "'%s' is not on this branch", id), "git cvx list");
	else if (named && !c->in->begun && !item->undo && !item->record && !item->run)
		refuse(c, REFUSAL_NOT_APPLIED, id,
		       arena_printf(c->arena, "'%s' is not applied", id),
		       item->standing == STANDING_BY_HAND
		               ? "it was run by hand; to record that: git cvx migrate"
		       : scope == PLAN_REDO
		               ? arena_printf(c->arena, "to run it: git cvx up %s", id) : NULL);
}

static void check_asked(struct checker *c)
{
	const struct names *redo = c->in->redo;

	if (c->in->id)
		check_id(c, c->in->id);
	for (size_t i = 0; c->in->scope == PLAN_REDO && i < redo->count; i++)
		check_id(c, redo->items[i]);
}

static void check_number(struct checker *c)
{
	size_t most = c->in->policy.max_downs > 0 ? (size_t)c->in->policy.max_downs : 0;

	if (!c->in->by_hook || c->plan->downs <= most)
		return;
	refuse(c, REFUSAL_TOO_MANY_DOWNS, NULL,
	       arena_printf(c->arena, "%zu migrations would be undone, and a hook undoes at "
	                    "most %zu", c->plan->downs, most),
	       "look: git cvx plan\nthen: git cvx migrate");
}

void refusals_add(struct plan *plan, struct arena *arena, const struct plan_input *input,
                  const struct delta *delta)
{
	struct checker c = { plan, arena, input, delta };

	check_asked(&c);
	for (size_t i = 0; i < delta->count; i++) {
		const struct delta_item *item = &delta->items[i];

		if (item->undo)
			check_undone(&c, item);
		if (item->cancel)
			check_canceled(&c, item);
		check_partial(&c, item);
		check_renamed(&c, item);
		check_order(&c, item);
	}
	check_number(&c);
}

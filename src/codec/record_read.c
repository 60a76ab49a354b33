/* record_read.c - a plan's JSON, read back: for `migrate --plan`. */
#include "codec/record.h"

#include "codec/json.h"

static int check_version(const struct value *value, struct err *err)
{
	double version;

	if (value->kind != VALUE_OBJECT)
		return err_set(err, ERR_CONFIG, "it is no plan");
	if (value_need_number(value, "version", &version, err))
		return -1;
	if (version != RECORD_VERSION)
		return err_set(err, ERR_CONFIG, "it is a plan of version %g, and this git-cvx "
		               "knows version %d", version, RECORD_VERSION);
	return 0;
}

static int read_step(struct agreed_step *out, const struct value *value, struct err *err)
{
	return value_need_text(value, "step", &out->step, err) ||
	       value_need_text(value, "id", &out->id, err) ||
	       value_need_text(value, "life", &out->life, err) ||
	       value_need_text(value, "bridge", &out->bridge, err) ? -1 : 0;
}

static int read_steps(struct agreed *out, struct arena *arena, const struct value *value,
                      struct err *err)
{
	const struct value *steps;

	if (value_need_list(value, "steps", &steps, err))
		return -1;
	out->steps = arena_alloc(arena, (steps->count + 1) * sizeof(*out->steps));
	for (size_t i = 0; i < steps->count; i++)
		if (read_step(&out->steps[i], &steps->items[i].value, err))
			return -1;
	out->step_count = steps->count;
	return 0;
}

/* It must be one that could be carried out when it was made. */
static int check_use(const struct value *value, struct err *err)
{
	const struct value *refusals;
	const char *text;

	if (value_text(value, "assumed")) {
		err_set(err, ERR_DECISION, "it was made without asking the deployment");
		return err_hint(err, "git cvx plan --json, without a range, asks it");
	}
	if (value_need_list(value, "refusals", &refusals, err))
		return -1;
	if (!refusals->count)
		return 0;
	if (value_need_text(&refusals->items[0].value, "text", &text, err))
		return -1;
	return err_set(err, ERR_DECISION, "it couldn't be carried out: %s", text);
}

int record_read_plan(struct agreed *out, struct arena *arena, const char *text, size_t len,
                     struct err *err)
{
	const struct value *value, *target, *options;

	*out = (struct agreed){ .steps = NULL };
	if (value_parse(&value, arena, text, len, err) || check_version(value, err) ||
	    check_use(value, err) || read_steps(out, arena, value, err))
		return -1;
	target = value_member(value, "target");
	options = value_member(value, "options");
	if (value_need_text(target, "tree", &out->tree, err))
		return -1;
	out->ledger_id = value_text(value, "ledgerId");
	out->revision = value_integer(value, "revision", -1);
	out->commit = value_text(target, "commit");
	out->is_worktree = value_flag(target, "isWorktree");
	out->to = value_text(options, "to");
	out->strict = value_flag(options, "strict");
	out->take_over = value_flag(options, "takeOver");
	out->half_done = (struct half_done){
		.restart = value_flag(options, "restart"),
		.undo = value_flag(options, "undoPartial"),
		.finish = value_flag(options, "finishFirst"),
	};
	out->records_lineup = value_flag(value, "recordsLineup");
	out->closes_bridge = value_flag(value, "closesBridge");
	return 0;
}

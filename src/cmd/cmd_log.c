/* cmd_log.c - git cvx log */
#include "cmd/cmds.h"
#include "cmd/format.h"
#include "cmd/looking.h"
#include "cmd/unknown_id.h"
#include "codec/record.h"
#include "core/id.h"
#include "ui/fit.h"
#include "ui/view_log.h"

struct log_values {
	int count;          /* 0: all */
	bool one_line;
	struct format format;
};

static const struct opt opts[] = {
	{ .kind = OPT_COUNT, .letter = 'n', .name = "max-count", .arg = "count",
	  .help = "show so many, the newest", .offset = offsetof(struct log_values, count) },
	{ .kind = OPT_FLAG, .name = "oneline", .help = "show one line for each",
	  .offset = offsetof(struct log_values, one_line) },
	FORMAT_OPTS(struct log_values, format, "it"),
	{ 0 }
};

/* ---- collecting ---------------------------------------------------------------------- */

struct collecting {
	struct context *ctx;
	struct deployment d;
	struct looked looked;
	const struct ledger *ledger;
	struct ledger_events events;
	struct releases releases;
	bool has_releases;
	struct names ids;
	struct log log;
};

static bool has_release(const struct ledger_events *events)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].kind == EVENT_RELEASE)
			return true;
	return false;
}

static int read_releases(struct collecting *c, struct err *err)
{
	const char *cursor = NULL;

	c->has_releases = true;
	do {
		if (c->d.ops->releases(c->d.self, &c->ctx->arena, &cursor, &c->releases, err))
			return -1;
	} while (cursor);
	return 0;
}

static bool is_enough(const struct collecting *c, int wanted)
{
	return wanted && c->log.whole >= (size_t)wanted;
}

/* Page by page, until there is enough of it. */
static int read_log(struct collecting *c, int wanted, struct err *err)
{
	const char *cursor = NULL;

	do {
		if (c->d.ops->events(c->d.self, &c->ctx->arena, &cursor, &c->events, err))
			return -1;
		if (!c->has_releases && has_release(&c->events) && read_releases(c, err))
			return -1;
		if (!cursor || wanted)
			log_make(&c->log, &c->ctx->arena, &(struct log_input){
				.events = &c->events, .is_all = !cursor, .ledger = c->ledger,
				.releases = &c->releases, .ids = &c->ids });
	} while (cursor && !is_enough(c, wanted));
	return 0;
}

/* As much of an id as no other begins with will do. */
static void complete_ids(struct collecting *c)
{
	const struct lineup none = { .label = "" };
	const struct id_known known = { &none, c->ledger };

	for (size_t i = 0; i < c->ids.count; i++) {
		const char *id = id_find(&known, c->ids.items[i]);

		if (id)
			c->ids.items[i] = id;
	}
}

static int collect(struct collecting *c, int wanted, struct err *err)
{
	c->ledger = &c->looked.ledger;
	if (looking_at(&c->looked, c->ctx, err))
		return -1;
	if (!c->ledger->mounted) {
		out_note(&c->ctx->out, c->ledger->was_mounted
		         ? "the code that is deployed is one without git-cvx: its log comes back "
		           "with the next push of one that has it"
		         : "nothing was ever done to this deployment by git-cvx");
		return 0;
	}
	complete_ids(c);
	c->d = convex_deployment(c->ctx->convex);
	return read_log(c, wanted, err);
}

/* An operand that nothing is told of is a mistake, or hasn't been run yet. */
static int check_ids(struct collecting *c, struct err *err)
{
	for (size_t i = 0; i < c->ids.count; i++) {
		bool found = false;

		for (size_t k = 0; !found && k < c->log.count; k++)
			found = names_contain(&c->log.items[k].ids, c->ids.items[i]);
		if (!found && unknown_id(c->ctx, c->ledger, c->ids.items[i], err))
			return -1;
	}
	return 0;
}

/* ---- printing ------------------------------------------------------------------------ */

static int64_t seal_size(struct collecting *c, const struct ledger_row *row)
{
	struct err ignored = ERR_INIT;
	struct seal seal;

	return row && row->seal &&
	       !c->d.ops->seal_get(c->d.self, &c->ctx->arena, row->seal, &seal, &ignored)
		? (int64_t)seal.size : -1;
}

/* That the code isn't there any more is no failure of the log. */
static const int64_t *seal_sizes(struct collecting *c, size_t count)
{
	int64_t *sizes = arena_alloc(&c->ctx->arena, (count + 1) * sizeof(*sizes));

	for (size_t i = 0; i < count; i++)
		sizes[i] = seal_size(c, c->log.items[i].row);
	return sizes;
}

static void print_json(struct collecting *c, size_t count)
{
	struct buf text = BUF_INIT;

	record_log(&text, &(struct record_log){ &c->log, count, c->ledger->ledger_id,
	           c->ctx->environment.name });
	out_result(&c->ctx->out, text.text);
	buf_dispose(&text);
}

static void print(struct collecting *c, const struct log_values *v, size_t count)
{
	struct out *out = &c->ctx->out;
	const struct view_log view = {
		.log = &c->log, .count = count,
		.columns = out->width ? (size_t)out->width : FIT_ALL,
		.unicode = out->unicode, .whole = out->verbose,
		.seal_sizes = out->verbose && !v->one_line && !format_is_porcelain(&v->format)
			? seal_sizes(c, count) : NULL,
	};
	struct pager pager;

	if (format_is_porcelain(&v->format)) {
		view_log_porcelain(out, &view, v->format.nul);
		return;
	}
	looking_begin_pages(&pager, c->ctx);
	if (v->one_line)
		view_log_short(out, &view);
	else
		view_log(out, &view);
	pager_end(&pager);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct log_values *v = values;
	struct collecting c = { .ctx = ctx };
	size_t count;

	if (v->one_line && (v->format.json || format_is_porcelain(&v->format)))
		return err_set(err, ERR_USAGE, "'--json', '--porcelain' and '--oneline' exclude each "
		               "other");
	if (format_check(&v->format, err))
		return -1;
	for (int i = 0; i < argc; i++)
		names_add(&c.ids, &ctx->arena, argv[i]);
	if (context_open(ctx, err) || collect(&c, v->count, err) || check_ids(&c, err))
		return -1;
	count = v->count && (size_t)v->count < c.log.count ? (size_t)v->count : c.log.count;
	if (v->format.json)
		print_json(&c, count);
	else
		print(&c, v, count);
	return 0;
}

const struct cmd cmd_log = {
	.name = "log", .operands = "[<id>...]",
	.summary = "show what was done to the deployment, by whom and when",
	.about = "Show what was done to the linked deployment, newest first: which migration was "
	         "applied or undone, when, from which commit and branch, by whom, how many documents "
	         "it visited, how long that took, and why it failed; what was recorded without being "
	         "run; and releases. With ids, only what is about them. With -v, all that is known of "
	         "each. On a terminal it is shown by your pager. Nothing is changed.",
	.opts = opts, .values_size = sizeof(struct log_values), .max_operands = 1000,
	.offer = OFFER_MIGRATION, .run = run,
};

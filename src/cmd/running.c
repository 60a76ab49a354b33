/* running.c - set up a run for a command, carry it out, and say what happened. */
#include "cmd/running.h"

#include "cmd/archive.h"
#include "cmd/elsewhere.h"
#include "cmd/interrupt.h"
#include "cmd/previewing.h"
#include "cmd/remember.h"
#include "cmd/schema_note.h"
#include "cmd/report.h"
#include "cmd/rounds.h"
#include "push/watcher.h"
#include "ui/ask.h"
#include "ui/view.h"

#include <string.h>

struct asking {
	struct context *ctx;
	const struct running *what;
	struct run *run;
};

static int prepare_target(struct context *ctx, const struct running *what, struct run *run,
                          struct err *err)
{
	struct target *target = arena_alloc(&ctx->arena, sizeof(*target));

	if (what->tree ? context_target_tree(ctx, what->tree, target, err)
	               : context_target(ctx, what->revision, target, err))
		return -1;
	if (what->tree && what->tree_label) {
		target->lineup.label = what->tree_label;
		out_note(&ctx->out, "going on with %s, which isn't checked out", what->tree_label);
	}
	if (what->plan && plan_file_check_target(what->plan, ctx, target, err))
		return -1;
	if (target->commit && lineup_history(&run->history, ctx->repo, &(struct lineup_past){
	    target->commit, &target->folders, &target->lineup }, err))
		return -1;
	/* Without a commit there is no history that anything could be missing from. */
	if (!target->commit)
		run->history = arena_alloc(&ctx->arena, sizeof(*run->history));
	run->archive = archive_of_git(ctx, run, target->folders.functions);
	run->target = &target->lineup;
	run->tree = target->tree;
	run->commit = target->commit;
	run->branch = target->branch;
	return what->mode == RUN_DRY ? 0 : context_pusher(ctx, target, run, err);
}

int running_prepare(struct context *ctx, const struct running *what, struct run *run,
                    struct err *err)
{
	*run = (struct run){
		.clock = &clock_system, .arena = &ctx->arena, .mode = what->mode,
		.scope = what->scope, .id = what->id, .redo = what->redo,
		.begun = what->begun, .marking = what->marking, .by_hook = what->by_hook,
		.take_over = what->take_over, .half_done = what->half_done,
		.agreed = what->plan ? &what->plan->agreed : NULL,
		.environment = "dev", .command = what->command,
		.callbacks = { .interrupted = interrupt_came },
	};
	if (what->half_done.undo && what->half_done.finish)
		return err_set(err, ERR_USAGE, "'--undo-partial' and '--finish-first' exclude each "
		               "other");
	if (((what->mode != RUN_DRY || what->by_hook) &&
	     context_guard(ctx, what->by_hook ? NULL : what->command, err)) ||
	    context_connect(ctx, err))
		return -1;
	run->claims = ctx->claims;
	if (ctx->environment.name)
		run->environment = ctx->environment.name;
	if (prepare_target(ctx, what, run, err))
		return -1;
	if (what->mode != RUN_DRY && !ctx->config.clone_id && context_enroll(ctx, err))
		return -1;
	run->policy = ctx->config.policy;
	run->policy.strict = run->policy.strict || what->strict;
	run->deployment = convex_deployment(ctx->convex);
	run->clone_id = ctx->config.clone_id;
	run->clone_name = ctx->config.clone_name;
	run->wait_ms = what->by_hook ? 0 : WAIT_MOST_MS;
	run->never_push = ctx->config.push_mode == PUSH_NEVER;
	if (elsewhere_needed(&run->elsewhere, ctx, err))
		return -1;
	run->unfinished = arena_printf(&ctx->arena, "%s/%s.unfinished", context_journals(ctx),
	                               ctx->deployment_key);
	run->watched = watcher_is_running(context_app_folder(ctx));
	return 0;
}

void running_say_kind(struct context *ctx, const struct run *run)
{
	if (run->verdict.kind == KIND_PRODUCTION)
		out_note(&ctx->out, "note: the linked deployment counts as production, as %s: nothing "
		         "but looking at it is done",
		         kind_why(&run->verdict, &run->claims, &ctx->arena));
	else if (run->probe.paused)
		out_note(&ctx->out, "note: the deployment is paused: no migration can run");
}

/* ---- before something is undone ---- */

/* In the tables of all that is undone and run. */
static int64_t documents_of(const struct preview *preview)
{
	int64_t all = 0;

	for (size_t i = 0; i < preview->table_count; i++)
		if (preview->tables[i].documents > 0)
			all += preview->tables[i].documents;
	return all;
}

/* A hook can't ask. It says what it is going to do, and how to prevent it. */
static int give_grace(struct asking *a, const struct plan *plan, struct err *err)
{
	int seconds = a->ctx->out.terminal ? a->ctx->config.hook_grace : 0;
	struct buf line = BUF_INIT;
	struct preview preview;
	int64_t documents;

	previewing_fill(&preview, a->run, a->what);
	documents = documents_of(&preview);
	view_plan_short(&line, plan);
	buf_addf(&line, ", on %lld document%s", (long long)documents, documents == 1 ? "" : "s");
	if (seconds)
		buf_addf(&line, " (Ctrl-C within %d s leaves all as it is; CVX_SKIP=1 git checkout "
		         "... goes without)", seconds);
	out_note(&a->ctx->out, "going to %s", line.text);
	buf_dispose(&line);
	for (int tenths = 0; tenths < seconds * 10 && !interrupt_came(NULL); tenths++)
		clock_system.sleep_ms(clock_system.self, 100);
	if (!interrupt_came(NULL))
		return 0;
	err_set(err, ERR_INTERRUPTED, "interrupted: nothing was changed");
	return err_hint(err, "git cvx migrate: when you want it");
}

static int approve(void *payload, const struct plan *plan, struct err *err)
{
	struct asking *a = payload;
	struct buf text = BUF_INIT;
	struct preview preview;
	struct out aside;
	int rc = 0;

	if (!plan->downs)
		return 0;
	if (a->what->by_hook)
		return give_grace(a, plan, err);
	if (a->what->yes)
		return 0;
	previewing_fill(&preview, a->run, a->what);
	aside = out_aside(&a->ctx->out);
	if (!aside.quiet)
		view_plan(&aside, &preview, &a->ctx->arena);
	buf_adds(&text, "this would ");
	view_plan_short(&text, plan);
	rc = ask_yes(&a->ctx->out, text.text, "--yes agrees beforehand", err);
	buf_dispose(&text);
	return rc;
}

/* One payload for both callbacks: report.h's struct first. */
struct both {
	struct report report;
	struct asking asking;
};

static int64_t table_size(void *payload, const char *table)
{
	struct run *run = payload;
	struct err ignored = ERR_INIT;
	int64_t size;

	return run->deployment.ops->table_size(run->deployment.self, table, &size, &ignored)
		? -1 : size;
}

static void on_event(void *payload, const struct run_event *event)
{
	report_event(&((struct both *)payload)->report, event);
}

static int on_approve(void *payload, const struct plan *plan, struct err *err)
{
	return approve(&((struct both *)payload)->asking, plan, err);
}

int running_explain_busy(const struct run *run, struct err *err)
{
	if (err->code == ERR_BUSY && run->holder.clone_name)
		err_hint(err, "'%s' has been at work on it ('%s'); its claim ends in %lld s unless "
		         "renewed", run->holder.clone_name, run->holder.command
		         ? run->holder.command : "?", (long long)run->holder.expires_in_ms / 1000);
	return -1;
}

/* A run that is cut off is gone on with; some errors say so in words of their own. */
static void explain_cut_off(struct context *ctx, const struct run *run, struct err *err)
{
	/* What was refused wasn't begun: an earlier run is none of its business. */
	if (!run->refused && journal_exists(context_journals(ctx), ctx->deployment_key) &&
	    !(err->says & ERR_SAYS_HOW_TO_GO_ON))
		err_hint(err, "the run isn't finished%s: 'git cvx continue' goes on, "
		         "'git cvx abort' gives it up", run->push.bridged
		         ? ", and schema validation is off until it is" : "");
}

static bool on_superseded(void *payload)
{
	const struct asking *a = &((struct both *)payload)->asking;

	return round_is_stale(a->ctx, a->run);
}

int running_show(struct context *ctx, const struct running *what, struct err *err)
{
	struct preview preview;
	struct run run;

	if (running_prepare(ctx, what, &run, err) || run_execute(&run, err))
		return -1;
	running_say_kind(ctx, &run);
	previewing_fill(&preview, &run, what);
	view_plan(&ctx->out, &preview, &ctx->arena);
	return run.plan.refusal_count
		? err_set(err, ERR_DECISION, "the plan can't be carried out as it is") : 0;
}

/* A `convex dev` pushes it without us, and what was pushed is the target's. */
static void note_schema(struct context *ctx, const struct run *run)
{
	struct err own = ERR_INIT;
	bool due = false;

	if (run->push.pushed || run->watched)
		return;
	if (schema_note_due(&due, ctx, run, &own))
		out_warning(&ctx->out, "%s", own.msg);
	else if (due)
		out_note(&ctx->out, "the schema of %s is another one, but no migration differs: "
		         "nothing is pushed ('npx convex dev' does that)", run->target->label);
}

static int execute(struct context *ctx, const struct running *what, struct journal *journal,
                   bool *superseded, struct err *err)
{
	struct run run;
	struct both both;
	int rc;

	if (running_prepare(ctx, what, &run, err))
		return -1;
	run.journal = journal;
	both = (struct both){
		.report = { .out = &ctx->out, .arena = &ctx->arena, .target = run.target->label,
		            .by_hook = what->by_hook, .table_size = table_size, .payload = &run },
		.asking = { ctx, what, &run },
	};
	run.callbacks = (struct run_callbacks){ &both, on_event, on_approve, interrupt_came,
	                                        on_superseded };
	/* What hooks compare with must not outlive what it describes. */
	if (remember_forget(ctx, err))
		return -1;
	interrupt_catch();
	rc = run_execute(&run, err);
	report_end(&both.report);
	if (rc) {
		running_explain_busy(&run, err);
		explain_cut_off(ctx, &run, err);
		return -1;
	}
	*superseded = run.superseded;
	if (run.superseded)
		return 0;
	/* What is to be done now, the next hook finds out. */
	if (what->mode == RUN_MARK)
		return 0;
	if (what->by_hook)
		note_schema(ctx, &run);
	rc = remember_run(ctx, &run, what->revision || what->tree ||
	                  ctx->environment.is_asked_for, err);
	report_done(&both.report, &run);
	return rc;
}

int running_once(struct context *ctx, const struct running *what, struct journal *journal,
                 bool *superseded, struct err *err)
{
	int rc;

	*superseded = false;
	rc = execute(ctx, what, journal, superseded, err);
	/* The next one has a scratch tree of its own. */
	context_close_pusher(ctx);
	return rc;
}

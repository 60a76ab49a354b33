/* rounds.c - one run of this clone at a time, and what is wanted meanwhile after it. */
#include "cmd/rounds.h"

#include "cmd/earlier.h"
#include "cmd/occasion.h"
#include "run/wanted.h"

#include <string.h>

#define END_TRIES 40
#define END_PAUSE_MS 50

struct rounds {
	struct context *ctx;
	const struct running *what;
	struct journal *journal;
	const char *git_dir, *key;
	struct trail trail;
	bool superseded;         /* the last one left its lease and more to the next */
};

int running_lock(struct context *ctx, struct journal **out, struct err *err)
{
	const char *dir = context_journals(ctx);
	struct journal_owner owner;

	if (!journal_open(out, dir, ctx->deployment_key, err))
		return 0;
	if (err->code == ERR_BUSY && journal_owned(dir, ctx->deployment_key, &ctx->arena, &owner))
		err_hint(err, "it is '%s', process %lld: 'git cvx wait' shows it to its end",
		         owner.command, (long long)owner.pid);
	return -1;
}

int running_seen(struct context *ctx, const struct trail *trail, struct err *err)
{
	struct journal *journal = NULL;
	int rc;

	if (journal_open(&journal, context_journals(ctx), ctx->deployment_key, err)) {
		if (err->code != ERR_BUSY)
			return -1;
		err_clear(err);
		return 0;
	}
	rc = trail_seen(trail, err);
	journal_close(journal);
	return rc;
}

/* ---- what is wanted meanwhile ---- */

/* The end of a rebase or merge wakes a hook when its files are still there: they go when
 * the hook has gone. */
static bool open_anew(struct context *next, const struct context *ctx)
{
	enum repo_operation operation;
	struct err ignored = ERR_INIT;

	for (int tries = 0; ; tries++) {
		context_init(next);
		next->out = ctx->out;
		if (context_open(next, &ignored) ||
		    repo_operation(&operation, next->repo, &ignored))
			return false;
		if (operation == REPO_NO_OPERATION || tries == END_TRIES)
			return true;
		context_dispose(next);
		clock_system.sleep_ms(clock_system.self, END_PAUSE_MS);
	}
}

/* The branch that is checked out by now may have another one. */
static bool has_same_deployment(struct context *next, const struct context *ctx)
{
	struct err ignored = ERR_INIT;

	return !context_link(next, &ignored) &&
	       !strcmp(next->deployment_key, ctx->deployment_key);
}

/* Look at HEAD and the work tree anew. False if nothing may move for them, if they are about
 * another deployment, which has hooks of its own, or if they can't be judged. */
static bool judge_anew(struct context *next, const struct context *ctx, struct target *target)
{
	struct err ignored = ERR_INIT;
	enum occasion occasion;

	return open_anew(next, ctx) &&
	       !occasion_judge(next, false, target, &occasion, &ignored) &&
	       occasion == OCCASION_MOVE && has_same_deployment(next, ctx);
}

bool round_is_stale(struct context *ctx, const struct run *run)
{
	const char *git_dir = context_home(ctx);
	struct err own = ERR_INIT;
	struct context next;
	struct target target;
	bool stale;

	if (!wanted_is_there(git_dir, ctx->deployment_key))
		return false;
	stale = judge_anew(&next, ctx, &target) && strcmp(target.tree, run->tree) != 0;
	context_dispose(&next);
	/* There and back again, or to where no data follows. */
	if (!stale && wanted_clear(git_dir, &own))
		out_warning(&ctx->out, "%s", own.msg);
	return stale;
}

/* The target of the run that was superseded, when nothing else is wanted after all. */
static int finish_frozen(struct context *next, struct rounds *r, struct err *err)
{
	struct running what = { .command = r->what->command, .by_hook = r->what->by_hook,
		.yes = true };
	bool found;

	if (!has_same_deployment(next, r->ctx)) {
		context_dispose(next);
		if (!open_anew(next, r->ctx))
			return err_set(err, ERR_IO, "the work tree can't be looked at");
		next->linked_as = &r->ctx->head;
	}
	return earlier_find(next, &what, &found, err)
		? -1 : running_once(next, &what, r->journal, &r->superseded, err);
}

static int next_round(struct rounds *r, struct err *err)
{
	struct running what = { .scope = PLAN_ALIGN, .command = r->what->command, .by_hook = true };
	struct target target;
	struct context next;
	int rc = 0;

	if (wanted_clear(r->git_dir, err))
		return -1;
	if (judge_anew(&next, r->ctx, &target)) {
		out_note(&next.out, "now to %s, which was checked out meanwhile", next.head.branch);
		rc = running_once(&next, &what, r->journal, &r->superseded, err);
	} else if (r->superseded) {
		rc = finish_frozen(&next, r, err);
	}
	context_dispose(&next);
	return rc;
}

/* After a failure, too: what failed may be undone on the way to what is wanted now. */
static bool goes_on(const struct rounds *r, int rc, const struct err *err)
{
	if (rc && err->code != ERR_STEP_FAILED && err->code != ERR_DECISION &&
	    err->code != ERR_SERVER)
		return false;
	return r->superseded || wanted_is_there(r->git_dir, r->key);
}

static int go_on(struct rounds *r, int rc, struct err *err)
{
	while (goes_on(r, rc, err)) {
		if (rc)
			out_error(&r->ctx->out, err);
		err_clear(err);
		rc = next_round(r, err);
	}
	return rc;
}

static int begin(struct rounds *r, struct err *err)
{
	struct context *ctx = r->ctx;

	if (context_guard(ctx, r->what->by_hook ? NULL : r->what->command, err) ||
	    context_trail(ctx, &r->trail, err) ||
	    (!r->journal && running_lock(ctx, &r->journal, err)))
		return -1;
	r->git_dir = context_home(ctx);
	r->key = ctx->deployment_key;
	/* The text of a hook's run is being written already. */
	if (journal_sign(r->journal, r->git_dir, r->what->command, err) ||
	    (!r->what->has_text && trail_clear(&r->trail, err)))
		return -1;
	return wanted_clear(r->git_dir, err);
}

static void end(struct rounds *r, int rc, const struct err *err)
{
	struct err own = ERR_INIT;

	if (trail_end(&r->trail, rc ? err_exit_status(err->code) : 0, &own))
		out_warning(&r->ctx->out, "%s", own.msg);
	journal_close(r->journal);
	r->journal = NULL;
}

/* A hook may have left word after our last look, and seen that the journal is held. */
static bool take_again(struct rounds *r, int rc, const struct err *err)
{
	struct err own = ERR_INIT;

	return goes_on(r, rc, err) &&
	       !journal_open(&r->journal, context_journals(r->ctx), r->key, &own) &&
	       !journal_sign(r->journal, r->git_dir, r->what->command, &own);
}

int running_execute(struct context *ctx, const struct running *what, struct err *err)
{
	struct rounds r = { .ctx = ctx, .what = what, .journal = what->journal };
	int rc = -1;

	if (begin(&r, err))
		goto done;
	rc = running_once(ctx, what, r.journal, &r.superseded, err);
	do {
		rc = go_on(&r, rc, err);
		end(&r, rc, err);
	} while (take_again(&r, rc, err));
done:
	journal_close(r.journal);
	return rc;
}

/* internal.h - what the files of run/ share among themselves. */
#ifndef CVX_RUN_INTERNAL_H
#define CVX_RUN_INTERNAL_H

#include "run/run.h"

/* ---- lease.c: the lease of this run, and cancellation ---- */

/* Take it, comparing the ledger's revision. same_run: an earlier process of run_id died. */
int lease_take(struct run *run, bool same_run, struct err *err) CVX_CHECK;
/* Renew it if it is due; ERR_LEASE_LOST, ERR_INTERRUPTED. Called between all steps. */
int lease_keep(struct run *run, struct err *err) CVX_CHECK;
/* The same, but ask now: before a push, which the server doesn't check against the lease. */
int lease_confirm(struct run *run, struct err *err) CVX_CHECK;
/* Give it back. False if it may still be held: it expires by itself. */
bool lease_drop(struct run *run);

/* ---- baseline.c: what is recorded without being run ---- */

/* Apply the baseline rule; re-reads the ledger if it wrote. */
int baseline_settle(struct run *run, struct err *err) CVX_CHECK;
/* Record one migration of the target as applied, sealed. */
int baseline_record(struct run *run, const struct migration *const *migrations, size_t count,
                    const char *reason, struct err *err) CVX_CHECK;

/* ---- marks.c ---- */

/* Record what run->marking says, and read the ledger again. */
int marks_write(struct run *run, struct err *err) CVX_CHECK;
/* The whole of such a run: look, lease, marks. */
int marks_only(struct run *run, struct err *err) CVX_CHECK;

/* ---- seals.c ---- */

/* Bundle a migration of the target and store it in the ledger; its hash in *hash. indexes:
 * of the schema that it runs under; NULL: not known, as it isn't about to run. */
int seal_store(struct run *run, const struct migration *m, struct index_list *indexes,
               const char **hash, struct err *err) CVX_CHECK;
/* The ledger's row of a migration of the target that was applied, sealed as `hash`. */
struct ledger_row seal_row(const struct run *run, const struct migration *m,
                           const char *hash);
/* Fetch the seals of all downs and check that they can run on the target. */
int seals_gather(struct run *run, struct err *err) CVX_CHECK;
/* "cvxSealed/s<16 hex>:down", and ":up" */
const char *seal_down_path(struct arena *arena, const char *hash);
const char *seal_up_path(struct arena *arena, const char *hash);

/* ---- past.c: code that the ledger lacks and git may have ---- */

/* Look for the code of all that the plan undoes, or skips, and the ledger has none for.
 * found: there is some that wasn't known before, so the plan is to be made anew. */
int past_search(struct run *run, bool *found, struct err *err) CVX_CHECK;
/* Let the plan's refusals say exactly what is missing, and what can be done. */
void past_report(struct run *run);
/* Bundle and store it; *hash stays NULL where git isn't asked. ERR_DECISION: it isn't there. */
int past_seal(struct run *run, const struct ledger_row *row, const char **hash,
              struct err *err) CVX_CHECK;

/* ---- pushing.c ---- */

/* Scratch tree and its warnings, once. */
int push_stage(struct run *run, struct err *err) CVX_CHECK;
/* Push the target itself; ERR_SCHEMA if documents don't fit. */
int push_strict(struct run *run, struct err *err) CVX_CHECK;
/* Push the target with schema validation off, the seals and the indexes. */
int push_bridge(struct run *run, struct err *err) CVX_CHECK;

/* A push with validation off is live that the ledger knows nothing of: its run was killed
 * where there was no ledger yet. */
bool bridge_is_left(const struct run *run);
/* Say in the ledger that the bridge is open, and whose it is. */
int bridge_announce(struct run *run, struct err *err) CVX_CHECK;
/* The function that starts migrations, as far as the deployment has one; NULL if not. */
const char *start_path_live(const struct run *run);

/* ---- start.c: one migration at work, and how it is started ---- */

/* What is at work: the row as it shall stand in the ledger, and the function to start. */
struct work {
	const struct step *step;
	struct ledger_row row;
	const char *fn;
	bool reset, resume;
	const char *cursor;     /* where another function of the same code stopped, or NULL */
};

/* Start it in one transaction; a lost answer is replaced by looking. Functions that
 * somebody's push has removed are put back first, a few times. */
int work_start(struct run *run, struct work *work, struct err *err) CVX_CHECK;

/* ---- agreement.c: is it what was agreed to? All pass where nothing was. ---- */

/* The ledger, before anything is written. */
int agreement_check_ledger(const struct run *run, struct err *err) CVX_CHECK;
/* The revision that the lease is asked for; negative: any. */
int64_t agreement_revision(const struct run *run);
/* Say in words for people that the revision was another. Returns -1. */
int agreement_explain(const struct run *run, struct err *err);
int agreement_check_baseline(const struct run *run, struct err *err) CVX_CHECK;
int agreement_check_plan(const struct run *run, struct err *err) CVX_CHECK;
/* ---- proving.c ---- */

/* Push the target with schema validation on, and close the bridge. */
int prove(struct run *run, struct err *err) CVX_CHECK;

/* ---- planning.c ---- */

int make_plan(struct run *run, struct err *err) CVX_CHECK;
/* Plan, refuse, ask, and see that nothing else is at work. */
int plan_and_approve(struct run *run, struct err *err) CVX_CHECK;

/* ---- step.c ---- */

/* Carry out one step to its end. ERR_STEP_FAILED when the migration failed. */
int step_run(struct run *run, const struct step *step, struct err *err) CVX_CHECK;
/* Run a down that has ended once more, for documents written behind it. */
int step_repeat_down(struct run *run, const struct step *step, struct err *err) CVX_CHECK;

/* ---- quiet.c ---- */

/* What the migrations component says of one function. */
int component_ask(struct run *run, const char *fn, struct component_status *out,
                  struct err *err) CVX_CHECK;
/* The component has listed its newest only: ask for the others that matter by their names,
 * those of the ledger and of the target. */
int statuses_complete(struct run *run, struct err *err) CVX_CHECK;
/* No migration of this app may be at work before data is written: wait or cancel. */
int step_quiet(struct run *run, bool *changed, struct err *err) CVX_CHECK;

/* ---- run.c ---- */

int64_t run_now(const struct run *run);
void run_event(struct run *run, const struct run_event *event);
/* Look at the deployment and its ledger's head; refuse where nothing may be touched. */
int run_look(struct run *run, struct err *err) CVX_CHECK;
/* Write the journal as the run stands; why: it stops, and this is the reason. */
int run_journal(struct run *run, const char *why, struct err *err) CVX_CHECK;
/* Read the ledger, the component's states and what is deployed. */
int run_read(struct run *run, struct err *err) CVX_CHECK;

#endif

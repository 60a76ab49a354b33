/* agreement.c - a run whose plan was agreed to beforehand does exactly that, or nothing. */
#include "run/internal.h"

#include "base/buf.h"

static int anew(struct err *err)
{
	return err_hint(err, "look at it anew: git cvx plan --json > <file>");
}

static int moved(struct err *err)
{
	err_set(err, ERR_DECISION, "the ledger has moved since the plan was made");
	return anew(err);
}

int agreement_check_ledger(const struct run *run, struct err *err)
{
	const struct agreed *agreed = run->agreed;
	const struct ledger *ledger = &run->ledger;

	if (!agreed)
		return 0;
	if (agreed->ledger_id && !text_equal(agreed->ledger_id, ledger->ledger_id)) {
		err_set(err, ERR_DECISION, "the plan was made for another deployment");
		return anew(err);
	}
	if (!agreed->ledger_id && !ledger->ledger_id)
		return 0;
	if (!agreed->ledger_id || agreed->revision != ledger->revision)
		return moved(err);
	return 0;
}

int64_t agreement_revision(const struct run *run)
{
	/* What this run itself has mounted was compared before. */
	return run->agreed && !run->push.pushed ? run->agreed->revision : -1;
}

int agreement_explain(const struct run *run, struct err *err)
{
	if (!run->agreed || err->code != ERR_LEDGER_MOVED)
		return -1;
	err_clear(err);
	return moved(err);
}

int agreement_check_baseline(const struct run *run, struct err *err)
{
	bool records = !run->ledger.has_baseline && !run->deployed.has_documents;

	if (!run->agreed || run->agreed->records_lineup == records)
		return 0;
	err_set(err, ERR_DECISION, records ? "the deployment is empty now, unlike when the plan was "
	        "made" : "the deployment was empty when the plan was made, and isn't now");
	return anew(err);
}

int agreement_check_plan(const struct run *run, struct err *err)
{
	const char *difference;

	if (!run->agreed)
		return 0;
	difference = agreed_difference(run->agreed, &run->plan, run->arena);
	if (!difference)
		return 0;
	err_set(err, ERR_DECISION, "the plan is another one now: %s", difference);
	return anew(err);
}

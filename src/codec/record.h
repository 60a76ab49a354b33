/* record.h - plans, lineups, findings and the past as JSON, version 1: for --json. Stable: members are only
 * added. Absent members are unknown or don't apply. The man page says what each is. */
#ifndef CVX_CODEC_RECORD_H
#define CVX_CODEC_RECORD_H

#include "base/buf.h"
#include "core/agreed.h"
#include "core/finding.h"
#include "core/log.h"
#include "core/matrix.h"
#include "core/overview.h"
#include "core/preview.h"

#define RECORD_VERSION 1

/* Each writes one object and a newline. */
void record_plan(struct buf *out, const struct preview *preview);
/* The members of its plan, and those of its own. */
void record_status(struct buf *out, const struct overview *overview);

/* Read one back. ERR_SERVER, ERR_CONFIG: it is no plan, or one of another version;
 * ERR_DECISION: one that can't be carried out. */
int record_read_plan(struct agreed *out, struct arena *arena, const char *text, size_t len,
                     struct err *err) CVX_CHECK;

/* A lineup, and the tree that holds it. */
struct record_lineup {
	const struct lineup *lineup;
	const char *tree, *commit, *branch;   /* NULL: there is none */
	const enum overview_state *states;    /* of each migration, as of the last run; NULL: not
	                                       * known */
};

void record_list(struct buf *out, const struct record_lineup *list);
/* What `git cvx doctor` found out; program: whose version it is. */
void record_findings(struct buf *out, const char *program, const struct findings *findings);

/* What was done to a deployment. */
struct record_log {
	const struct log *log;
	size_t count;                /* so many of its entries */
	const char *ledger_id, *environment;  /* NULL: none */
};

/* Branches, environments, migrations; *matrix as matrix_make() leaves it. */
void record_matrix(struct buf *out, const struct matrix *matrix);

void record_log(struct buf *out, const struct record_log *log);

void record_diff(struct buf *out, const struct record_lineup *from,
                 const struct record_lineup *to);

#endif

/* ledger.h - what the deployment says was applied, and what the official migrations
 * component says of what it ran. Pure values in the caller's arena. */
#ifndef CVX_CORE_LEDGER_H
#define CVX_CORE_LEDGER_H

#include "core/migration.h"

#include <stdint.h>

enum direction { DIRECTION_UP, DIRECTION_DOWN };

enum row_status {
	ROW_PENDING,      /* reserved: never written */
	ROW_RUNNING,
	ROW_COMPLETED,
	ROW_FAILED,
	ROW_ROLLED_BACK,
};

/* State of one function in the migrations component, as lib:getStatus answers. */
enum component_state {
	COMPONENT_UNKNOWN,    /* never started, or its worker's record is gone */
	COMPONENT_IN_PROGRESS,
	COMPONENT_SUCCESS,
	COMPONENT_FAILED,
	COMPONENT_CANCELED,
};

struct component_status {
	const char *name;     /* "migrations/<id>:up", "cvxSealed/s<16 hex>:down" */
	enum component_state state;
	bool known;           /* the component has a row of that name */
	int64_t processed;    /* documents visited in committed batches */
	const char *cursor;   /* where it stopped; NULL if it doesn't tell */
	const char *error;    /* whole text or NULL */
	double latest_start, latest_end; /* ms since the epoch; 0 if unset */
};

struct component_statuses {
	struct component_status *items;
	size_t count;
	bool more;            /* there are older ones than it listed */
};

/* One row of migrationStatus. Unset texts are NULL, unset numbers negative. */
struct ledger_row {
	const char *id;
	enum row_status status;
	enum direction direction;   /* of the last start */
	int64_t sequence;           /* order of application */
	const char *name, *description, *error;
	const char *source, *seal;  /* sourceHash, sealHash */
	const char *table;
	struct names tables;
	const char *commit, *branch;
	const char *up_path, *down_path;
	const char *clone_id, *clone_name; /* appliedBy */
	bool foreign;               /* appliedBy: nobody answers for it; left as it is */
	const char *renamed_from;   /* only when it is recorded: whose place it takes */
	double started_at, completed_at;   /* ms */
	int64_t processed;
	const char *environment;
};

struct ledger {
	const char *ledger_id;   /* NULL before the first write */
	int64_t revision;
	bool mounted;            /* our component is deployed */
	bool was_mounted;        /* it isn't, but it was: its rows come back with the next push */
	bool has_baseline;
	const char *bridge_run;  /* run id of the open bridge, NULL if none */
	const char *bridge_tree;
	double bridge_since;
	struct ledger_row *rows; /* sorted by id */
	size_t count;
};

const struct ledger_row *ledger_find(const struct ledger *ledger, const char *id);
void ledger_sort(struct ledger *ledger);

/* The migration's effect is in the data: completed, or a down that hasn't ended. */
bool row_is_applied(const struct ledger_row *row);
/* Said by hand to be none of ours: it is neither run nor undone unless it is named. */
bool row_is_foreign(const struct ledger_row *row);
/* Its up is, or was last, the sealed one: run to finish a half-done one. */
bool row_is_sealed_up(const struct ledger_row *row);
/* Started and neither completed nor rolled back, in either direction. */
bool row_is_unfinished(const struct ledger_row *row);

/* Words of the protocol: "running", "up", "inProgress"; parse returns -1 for others. */
const char *row_status_word(enum row_status status);
int row_status_parse(const char *word, enum row_status *out);
const char *direction_word(enum direction direction);
int direction_parse(const char *word, enum direction *out);
const char *component_state_word(enum component_state state);
enum component_state component_state_parse(const char *word);

const struct component_status *statuses_find(const struct component_statuses *statuses,
                                             const char *name);

#endif

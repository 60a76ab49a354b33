/* delta.h - target and ledger side by side: per id, where it stands.
 *
 * The plan's first half. Merges the two by id and asks the component what the ledger
 * cannot know: what was run by hand, how far an unfinished one got. Decides nothing. */
#ifndef CVX_CORE_DELTA_H
#define CVX_CORE_DELTA_H

#include "core/plan.h"

/* What is known of a migration's effect on the data. */
enum standing {
	STANDING_ABSENT,       /* never run, or undone */
	STANDING_APPLIED,
	STANDING_BY_HAND,      /* the component ran it, the ledger doesn't know */
	STANDING_HAND_UNDONE,  /* the ledger says applied, but its down was run by hand */
	STANDING_UP_ENDED,     /* unfinished up that the component has ended */
	STANDING_UP_UNTOUCHED, /* unfinished up, not one document done */
	STANDING_UP_PARTIAL,   /* unfinished up, some documents done */
	STANDING_DOWN_ENDED,   /* unfinished down that the component has ended */
	STANDING_DOWN_OPEN,    /* unfinished down */
};

enum place {
	PLACE_TARGET,
	PLACE_RETIRED,         /* not in the target, but in its history */
	PLACE_NOWHERE,         /* in neither; or the history isn't known */
};

struct delta_item {
	const char *id;
	const struct migration *migration;  /* NULL if the target lacks it */
	const struct ledger_row *row;       /* NULL if the ledger lacks it */
	const struct past_code *past;       /* code that git has and the ledger lacks, or NULL */
	struct names tables;                /* the target's and the row's */
	enum standing standing;
	enum place place;
	bool was_run;          /* the component has ended its up at some time */
	bool at_work;          /* unfinished up that the component has in progress */

	/* Decisions, made by choose.c and riders.c. */
	bool undo, run;
	bool record;           /* bring the row up to date without running anything */
	bool cancel;           /* stop it, before anything else */
	bool finish_first;     /* run the rest before it is undone */
	bool restart;          /* run from the first document, though some are done */
	bool skipped;          /* should be undone, has no down, policy leaves it */
	bool stays;            /* rides on something undone, can't be undone itself */
	enum step_reason undo_reason;
	const char *because_of;
};

struct delta {
	struct delta_item *items; /* those of the target in its order */
	size_t count;
	size_t applied_end;       /* no item from here on is on the data */
	size_t strays;            /* how many are on the data and not in the target */
};

void delta_make(struct delta *out, struct arena *arena, const struct plan_input *input);

struct delta_item *delta_find(const struct delta *delta, const char *id);

/* Its effect, or a part of it, is in the data and in the ledger. */
bool item_on_data(const struct delta_item *item);

/* Applied with another source than the target's; not so if either isn't known. */
bool item_is_edited(const struct delta_item *item);

/* Marked by hand as none of ours: stays as it is unless it is named. */
bool item_is_foreign(const struct delta_item *item);

/* There is a down for what was applied. */
bool item_is_reversible(const struct delta_item *item);

/* The code of its down is in the ledger, or can be put there from the target or from git's
 * past. */
bool item_has_down_code(const struct delta_item *item);

/* a was applied after b. */
bool item_is_later(const struct delta_item *a, const struct delta_item *b);

#endif

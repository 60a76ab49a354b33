/* ledger.c - rows of the ledger, states of the component, and their words. */
#include "core/ledger.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(words) (sizeof(words) / sizeof(*(words)))

static const char *const row_words[] = {
	[ROW_PENDING] = "pending",
	[ROW_RUNNING] = "running",
	[ROW_COMPLETED] = "completed",
	[ROW_FAILED] = "failed",
	[ROW_ROLLED_BACK] = "rolled_back",
};

static const char *const direction_words[] = {
	[DIRECTION_UP] = "up",
	[DIRECTION_DOWN] = "down",
};

static const char *const state_words[] = {
	[COMPONENT_UNKNOWN] = "unknown",
	[COMPONENT_IN_PROGRESS] = "inProgress",
	[COMPONENT_SUCCESS] = "success",
	[COMPONENT_FAILED] = "failed",
	[COMPONENT_CANCELED] = "canceled",
};

/* The index of word among the n words, or -1. */
static int find_word(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (word && !strcmp(words[i], word))
			return (int)i;
	return -1;
}

static int by_id(const void *a, const void *b)
{
	const struct ledger_row *x = a, *y = b;

	return strcmp(x->id, y->id);
}

const struct ledger_row *ledger_find(const struct ledger *ledger, const char *id)
{
	struct ledger_row key = { .id = id };

	if (!ledger->count)
		return NULL;
	return bsearch(&key, ledger->rows, ledger->count, sizeof(key), by_id);
}

void ledger_sort(struct ledger *ledger)
{
	if (ledger->count)
		qsort(ledger->rows, ledger->count, sizeof(*ledger->rows), by_id);
}

bool row_is_unfinished(const struct ledger_row *row)
{
	return row->status == ROW_RUNNING || row->status == ROW_FAILED;
}

/* What was undone, or is being undone, is so because somebody named it. */
bool row_is_foreign(const struct ledger_row *row)
{
	return row->foreign && row->status == ROW_COMPLETED;
}

bool row_is_sealed_up(const struct ledger_row *row)
{
	return row->up_path && !strncmp(row->up_path, "cvxSealed/", 10);
}

bool row_is_applied(const struct ledger_row *row)
{
	return row->status == ROW_COMPLETED ||
	       (row_is_unfinished(row) && row->direction == DIRECTION_DOWN);
}

const char *row_status_word(enum row_status status)
{
	return row_words[status];
}

int row_status_parse(const char *word, enum row_status *out)
{
	int i = find_word(row_words, COUNT(row_words), word);

	if (i < 0)
		return -1;
	*out = (enum row_status)i;
	return 0;
}

const char *direction_word(enum direction direction)
{
	return direction_words[direction];
}

int direction_parse(const char *word, enum direction *out)
{
	int i = find_word(direction_words, COUNT(direction_words), word);

	if (i < 0)
		return -1;
	*out = (enum direction)i;
	return 0;
}

const char *component_state_word(enum component_state state)
{
	return state_words[state];
}

/* A word we don't know says nothing that a decision could rest on. */
enum component_state component_state_parse(const char *word)
{
	int i = find_word(state_words, COUNT(state_words), word);

	return i < 0 ? COMPONENT_UNKNOWN : (enum component_state)i;
}

const struct component_status *statuses_find(const struct component_statuses *statuses,
                                             const char *name)
{
	for (size_t i = 0; i < statuses->count; i++)
		if (!strcmp(statuses->items[i].name, name))
			return &statuses->items[i];
	return NULL;
}

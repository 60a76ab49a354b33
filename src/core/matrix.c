/* matrix.c - lineups and ledgers side by side. */
#include "core/matrix.h"

#include <stdlib.h>
#include <string.h>

/* ---- which rows, and in which order ---------------------------------------------------- */

static bool has_modules(const struct matrix *m)
{
	for (size_t i = 0; i < m->branch_count; i++)
		if (m->branches[i].lineup->down_suffix)
			return true;
	return false;
}

static void add_all(struct names *ids, struct arena *arena, const struct matrix *m)
{
	for (size_t i = 0; i < m->branch_count; i++)
		for (size_t k = 0; k < m->branches[i].lineup->count; k++)
			names_add(ids, arena, m->branches[i].lineup->items[k].id);
	for (size_t i = 0; i < m->environment_count; i++)
		for (size_t k = 0; m->environments[i].ledger && k < m->environments[i].ledger->count; k++)
			names_add(ids, arena, m->environments[i].ledger->rows[k].id);
}

static void drop_doubles(struct names *sorted)
{
	size_t kept = 0;

	for (size_t i = 0; i < sorted->count; i++)
		if (!kept || strcmp(sorted->items[kept - 1], sorted->items[i]) != 0)
			sorted->items[kept++] = sorted->items[i];
	sorted->count = kept;
}

static size_t index_of(const struct names *ids, const char *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (!strcmp(ids->items[i], id))
			return i;
	return ids->count;
}

/* Modules have an order of their own: what a lineup has more comes behind what it has before. */
static void add_in_file_order(struct names *ids, struct arena *arena, const struct lineup *lineup)
{
	size_t at = 0;

	for (size_t i = 0; i < lineup->count; i++) {
		const char *id = lineup->items[i].id;
		size_t known = index_of(ids, id);

		if (known < ids->count) {
			at = known + 1;
			continue;
		}
		names_add(ids, arena, id);
		memmove(ids->items + at + 1, ids->items + at,
		        (ids->count - 1 - at) * sizeof(*ids->items));
		ids->items[at++] = id;
	}
}

static struct names find_ids(const struct matrix *m, struct arena *arena)
{
	struct names ids = { 0 }, all = { 0 };

	add_all(&all, arena, m);
	if (!has_modules(m)) {
		ids = names_sorted(&all, arena);
		drop_doubles(&ids);
		return ids;
	}
	for (size_t i = 0; i < m->branch_count; i++)
		add_in_file_order(&ids, arena, m->branches[i].lineup);
	for (size_t i = 0; i < all.count; i++)
		if (!names_contain(&ids, all.items[i]))
			names_add(&ids, arena, all.items[i]);
	return ids;
}

/* ---- the cells ------------------------------------------------------------------------- */

const struct ledger_row *matrix_told_by(const struct matrix_environment *environment,
                                        const char *id)
{
	return environment->ledger ? ledger_find(environment->ledger, id) : NULL;
}

static const char *version_applied(const struct matrix *m, const char *id)
{
	for (size_t i = 0; i < m->environment_count; i++) {
		const struct ledger_row *row = matrix_told_by(&m->environments[i], id);

		if (row && row_is_applied(row) && row->source)
			return row->source;
	}
	return NULL;
}

static void fill_branches(struct matrix_row *row, const struct matrix *m)
{
	const char *version = version_applied(m, row->id);

	for (size_t i = 0; i < m->branch_count; i++) {
		const struct migration *on = lineup_find(m->branches[i].lineup, row->id);

		if (!on)
			continue;
		if (!row->description)
			row->description = on->description;
		if (!version)
			version = on->source;
		row->on[i] = version && on->source && strcmp(version, on->source) != 0
			? MATRIX_EDITED : MATRIX_THERE;
	}
}

static bool is_on_none(const struct matrix_row *row, const struct matrix *m)
{
	for (size_t i = 0; i < m->branch_count; i++)
		if (row->on[i] != MATRIX_ABSENT)
			return false;
	return !m->past || !names_find(m->past, row->id);
}

static enum matrix_in state_of(const struct ledger_row *told, bool is_on_none_of_them)
{
	if (!told)
		return MATRIX_NEVER;
	if (told->status == ROW_FAILED)
		return MATRIX_FAILED;
	if (row_is_unfinished(told))
		return MATRIX_UNFINISHED;
	if (told->status == ROW_ROLLED_BACK)
		return MATRIX_UNDONE;
	if (told->status != ROW_COMPLETED)
		return MATRIX_NEVER;
	return is_on_none_of_them && !row_is_foreign(told) ? MATRIX_PHANTOM : MATRIX_APPLIED;
}

static void fill_environments(struct matrix_row *row, const struct matrix *m)
{
	bool on_none = is_on_none(row, m);

	for (size_t i = 0; i < m->environment_count; i++) {
		const struct matrix_environment *e = &m->environments[i];

		row->in[i] = e->access == MATRIX_SILENT || e->access == MATRIX_NOT_LINKED
			? MATRIX_UNKNOWN : state_of(matrix_told_by(e, row->id), on_none);
	}
}

/* ---- how environments stand ------------------------------------------------------------ */

static const struct matrix_branch *branch_of(const struct matrix *m,
                                             const struct matrix_environment *e)
{
	for (size_t i = 0; e->wanted_branch && i < m->branch_count; i++)
		if (!strcmp(m->branches[i].name, e->wanted_branch))
			return &m->branches[i];
	return m->branch_count ? &m->branches[0] : NULL;
}

static void compare(struct matrix_environment *e, const struct matrix *m)
{
	e->branch = e->access == MATRIX_READ || e->access == MATRIX_EMPTY ? branch_of(m, e) : NULL;
	e->behind = e->ahead = e->failed = 0;
	for (size_t i = 0; i < m->row_count; i++) {
		const struct matrix_row *row = &m->rows[i];
		enum matrix_in in = row->in[e - m->environments];
		bool applied = in == MATRIX_APPLIED || in == MATRIX_PHANTOM;
		bool wanted = e->branch && row->on[e->branch - m->branches] != MATRIX_ABSENT;

		e->failed += in == MATRIX_FAILED || in == MATRIX_UNFINISHED;
		e->behind += wanted && !applied;
		e->ahead += applied && !wanted && !row_is_foreign(matrix_told_by(e, row->id)) &&
		            !(m->past && names_find(m->past, row->id));
	}
}

void matrix_make(struct matrix *m, struct arena *arena)
{
	struct names ids = find_ids(m, arena);

	m->rows = arena_alloc(arena, (ids.count + 1) * sizeof(*m->rows));
	m->row_count = ids.count;
	for (size_t i = 0; i < ids.count; i++) {
		struct matrix_row *row = &m->rows[i];

		row->id = ids.items[i];
		row->on = arena_alloc(arena, (m->branch_count + 1) * sizeof(*row->on));
		row->in = arena_alloc(arena, (m->environment_count + 1) * sizeof(*row->in));
		fill_branches(row, m);
		fill_environments(row, m);
	}
	for (size_t i = 0; i < m->environment_count; i++)
		compare(&m->environments[i], m);
}

/* ---- words ----------------------------------------------------------------------------- */

static const char *distance(const struct matrix_environment *e, struct arena *arena)
{
	const char *name = e->branch->name;

	if (!e->behind && !e->ahead)
		return arena_printf(arena, "%sin step with %s", e->failed ? "not " : "", name);
	if (!e->ahead)
		return arena_printf(arena, "%zu behind %s", e->behind, name);
	if (!e->behind)
		return arena_printf(arena, "%zu ahead of %s", e->ahead, name);
	return arena_printf(arena, "%zu behind and %zu ahead of %s", e->behind, e->ahead, name);
}

const char *matrix_stand(const struct matrix_environment *e, struct arena *arena)
{
	const char *text = e->branch ? distance(e, arena) : "";

	return e->branch && e->failed ? arena_printf(arena, "%s, %zu not finished", text, e->failed)
	                              : text;
}

static const char *count(struct arena *arena, size_t n, const char *one, const char *more)
{
	return arena_printf(arena, "%zu %s", n, n == 1 ? one : more);
}

const char *matrix_counts(const struct matrix *m, struct arena *arena)
{
	return arena_printf(arena, "%s, %s, %s",
	                    count(arena, m->branch_count, "branch", "branches"),
	                    count(arena, m->linked_count, "environment", "environments"),
	                    count(arena, m->row_count, "migration", "migrations"));
}

const char *matrix_on_word(enum matrix_on on)
{
	static const char *const words[] = {
		[MATRIX_ABSENT] = "absent", [MATRIX_THERE] = "there", [MATRIX_EDITED] = "edited",
	};

	return words[on];
}

const char *matrix_in_word(enum matrix_in in)
{
	static const char *const words[] = {
		[MATRIX_NEVER] = "never", [MATRIX_APPLIED] = "applied", [MATRIX_FAILED] = "failed",
		[MATRIX_UNFINISHED] = "unfinished", [MATRIX_UNDONE] = "undone",
		[MATRIX_PHANTOM] = "phantom", [MATRIX_UNKNOWN] = "unknown",
	};

	return words[in];
}

const char *matrix_access_word(enum matrix_access access)
{
	static const char *const words[] = {
		[MATRIX_READ] = "read", [MATRIX_EMPTY] = "empty", [MATRIX_SILENT] = "silent",
		[MATRIX_NOT_LINKED] = "not-linked",
	};

	return words[access];
}

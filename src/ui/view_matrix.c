/* view_matrix.c - branches, environments and migrations, as text for people. */
#include "ui/view_matrix.h"

#include "base/utf8.h"
#include "ui/fit.h"

#include <string.h>

#define CELL_COLUMNS 2
#define GAP "  "
#define GAP_COLUMNS 2
#define LEAST_ID 30
#define TAKES_NOTE 20      /* columns that are worth saying more in */

enum sign {
	SIGN_ABSENT, SIGN_THERE, SIGN_EDITED, SIGN_APPLIED, SIGN_FAILED, SIGN_UNFINISHED,
	SIGN_UNDONE, SIGN_PHANTOM, SIGN_UNKNOWN, SIGN_COUNT
};

static const struct {
	const char *unicode, *ascii, *meaning;
	enum out_tone tone;
	bool plain;
} signs[] = {
	[SIGN_ABSENT] = { "\xc2\xb7", ".", "neither", OUT_FAINT, false },
	[SIGN_THERE] = { "\xe2\x97\x8f", "*", "on the branch", OUT_GOOD, true },
	[SIGN_EDITED] = { "~", "~", "edited there", OUT_DOUBTFUL, false },
	[SIGN_APPLIED] = { "\xe2\x9c\x93", "+", "applied", OUT_GOOD, false },
	[SIGN_FAILED] = { "\xe2\x9c\x97", "x", "failed", OUT_BAD, false },
	[SIGN_UNFINISHED] = { "\xe2\x80\xa6", ":", "not finished", OUT_DOUBTFUL, false },
	[SIGN_UNDONE] = { "\xe2\x86\xa9", "<", "undone", OUT_FAINT, false },
	[SIGN_PHANTOM] = { "!", "!", "applied, but on none of these branches", OUT_BAD, false },
	[SIGN_UNKNOWN] = { "?", "?", "not known", OUT_DOUBTFUL, false },
};

static enum sign sign_on(enum matrix_on on)
{
	static const enum sign of[] = {
		[MATRIX_ABSENT] = SIGN_ABSENT, [MATRIX_THERE] = SIGN_THERE,
		[MATRIX_EDITED] = SIGN_EDITED,
	};

	return of[on];
}

static enum sign sign_in(enum matrix_in in)
{
	static const enum sign of[] = {
		[MATRIX_NEVER] = SIGN_ABSENT, [MATRIX_APPLIED] = SIGN_APPLIED,
		[MATRIX_FAILED] = SIGN_FAILED, [MATRIX_UNFINISHED] = SIGN_UNFINISHED,
		[MATRIX_UNDONE] = SIGN_UNDONE, [MATRIX_PHANTOM] = SIGN_PHANTOM,
		[MATRIX_UNKNOWN] = SIGN_UNKNOWN,
	};

	return of[in];
}

static const char *shown(const struct view_matrix *v, enum sign sign)
{
	return v->unicode ? signs[sign].unicode : signs[sign].ascii;
}

static size_t all_columns(const struct matrix *m)
{
	return m->branch_count + m->linked_count;
}

/* Where the ids begin. */
static size_t cells_width(const struct matrix *m)
{
	return all_columns(m) * CELL_COLUMNS + (m->linked_count ? GAP_COLUMNS : 0) + 1;
}

size_t view_matrix_room(size_t columns, size_t environments)
{
	size_t taken = environments * CELL_COLUMNS + GAP_COLUMNS + 1 + LEAST_ID;

	return columns > taken + CELL_COLUMNS ? (columns - taken) / CELL_COLUMNS : 1;
}

/* ---- what the columns are -------------------------------------------------------------- */

/* The columns before this one go on downwards. */
static void add_bars(struct buf *out, const struct view_matrix *v, size_t column)
{
	for (size_t i = 0; i < column; i++) {
		if (i == v->matrix->branch_count)
			buf_adds(out, GAP);
		buf_adds(out, v->unicode ? "\xe2\x94\x82 " : "| ");
	}
	if (column == v->matrix->branch_count)
		buf_adds(out, GAP);
	buf_adds(out, v->unicode ? "\xe2\x94\x8c " : "+ ");
}

static void head(struct out *out, const struct view_matrix *v, size_t column, const char *name,
                 const char *more)
{
	size_t at = (column + 1) * CELL_COLUMNS + (column >= v->matrix->branch_count) * GAP_COLUMNS;
	size_t room = v->columns > at + 1 ? v->columns - at : 1, taken;
	struct buf text = BUF_INIT;

	add_bars(&text, v, column);
	fit_add(&text, name, room, FIT_CUT_MIDDLE, v->unicode);
	out_result(out, text.text);
	buf_truncate(&text, 0);
	taken = utf8_columns(name);
	if (*more && taken + 2 < room) {
		buf_adds(&text, GAP);
		fit_add(&text, more, room - taken - 2, FIT_CUT_END, v->unicode);
		out_toned(out, OUT_FAINT, text.text);
	}
	out_result(out, "\n");
	buf_dispose(&text);
}

static const char *about_branch(const struct matrix_branch *b)
{
	if (b->problem)
		return "can't be read";
	if (!b->has_app)
		return b->is_current ? "checked out; without git-cvx" : "without git-cvx";
	return b->is_current ? "checked out" : "";
}

static const char *about_environment(const struct view_matrix *v,
                                     const struct matrix_environment *e)
{
	const char *production = e->is_production ? "production; " : "";

	if (e->access == MATRIX_SILENT)
		return arena_printf(v->arena, "%scan't be asked", production);
	if (e->access == MATRIX_EMPTY)
		return arena_printf(v->arena, "%snothing was done there yet", production);
	return arena_printf(v->arena, "%s%s", production, matrix_stand(e, v->arena));
}

static void heads(struct out *out, const struct view_matrix *v)
{
	const struct matrix *m = v->matrix;

	for (size_t i = 0; i < m->branch_count; i++)
		head(out, v, i, m->branches[i].name, about_branch(&m->branches[i]));
	for (size_t i = 0; i < m->linked_count; i++)
		head(out, v, m->branch_count + i, m->environments[i].name,
		     about_environment(v, &m->environments[i]));
}

/* ---- migrations ------------------------------------------------------------------------ */

static void cell(struct out *out, const struct view_matrix *v, enum sign sign)
{
	if (signs[sign].plain)
		out_result(out, shown(v, sign));
	else
		out_toned(out, signs[sign].tone, shown(v, sign));
	out_result(out, " ");
}

/* Whose a phantom is, or was. */
static void add_origin(struct buf *out, const struct matrix *m, const struct matrix_row *row)
{
	for (size_t i = 0; i < m->linked_count; i++) {
		const struct ledger_row *told = matrix_told_by(&m->environments[i], row->id);

		if (row->in[i] != MATRIX_PHANTOM || !told)
			continue;
		buf_addf(out, "%s%s", told->branch ? "from " : "", told->branch ? told->branch : "");
		if (told->clone_name)
			buf_addf(out, "%sby %s", out->len ? ", " : "", told->clone_name);
		return;
	}
}

static void row_of(struct out *out, const struct view_matrix *v, const struct matrix_row *row)
{
	size_t at = cells_width(v->matrix), room = v->columns > at + LEAST_ID / 2
		? v->columns - at : LEAST_ID / 2, taken = utf8_columns(row->id);
	struct buf text = BUF_INIT, origin = BUF_INIT;

	for (size_t i = 0; i < v->matrix->branch_count; i++)
		cell(out, v, sign_on(row->on[i]));
	if (v->matrix->linked_count)
		out_result(out, GAP);
	for (size_t i = 0; i < v->matrix->linked_count; i++)
		cell(out, v, sign_in(row->in[i]));
	buf_addc(&text, ' ');
	fit_add(&text, row->id, room, FIT_CUT_MIDDLE, v->unicode);
	out_result(out, text.text);
	buf_truncate(&text, 0);
	add_origin(&origin, v->matrix, row);
	if (origin.len && taken + TAKES_NOTE < room) {
		buf_adds(&text, GAP);
		fit_add(&text, origin.text, room - taken - GAP_COLUMNS, FIT_CUT_END, v->unicode);
		out_toned(out, OUT_FAINT, text.text);
	}
	out_result(out, "\n");
	buf_dispose(&origin);
	buf_dispose(&text);
}

/* ---- below ----------------------------------------------------------------------------- */

static void count_signs(size_t counts[SIGN_COUNT], const struct matrix *m)
{
	for (size_t i = 0; i < m->row_count; i++) {
		for (size_t k = 0; k < m->branch_count; k++)
			counts[sign_on(m->rows[i].on[k])]++;
		for (size_t k = 0; k < m->linked_count; k++)
			counts[sign_in(m->rows[i].in[k])]++;
	}
}

/* Only the signs that are there; what the others leave comes last. */
static void legend(struct out *out, const struct view_matrix *v)
{
	size_t counts[SIGN_COUNT] = { 0 }, used = 0;
	struct buf text = BUF_INIT;

	count_signs(counts, v->matrix);
	for (size_t i = 0; i < SIGN_COUNT; i++) {
		enum sign sign = (enum sign)((i + 1) % SIGN_COUNT);
		const char *part;
		size_t width;

		if (!counts[sign])
			continue;
		part = arena_printf(v->arena, "%s %s", shown(v, sign), signs[sign].meaning);
		width = utf8_columns(part);
		if (used && used + 3 + width > v->columns) {
			buf_addc(&text, '\n');
			used = 0;
		}
		buf_addf(&text, "%s%s", used ? "   " : "", part);
		used += width + (used ? 3 : 0);
	}
	if (text.len)
		buf_addc(&text, '\n');
	out_result(out, text.len ? "\n" : "");
	out_toned(out, OUT_FAINT, text.text);
	buf_dispose(&text);
}

static void note(struct out *out, const struct view_matrix *v, const char *text)
{
	struct buf line = BUF_INIT;

	fit_add(&line, text, v->columns, FIT_CUT_END, v->unicode);
	buf_addc(&line, '\n');
	out_result(out, line.text);
	buf_dispose(&line);
}

static void notes(struct out *out, const struct view_matrix *v)
{
	const struct matrix *m = v->matrix;

	if (m->other_branches)
		note(out, v, arena_printf(v->arena, "and %zu more branch%s: name those that you want to "
		                          "see", m->other_branches, m->other_branches == 1 ? "" : "es"));
	for (size_t i = 0; i < m->branch_count; i++)
		if (m->branches[i].problem)
			note(out, v, arena_printf(v->arena, "%s: %s", m->branches[i].name,
			                          m->branches[i].problem));
	for (size_t i = 0; i < m->environment_count; i++) {
		const struct matrix_environment *e = &m->environments[i];

		if (e->access == MATRIX_NOT_LINKED)
			note(out, v, arena_printf(v->arena, "%s isn't linked in this clone", e->name));
		else if (e->problem)
			note(out, v, arena_printf(v->arena, "%s: %s", e->name, e->problem));
	}
}

void view_matrix(struct out *out, const struct view_matrix *v)
{
	heads(out, v);
	for (size_t i = 0; i < v->matrix->row_count; i++)
		row_of(out, v, &v->matrix->rows[i]);
	if (!v->matrix->row_count)
		out_result(out, "There are no migrations.\n");
	legend(out, v);
	notes(out, v);
}

/* table.c - rows in columns that are aligned, cut to the terminal's width, in colour. */
#include "ui/table.h"

#include "base/utf8.h"
#include "ui/fit.h"

#include <string.h>

#define GAP 2
#define LEAST 4           /* columns that a cut cell must have to be worth showing */
#define NARROW 40         /* in fewer columns no text is wrapped: it goes below */
#define NARROWEST 24      /* ... and in fewer it is cut */

struct line {
	struct out *out;
	size_t at, most;      /* columns; most: of the terminal, 0 if it is none */
};

struct table_row *table_add(struct table *table)
{
	table->rows = arena_grow(table->arena, table->rows, table->count, sizeof(*table->rows));
	table->rows[table->count] = (struct table_row){ .below = NULL };
	return &table->rows[table->count++];
}

static const char *cell(const struct table_row *row, size_t column)
{
	return row->cells[column] ? row->cells[column] : "";
}

static size_t last_cell(const struct table_row *row)
{
	size_t last = 0;

	for (size_t i = 0; i < TABLE_COLUMNS; i++)
		if (*cell(row, i))
			last = i;
	return last;
}

static size_t width_of(const struct table *table, size_t column)
{
	size_t width = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct table_row *row = &table->rows[i];
		size_t n = utf8_columns(cell(row, column));

		if (n > width && !(row->spans && column == last_cell(row)))
			width = n;
	}
	return width;
}

/* A cell is one line, whoever wrote it. */
static void put(struct line *l, enum out_tone tone, const char *text, size_t len)
{
	struct buf one = BUF_INIT;

	for (size_t i = 0; i < len; i++)
		buf_addc(&one, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
	out_toned(l->out, tone, one.text);
	buf_dispose(&one);
}

static void blanks(struct line *l, size_t count)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%*s", (int)count, "");
	out_result(l->out, text.text);
	buf_dispose(&text);
	l->at += count;
}

/* As much of the text as fits; false if that wasn't all. */
static bool put_cut(struct line *l, enum out_tone tone, const char *text)
{
	size_t columns = utf8_columns(text), room = l->most > l->at ? l->most - l->at : 0;
	struct buf fits = BUF_INIT;

	if (!l->most || columns <= room) {
		put(l, tone, text, strlen(text));
		l->at += columns;
		return true;
	}
	fit_add(&fits, text, room, FIT_CUT_END, l->out->unicode);
	put(l, tone, fits.text, fits.len);
	buf_dispose(&fits);
	return false;
}

/* How much of the text goes on this line: up to a blank, if there is one. */
static size_t line_end(const char *text, size_t columns)
{
	size_t len = utf8_fit(text, columns), end = len;

	if (!text[len])
		return len;
	while (end && text[end] != ' ')
		end--;
	return end ? end : len;
}

/* From the next column on, `gap` away; or below, a little further in than the cell before,
 * which begins at `before`. */
static void put_wrapped(struct line *l, const char *text, size_t gap, size_t before)
{
	size_t start = l->at + gap;

	if (l->most < start + NARROW && utf8_columns(text) + start > l->most) {
		start = before + GAP;
		out_result(l->out, "\n");
		blanks(l, start);
	} else {
		blanks(l, gap);
	}
	while (*text) {
		size_t len = line_end(text, l->most - start);

		put(l, OUT_PLAIN, text, len);
		text += len;
		text += strspn(text, " ");
		if (*text) {
			out_result(l->out, "\n");
			blanks(l, start);
		}
	}
}

static void print_row(struct line *l, const struct table *table, const struct table_row *row,
                      const size_t widths[])
{
	size_t last = last_cell(row), before = l->at, gap = 0;

	for (size_t i = 0; i <= last; i++) {
		const char *text = cell(row, i);
		size_t start = l->at + gap, needed = utf8_columns(text);

		if (!*text) {
			gap += widths[i] ? widths[i] + GAP : 0;
			continue;
		}
		if (i == last && table->wraps && l->most > before + GAP + NARROWEST) {
			put_wrapped(l, text, gap, before);
			break;
		}
		if (l->most && l->most < start + (needed < LEAST ? needed : LEAST))
			break;
		blanks(l, gap);
		if (!put_cut(l, row->tones[i], text))
			break;
		gap = (widths[i] > needed ? widths[i] - needed : 0) + GAP;
		before = start;
	}
	out_result(l->out, "\n");
}

void table_print(struct out *out, const struct table *table)
{
	size_t widths[TABLE_COLUMNS], most = out->width > 0 ? (size_t)out->width : 0;

	for (size_t i = 0; i < TABLE_COLUMNS; i++)
		widths[i] = width_of(table, i);
	for (size_t i = 0; i < table->count; i++) {
		const struct table_row *row = &table->rows[i];
		struct line line = { out, strlen(table->indent), most };

		out_result(out, table->indent);
		print_row(&line, table, row, widths);
		if (!row->below)
			continue;
		out_result(out, table->indent);
		line.at = strlen(table->indent);
		blanks(&line, GAP);
		put_cut(&line, OUT_BAD, row->below);
		out_result(out, "\n");
	}
}

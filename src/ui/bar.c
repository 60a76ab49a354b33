/* bar.c - how far a migration has come. */
#include "ui/bar.h"

#include "base/utf8.h"

#include <string.h>

#define LEAST 10              /* columns of a bar */
#define MOST 30
#define RATE_AFTER_MS 500     /* what is earlier says nothing yet */

/* What is beside the bar; later parts are left out first, the time that is left last. */
enum part { PART_PERCENT = 1, PART_LEFT = 2, PART_COUNT = 4, PART_RATE = 8 };

static const int layouts[] = {
	PART_PERCENT | PART_LEFT | PART_COUNT | PART_RATE,
	PART_PERCENT | PART_LEFT | PART_COUNT, PART_PERCENT | PART_LEFT, PART_PERCENT,
};

#define LAYOUTS (sizeof(layouts) / sizeof(*layouts))

/* More than there were: whoever counted knew less. */
static bool has_total(const struct bar *bar)
{
	return bar->total > 0 && bar->done <= bar->total;
}

static int percent(const struct bar *bar)
{
	int n = (int)((double)bar->done * 100 / (double)bar->total);

	return n < 99 ? n : 99;
}

/* Documents per second; 0: not known yet. */
static double rate(const struct bar *bar)
{
	if (bar->elapsed_ms < RATE_AFTER_MS || bar->done <= bar->first)
		return 0;
	return (double)(bar->done - bar->first) * 1000 / (double)bar->elapsed_ms;
}

static void add_separator(struct buf *text, size_t start)
{
	if (text->len > start)
		buf_adds(text, ", ");
}

static void add_rate(struct buf *text, size_t start, const struct bar *bar)
{
	double r = rate(bar);

	if (r <= 0)
		return;
	add_separator(text, start);
	buf_addf(text, r < 10 ? "%.1f/s" : "%.0f/s", r);
}

static void add_left(struct buf *text, size_t start, const struct bar *bar)
{
	double r = rate(bar);
	long long s;

	if (r <= 0)
		return;
	s = (long long)((double)(bar->total - bar->done) / r) + 1;
	add_separator(text, start);
	if (s < 60)
		buf_addf(text, "%lld s left", s);
	else if (s < 3600)
		buf_addf(text, "%lld min left", (s + 59) / 60);
	else
		buf_addf(text, "%lld h %02lld min left", s / 3600, s % 3600 / 60);
}

static void add_parts(struct buf *text, const struct bar *bar, int parts)
{
	size_t start = text->len;

	if (parts & PART_PERCENT)
		buf_addf(text, "%d %%", percent(bar));
	if (parts & PART_COUNT) {
		add_separator(text, start);
		buf_addf(text, "%lld/%lld", (long long)bar->done, (long long)bar->total);
	}
	if (parts & PART_RATE)
		add_rate(text, start, bar);
	if (parts & PART_LEFT)
		add_left(text, start, bar);
}

static void add_bar(struct buf *line, const struct bar *bar, size_t columns, bool unicode)
{
	size_t cells = unicode ? columns : columns - 2;
	size_t full = (size_t)((double)bar->done * (double)cells / (double)bar->total);

	if (full >= cells)
		full = cells - 1;
	buf_adds(line, unicode ? "" : "[");
	for (size_t i = 0; i < cells; i++)
		buf_adds(line, unicode ? i < full ? "\u2588" : "\u2591" : i < full ? "#" : ".");
	buf_adds(line, unicode ? "" : "]");
}

/* Half of the line at most, so that there is place for how far it is. */
static void add_what(struct buf *line, const char *what, size_t columns)
{
	size_t most = columns / 2;

	if (utf8_columns(what) <= most) {
		buf_adds(line, what);
		return;
	}
	buf_add(line, what, utf8_fit(what, most - 3));
	buf_adds(line, "...");
}

static void add_with_total(struct buf *line, const struct bar *bar, size_t columns, bool unicode)
{
	struct buf parts = BUF_INIT;
	size_t used, room = 0;

	add_what(line, bar->what, columns);
	used = utf8_columns(line->text) + 2;
	for (size_t i = 0; i < LAYOUTS && room < LEAST; i++) {
		buf_truncate(&parts, 0);
		add_parts(&parts, bar, layouts[i]);
		room = used + parts.len < columns ? columns - used - parts.len : 0;
	}
	if (room >= LEAST) {
		buf_addc(line, ' ');
		add_bar(line, bar, room < MOST ? room : MOST, unicode);
	}
	buf_addf(line, " %s", parts.text);
	buf_dispose(&parts);
}

void bar_line(struct buf *line, const struct bar *bar, int columns, bool unicode)
{
	if (has_total(bar) && columns > 0)
		add_with_total(line, bar, (size_t)columns, unicode);
	else
		bar_words(line, bar);
}

void bar_words(struct buf *line, const struct bar *bar)
{
	long long seconds = (long long)(bar->elapsed_ms / 1000);
	size_t start;

	buf_addf(line, "%s: ", bar->what);
	if (has_total(bar))
		buf_addf(line, "%lld of %lld documents", (long long)bar->done,
		         (long long)bar->total);
	else
		buf_addf(line, "%lld document%s", (long long)bar->done, bar->done == 1 ? "" : "s");
	start = line->len - 1;
	add_rate(line, start, bar);
	if (has_total(bar))
		add_left(line, start, bar);
	buf_addf(line, ", for %lld s", seconds);
}

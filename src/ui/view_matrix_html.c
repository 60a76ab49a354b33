/* view_matrix_html.c - branches, environments and migrations as a page of its own. */
#include "ui/view_matrix_html.h"

#include "base/clock.h"
#include "core/error_text.h"
#include "ui/fit.h"

#include <ctype.h>
#include <string.h>

#define HEAD_COLUMNS 26    /* what a name is cut to above its column */

static void add_escaped(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '&':  buf_adds(out, "&amp;"); break;
		case '<':  buf_adds(out, "&lt;"); break;
		case '>':  buf_adds(out, "&gt;"); break;
		case '"':  buf_adds(out, "&quot;"); break;
		case '\'': buf_adds(out, "&#39;"); break;
		default:   buf_addc(out, text[i]);
		}
	}
}

static void esc(struct buf *out, const char *text)
{
	add_escaped(out, text, strlen(text));
}

static void sign(struct buf *out, const char *name)
{
	buf_addf(out, "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><use href=\"#s-%s\"/></svg>",
	         name);
}

/* ---- above the table ------------------------------------------------------------------- */

static void add_state(struct buf *out, const struct matrix_environment *e, struct arena *arena)
{
	if (e->access == MATRIX_SILENT)
		buf_adds(out, "can&#39;t be asked");
	else if (e->access == MATRIX_EMPTY)
		buf_adds(out, "nothing was done there yet");
	else
		esc(out, matrix_stand(e, arena));
}

static void summary(struct buf *out, const struct matrix_page *page)
{
	const struct matrix *m = page->matrix;
	char text[CLOCK_TEXT_SIZE];

	buf_adds(out, "<p class=\"summary\">");
	esc(out, matrix_counts(m, page->arena));
	for (size_t i = 0; i < m->linked_count; i++) {
		enum matrix_access access = m->environments[i].access;

		buf_adds(out, "; ");
		esc(out, m->environments[i].name);
		buf_adds(out, access == MATRIX_READ ? " is " : access == MATRIX_EMPTY ? ": " : " ");
		add_state(out, &m->environments[i], page->arena);
	}
	buf_addf(out, ".</p>\n<p class=\"made\">As of %s</p>\n", clock_text(text, page->made_at));
}

static const char *class_of(const struct matrix_environment *e)
{
	if (e->failed)
		return "bad";
	return e->access == MATRIX_READ && !e->behind && !e->ahead ? "step" : "off";
}

static void environments(struct buf *out, const struct matrix_page *page)
{
	const struct matrix *m = page->matrix;

	if (!m->linked_count)
		return;
	buf_adds(out, "<ul class=\"environments\" aria-label=\"Environments\">\n");
	for (size_t i = 0; i < m->linked_count; i++) {
		const struct matrix_environment *e = &m->environments[i];

		buf_addf(out, "<li class=\"%s\"><h2>", class_of(e));
		esc(out, e->name);
		buf_adds(out, e->is_production ? " <span class=\"badge\">production</span>" : "");
		buf_adds(out, "</h2><p>");
		add_state(out, e, page->arena);
		buf_adds(out, "</p></li>\n");
	}
	buf_adds(out, "</ul>\n");
}

/* ---- the table's head ------------------------------------------------------------------ */

/* group: NULL, or what this column and those behind it are. */
static void column(struct buf *out, const char *name, const char *classes, const char *kind,
                   const char *group)
{
	struct buf shown = BUF_INIT;

	fit_add(&shown, name, HEAD_COLUMNS, FIT_CUT_MIDDLE, true);
	buf_addf(out, "<th scope=\"col\" class=\"column%s%s\"", classes, group ? " group" : "");
	if (group)
		buf_addf(out, " data-group=\"%s\"", group);
	buf_adds(out, " title=\"");
	esc(out, name);
	buf_addf(out, "\" aria-label=\"%s ", kind);
	esc(out, name);
	buf_adds(out, "\"><span aria-hidden=\"true\">");
	esc(out, shown.text);
	buf_adds(out, "</span></th>\n");
	buf_dispose(&shown);
}

static void table_head(struct buf *out, const struct matrix *m)
{
	buf_adds(out, "<thead>\n<tr>\n<th scope=\"col\">Migration</th>\n");
	for (size_t i = 0; i < m->branch_count; i++)
		column(out, m->branches[i].name, m->branches[i].is_current ? " here" : "", "branch",
		       i ? NULL : "Branches");
	for (size_t i = 0; i < m->linked_count; i++)
		column(out, m->environments[i].name, i ? "" : " first", "environment",
		       i ? NULL : "Environments");
	buf_adds(out, "<td class=\"filler\" aria-hidden=\"true\"></td>\n</tr>\n</thead>\n");
}

/* ---- cells ----------------------------------------------------------------------------- */

struct cell {
	const char *state;         /* class, and name of the sign */
	const char *words;
	const char *place;         /* branch or environment */
	const struct ledger_row *told;
	bool is_first;
	size_t row, column;
};

static void add_when(struct buf *out, const struct ledger_row *told)
{
	double ms = told->completed_at > 0 ? told->completed_at : told->started_at;
	char text[CLOCK_TEXT_SIZE];

	if (ms > 0)
		buf_addf(out, ", %s", clock_text(text, (int64_t)ms));
	if (told->clone_name) {
		buf_adds(out, ", by ");
		esc(out, told->clone_name);
	}
	if (told->commit)
		buf_addf(out, ", from ");
	if (told->commit)
		add_escaped(out, told->commit, strnlen(told->commit, 7));
	if (told->commit && told->branch) {
		buf_adds(out, " (");
		esc(out, told->branch);
		buf_addc(out, ')');
	}
	if (told->processed >= 0)
		buf_addf(out, ", %lld document%s", (long long)told->processed,
		         told->processed == 1 ? "" : "s");
}

static void tip(struct buf *out, const struct cell *c)
{
	const char *line;

	buf_addf(out, "<span class=\"tip\" role=\"tooltip\" id=\"t%zu-%zu\"><b>", c->row, c->column);
	esc(out, c->place);
	buf_addf(out, "</b>: %s", c->words);
	if (c->told)
		add_when(out, c->told);
	if (c->told && c->told->status == ROW_FAILED && c->told->error) {
		size_t len = error_line(&line, c->told->error);

		buf_adds(out, "<br>");
		add_escaped(out, line, len);
	}
	buf_adds(out, "</span>");
}

/* Where there is nothing to tell there is nothing to stop at. */
static void add_cell(struct buf *out, const struct cell *c)
{
	bool tells = c->told || strcmp(c->state, "absent") != 0;

	buf_addf(out, "<td class=\"%s%s\">", c->state, c->is_first ? " first" : "");
	if (tells)
		buf_addf(out, "<button type=\"button\" class=\"cell\" aria-describedby=\"t%zu-%zu\">",
		         c->row, c->column);
	else
		buf_adds(out, "<span class=\"cell\">");
	sign(out, c->state);
	buf_addf(out, "<span class=\"hidden\">%s</span>", c->words);
	if (tells)
		tip(out, c);
	buf_adds(out, tells ? "</button></td>\n" : "</span></td>\n");
}

static const char *words_on(enum matrix_on on)
{
	return on == MATRIX_THERE ? "on the branch" : on == MATRIX_EDITED
		? "on the branch, with another source than the one that was applied" : "not on the branch";
}

static const char *words_in(enum matrix_in in)
{
	static const char *const words[] = {
		[MATRIX_NEVER] = "never applied", [MATRIX_APPLIED] = "applied",
		[MATRIX_FAILED] = "failed", [MATRIX_UNFINISHED] = "not finished",
		[MATRIX_UNDONE] = "undone", [MATRIX_UNKNOWN] = "not known",
		[MATRIX_PHANTOM] = "applied, but on none of these branches",
	};

	return words[in];
}

/* ---- rows ------------------------------------------------------------------------------ */

/* "20251015_090000_": how ids begin that `git cvx new` makes. */
static size_t stamp_length(const char *id)
{
	size_t n = 0;

	while (n < 15 && (n == 8 ? id[n] == '_' : isdigit((unsigned char)id[n])))
		n++;
	return n == 15 && id[n] == '_' && id[n + 1] ? n : 0;
}

static void add_id(struct buf *out, const char *id)
{
	size_t stamp = stamp_length(id);

	buf_adds(out, "<span class=\"id\">");
	if (stamp) {
		buf_adds(out, "<span class=\"stamp\">");
		add_escaped(out, id, stamp);
		buf_adds(out, "<i>_</i></span>");
		id += stamp + 1;
	}
	for (; *id; id++) {
		add_escaped(out, id, 1);
		buf_adds(out, *id == '_' ? "<wbr>" : "");
	}
	buf_adds(out, "</span>");
}

static void row_head(struct buf *out, const struct matrix *m, const struct matrix_row *row)
{
	bool is_phantom = false;

	for (size_t i = 0; i < m->linked_count; i++)
		is_phantom = is_phantom || row->in[i] == MATRIX_PHANTOM;
	buf_adds(out, "<th scope=\"row\">");
	add_id(out, row->id);
	if (row->description && *row->description) {
		buf_adds(out, "<span class=\"says\">");
		esc(out, row->description);
		buf_adds(out, "</span>");
	}
	if (is_phantom)
		buf_addf(out, "<span class=\"says flag\">%s</span>", words_in(MATRIX_PHANTOM));
	buf_adds(out, "</th>\n");
}

static void add_row(struct buf *out, const struct matrix *m, size_t at)
{
	const struct matrix_row *row = &m->rows[at];

	buf_adds(out, "<tr>\n");
	row_head(out, m, row);
	for (size_t i = 0; i < m->branch_count; i++)
		add_cell(out, &(struct cell){ .state = matrix_on_word(row->on[i]), .row = at,
			.words = words_on(row->on[i]), .place = m->branches[i].name, .column = i });
	for (size_t i = 0; i < m->linked_count; i++)
		add_cell(out, &(struct cell){
			.state = row->in[i] == MATRIX_NEVER ? "absent" : matrix_in_word(row->in[i]),
			.words = words_in(row->in[i]), .place = m->environments[i].name,
			.told = matrix_told_by(&m->environments[i], row->id), .is_first = !i,
			.row = at, .column = m->branch_count + i });
	buf_adds(out, "<td class=\"filler\" aria-hidden=\"true\"></td>\n</tr>\n");
}

static void table(struct buf *out, const struct matrix_page *page)
{
	const struct matrix *m = page->matrix;

	buf_adds(out, "<caption class=\"hidden\">Which migration is on which branch, and what became "
	         "of it in each environment</caption>\n");
	table_head(out, m);
	buf_adds(out, "<tbody>\n");
	for (size_t i = 0; i < m->row_count; i++)
		add_row(out, m, i);
	if (!m->row_count)
		buf_adds(out, "<tr><th scope=\"row\">There are no migrations.</th></tr>\n");
	buf_adds(out, "</tbody>\n");
}

/* ---- below ----------------------------------------------------------------------------- */

static void legend(struct buf *out, const struct matrix_page *page)
{
	static const char *const signs[][2] = {
		{ "there", "on the branch" }, { "edited", "edited there" }, { "absent", "not there" },
		{ "applied", "applied" }, { "failed", "failed" }, { "unfinished", "not finished" },
		{ "undone", "undone" }, { "phantom", "applied, but on none of these branches" },
		{ "unknown", "not known" },
	};

	(void)page;
	buf_adds(out, "<ul class=\"legend\" aria-label=\"Signs\">\n");
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		buf_addf(out, "<li class=\"%s\">", signs[i][0]);
		sign(out, signs[i][0]);
		buf_addf(out, "<span>%s</span></li>\n", signs[i][1]);
	}
	buf_adds(out, "</ul>\n");
}

static void note(struct buf *out, const char *name, const char *text)
{
	buf_adds(out, "<li>");
	esc(out, name);
	buf_addf(out, " %s</li>\n", text);
}

/* Messages about files and addresses are for whoever asked, not for a page. */
static void notes(struct buf *out, const struct matrix_page *page)
{
	const struct matrix *m = page->matrix;
	struct buf list = BUF_INIT;

	if (m->other_branches)
		buf_addf(&list, "<li>%zu more branch%s not shown</li>\n", m->other_branches,
		         m->other_branches == 1 ? " is" : "es are");
	for (size_t i = 0; i < m->branch_count; i++)
		if (m->branches[i].problem)
			note(&list, m->branches[i].name, "can&#39;t be read");
		else if (!m->branches[i].has_app)
			note(&list, m->branches[i].name, "is without git-cvx");
	for (size_t i = m->linked_count; i < m->environment_count; i++)
		note(&list, m->environments[i].name, "isn&#39;t linked where this page was made");
	if (list.len)
		buf_addf(out, "<ul class=\"notes\">\n%s</ul>\n", list.text);
	buf_dispose(&list);
}

static void footer(struct buf *out, const struct matrix_page *page)
{
	buf_addf(out, "Made by <code>git cvx matrix</code>, version %s.\n", page->program);
}

/* ---- the page -------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*add)(struct buf *out, const struct matrix_page *page);
} parts[] = {
	{ "@SUMMARY@", summary }, { "@ENVIRONMENTS@", environments }, { "@TABLE@", table },
	{ "@LEGEND@", legend }, { "@NOTES@", notes }, { "@FOOTER@", footer },
};

static bool add_part(struct buf *out, const struct matrix_page *page, const char *line, size_t len)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (strlen(parts[i].name) != len || memcmp(parts[i].name, line, len) != 0)
			continue;
		parts[i].add(out, page);
		return true;
	}
	return false;
}

void view_matrix_html(struct buf *out, const struct matrix_page *page)
{
	for (const char *line = page->template; *line;) {
		size_t len = strcspn(line, "\n"), all = len + (line[len] == '\n');

		if (!add_part(out, page, line, len))
			buf_add(out, line, all);
		line += all;
	}
}

/* view_doctor.c - what `git cvx doctor` found out, as text for people. */
#include "ui/view_doctor.h"

#include "ui/view.h"

#include <string.h>

#define WIDTH 80

#define INDENT "                     "   /* of the texts */

static void put_finding(struct out *out, const struct finding *finding)
{
	static const enum out_tone tones[] = {
		[FINDING_OK] = OUT_GOOD, [FINDING_WARN] = OUT_DOUBTFUL, [FINDING_FAIL] = OUT_BAD,
		[FINDING_SKIP] = OUT_FAINT,
	};
	struct buf text = BUF_INIT;

	buf_addf(&text, "%-4s", finding_word(finding->state));
	out_toned(out, tones[finding->state], text.text);
	buf_dispose(&text);
	view_line(out, "  %-13s  %s", finding->check, finding->text);
	view_advice(out, INDENT, finding->next);
}

void view_finding(struct out *out, const struct finding *finding)
{
	if (finding->state != FINDING_SKIP)
		put_finding(out, finding);
}

static void add_count(struct buf *text, size_t count, const char *one, const char *more)
{
	if (count)
		buf_addf(text, "%s%zu %s", text->len ? ", " : "", count, count == 1 ? one : more);
}

/* Those before the n-th have been said with an earlier one of the same reason. */
static bool is_said(const struct findings *findings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (findings->items[i].state == FINDING_SKIP &&
		    !strcmp(findings->items[i].text, findings->items[n].text))
			return true;
	return false;
}

/* All that was skipped for the same reason as the n-th. */
static void add_skipped(struct buf *text, const struct findings *findings, size_t n)
{
	size_t column = strlen(INDENT), start = column;

	for (size_t i = n; i < findings->count; i++) {
		const struct finding *one = &findings->items[i];
		size_t len = strlen(one->check);

		if (one->state != FINDING_SKIP || strcmp(one->text, findings->items[n].text) != 0)
			continue;
		if (column > start && column + 2 + len > WIDTH) {
			buf_adds(text, ",\n" INDENT);
			column = start;
		} else if (column > start) {
			buf_adds(text, ", ");
			column += 2;
		}
		buf_adds(text, one->check);
		column += len;
	}
}

static void put_skipped(struct out *out, const struct findings *findings)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *one = &findings->items[i];

		if (one->state != FINDING_SKIP || is_said(findings, i))
			continue;
		buf_truncate(&names, 0);
		add_skipped(&names, findings, i);
		put_finding(out, &(struct finding){ .state = FINDING_SKIP, .check = "",
		            .text = one->text, .next = NULL });
		out_result(out, INDENT);
		out_result(out, names.text);
		out_result(out, "\n");
	}
	buf_dispose(&names);
}

void view_findings_end(struct out *out, const struct findings *findings)
{
	struct buf text = BUF_INIT;

	put_skipped(out, findings);
	add_count(&text, findings_count(findings, FINDING_FAIL), "problem", "problems");
	add_count(&text, findings_count(findings, FINDING_WARN), "warning", "warnings");
	add_count(&text, findings_count(findings, FINDING_SKIP), "not looked at",
	          "not looked at");
	if (!text.len)
		buf_adds(&text, "nothing is wrong");
	buf_addc(&text, '\n');
	out_result(out, text.text);
	buf_dispose(&text);
}

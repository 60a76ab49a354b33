/* view_doctor.c - what `git cvx doctor` found out, as text for people. */
#include "ui/view_doctor.h"

#include "ui/view.h"

#define INDENT "                     "   /* of the texts */

void view_finding(struct out *out, const struct finding *finding)
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

static void add_count(struct buf *text, size_t count, const char *one, const char *more)
{
	if (count)
		buf_addf(text, "%s%zu %s", text->len ? ", " : "", count, count == 1 ? one : more);
}

void view_findings_end(struct out *out, const struct findings *findings)
{
	struct buf text = BUF_INIT;

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

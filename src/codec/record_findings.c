/* record_findings.c - what `git cvx doctor` found out, as JSON, version 1. */
#include "codec/record.h"

#include "codec/writer.h"

static void write_finding(struct writer *w, const struct finding *finding)
{
	writer_object(w, NULL);
	writer_text(w, "check", finding->check);
	writer_text(w, "state", finding_word(finding->state));
	writer_text(w, "text", finding->text);
	writer_opt_text(w, "next", finding->next);
	writer_end(w);
}

void record_findings(struct buf *out, const char *program, const struct findings *findings)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	writer_text(&w, "program", program);
	writer_flag(&w, "ok", !findings_count(findings, FINDING_FAIL));
	writer_list(&w, "findings");
	for (size_t i = 0; i < findings->count; i++)
		write_finding(&w, &findings->items[i]);
	writer_end(&w);
	writer_end(&w);
	buf_addc(out, '\n');
}

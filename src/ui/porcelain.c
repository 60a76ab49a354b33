/* porcelain.c - results for scripts: a line per record, fields with tabs between them. */
#include "ui/porcelain.h"

static void print(struct porcelain *p)
{
	FILE *f = p->out->results;

	out_clean(&p->line);
	fwrite(p->line.text, 1, p->line.len, f);
	fputc(p->nul ? '\0' : '\n', f);
	buf_dispose(&p->line);
}

void porcelain_begin(struct porcelain *p, struct out *out, bool nul)
{
	*p = (struct porcelain){ .out = out, .nul = nul, .line = BUF_INIT };
	buf_adds(&p->line, "# version 1");
	print(p);
}

static bool breaks_line(const struct porcelain *p, char c)
{
	return c == '\t' || (!p->nul && (c == '\n' || c == '\r'));
}

static void add_text(struct porcelain *p, const char *text)
{
	for (; text && *text; text++)
		buf_addc(&p->line, breaks_line(p, *text) ? ' ' : *text);
}

void porcelain_header(struct porcelain *p, const char *key, const char *value)
{
	if (!value)
		return;
	buf_addf(&p->line, "# %s ", key);
	add_text(p, value);
	print(p);
}

void porcelain_text(struct porcelain *p, const char *text)
{
	add_text(p, text);
	buf_addc(&p->line, '\t');
}

void porcelain_number(struct porcelain *p, int64_t number)
{
	if (number >= 0)
		buf_addf(&p->line, "%lld", (long long)number);
	buf_addc(&p->line, '\t');
}

void porcelain_names(struct porcelain *p, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		buf_addf(&p->line, "%s%s", i ? "," : "", names->items[i]);
	buf_addc(&p->line, '\t');
}

void porcelain_end(struct porcelain *p)
{
	if (p->line.len)
		buf_truncate(&p->line, p->line.len - 1);
	print(p);
}

/* docs_man.c - parts of the man pages, printed from the tables of commands, of settings, and of
 * manual.def. */
#include "cmd/docs.h"

#include "cmd/common.h"
#include "conf/config.h"
#include "ui/advice.h"

#include <ctype.h>
#include <string.h>

/* What is typed must come out as it is: a plain - or ' would be made a nicer one. */
static void roff(FILE *f, const char *text)
{
	for (; *text; text++) {
		if (*text == '-')
			fputs("\\-", f);
		else if (*text == '\'')
			fputs("\\(aq", f);
		else if (*text == '\\')
			fputs("\\e", f);
		else
			fputc(*text, f);
	}
}

/* Half a sentence of a table, as one. */
static void sentence(FILE *f, const char *text)
{
	const char first[] = { (char)toupper((unsigned char)*text), '\0' };

	roff(f, first);
	roff(f, text + 1);
}

void docs_man_synopsis(FILE *f)
{
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		fputs(".B git cvx ", f);
		roff(f, (*c)->name);
		fputs((*c)->opts->kind ? "\n.RI [ options ]" : "", f);
		if (*(*c)->operands) {
			fputs("\n", f);
			roff(f, (*c)->operands);
		}
		fputs("\n.br\n", f);
	}
}

static void man_option(FILE *f, const struct opt *o)
{
	fputs(".TP\n", f);
	if (o->letter)
		fprintf(f, "\\fB\\-%c\\fR%s", o->letter, o->name ? ", " : "");
	if (o->name) {
		fputs("\\fB\\-\\-", f);
		roff(f, o->name);
		fputs("\\fR", f);
	}
	if (o->arg) {
		fputs("=\\fI", f);
		roff(f, o->arg);
		fputs("\\fR", f);
	}
	fputc('\n', f);
	sentence(f, o->help);
	for (const char *const *c = o->choices; c && *c; c++) {
		fputs(c == o->choices ? ": " : ", ", f);
		roff(f, *c);
	}
	fputs(".\n", f);
}

void docs_man_options(FILE *f)
{
	for (const struct opt *o = common_opts; o->kind; o++)
		man_option(f, o);
}

void docs_man_commands(FILE *f)
{
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		fputs(".SS git cvx ", f);
		roff(f, (*c)->name);
		if (*(*c)->operands) {
			fputc(' ', f);
			roff(f, (*c)->operands);
		}
		fputc('\n', f);
		roff(f, (*c)->about);
		fputc('\n', f);
		for (const struct opt *o = (*c)->opts; o->kind; o++)
			man_option(f, o);
	}
}

/* ---- settings ------------------------------------------------------------------- */

/* What may be set: a word for it, or the numbers and choices of config.def. */
static void values(FILE *f, const struct config_key *key)
{
	static const char *const types[] = {
		[CONFIG_TEXT] = "text", [CONFIG_FOLDER] = "folder", [CONFIG_WORD] = "word",
		[CONFIG_CHOICE] = NULL, [CONFIG_NUMBER] = NULL, [CONFIG_BOOL] = "true|false",
		[CONFIG_PATTERNS] = "patterns",
	};
	const char *rest = types[key->type] ? types[key->type] :
		!strcmp(key->spec, "1..1") ? "1" : key->spec;

	while (*rest) {
		size_t n = strcspn(rest, "|.");

		fprintf(f, "%.*s", (int)n, rest);
		rest += n;
		if (*rest)
			fputs(*rest == '|' ? " | " : " to ", f);
		rest += strspn(rest, "|.");
	}
}

void docs_man_settings(FILE *f)
{
	const char *section = "";

	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];

		if (strcmp(section, key->section))
			fprintf(f, key->is_env ? ".SS [%s \\(dqname\\(dq]\n" : ".SS [%s]\n", key->section);
		section = key->section;
		fputs(".TP\n\\fB", f);
		roff(f, key->key);
		fputs("\\fR = ", f);
		values(f, key);
		fputc('\n', f);
		sentence(f, key->help);
		fputs(key->where == CONFIG_PRIVATE_ONLY ? ". Private only.\n" : ".\n", f);
		if (!key->fallback)
			continue;
		/* Without a full stop: one of them is a dot. */
		fputs("Default: \\fB", f);
		roff(f, key->fallback);
		fputs("\\fR\n", f);
	}
}

/* ---- the rest ------------------------------------------------------------------- */

void docs_man_statuses(FILE *f)
{
	static const struct {
		int number;
		const char *help;
	} statuses[] = {
#define MANUAL_STATUS(number, help) { number, help },
#define MANUAL_VARIABLE(name, help)
#include "cmd/manual.def"
#undef MANUAL_STATUS
#undef MANUAL_VARIABLE
	};

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		fprintf(f, ".TP\n.B %d\n", statuses[i].number);
		sentence(f, statuses[i].help);
		fputs(".\n", f);
	}
}

void docs_man_variables(FILE *f)
{
	static const struct {
		const char *name, *help;
	} variables[] = {
#define MANUAL_STATUS(number, help)
#define MANUAL_VARIABLE(name, help) { name, help },
#include "cmd/manual.def"
#undef MANUAL_STATUS
#undef MANUAL_VARIABLE
	};
	bool more = false;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		fprintf(f, "%s\n.B %s\n", more ? ".TQ" : ".TP", variables[i].name);
		more = !variables[i].help;
		if (more)
			continue;
		sentence(f, variables[i].help);
		fputs(".\n", f);
	}
}

void docs_man_advice(FILE *f)
{
	for (size_t i = 0; i < ADVICE_COUNT; i++) {
		fputs(".TP\n\\fB", f);
		roff(f, "advice.");
		roff(f, advice_kinds[i].key);
		fputs("\\fR\n", f);
		roff(f, advice_kinds[i].help);
		fputs(".\n", f);
	}
}

/* docs.c - usage, printed from the command table. */
#include "cmd/docs.h"

#include "cmd/common.h"

#include <string.h>

#define USAGE_WIDTH 80
#define HELP_COLUMN 28

static const struct cmd *const *visible(const struct cmd *const *c)
{
	while (*c && (*c)->hidden)
		c++;
	return c;
}

const struct cmd *const *docs_first(void)
{
	return visible(cmds);
}

const struct cmd *const *docs_next(const struct cmd *const *c)
{
	return visible(c + 1);
}

static void option_word(FILE *f, const struct opt *o)
{
	fputc('[', f);
	if (o->letter)
		fprintf(f, "-%c", o->letter);
	if (o->name)
		fprintf(f, "%s--%s", o->letter ? " | " : "", o->name);
	if (o->kind == OPT_CHOICE) {
		for (const char *const *c = o->choices; *c; c++)
			fprintf(f, "%s%s", c == o->choices ? "=(" : "|", *c);
		fputc(')', f);
	} else if (o->arg) {
		fprintf(f, "=<%s>", o->arg);
	}
	fputc(']', f);
}

/* Options and operands behind `column` columns, wrapped under the first one as git does. */
static void synopsis(FILE *f, int column, const struct opt *opts, const char *operands)
{
	char word[256];
	int start = column + 1;

	for (const struct opt *o = opts; ; o++) {
		FILE *w = fmemopen(word, sizeof(word), "w");
		bool last = !o->kind;

		if (!w)
			return;
		/* Nothing written leaves what was there. */
		word[0] = '\0';
		if (last)
			fputs(operands, w);
		else
			option_word(w, o);
		fclose(w);
		if (*word && column + 1 + (int)strlen(word) > USAGE_WIDTH) {
			fprintf(f, "\n%*s", start - 1, "");
			column = start - 1;
		}
		if (*word)
			column += fprintf(f, " %s", word);
		if (last)
			break;
	}
}

/* Text from a column on, wrapped, each further line indented to that column. */
static void paragraph(FILE *f, int indent, const char *text)
{
	int column = indent;

	while (*text) {
		int len = (int)strcspn(text, " ");

		if (column > indent && column + 1 + len > USAGE_WIDTH) {
			fprintf(f, "\n%*s", indent, "");
			column = indent;
		}
		column += fprintf(f, "%s%.*s", column > indent ? " " : "", len, text);
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', f);
}

static void options(FILE *f, const struct opt *opts)
{
	for (const struct opt *o = opts; o->kind; o++) {
		int n = fprintf(f, "    ");

		if (o->letter)
			n += fprintf(f, "-%c", o->letter);
		if (o->name)
			n += fprintf(f, "%s--%s", o->letter ? ", " : "", o->name);
		if (o->arg)
			n += fprintf(f, " <%s>", o->arg);
		if (n >= HELP_COLUMN)
			n = fprintf(f, "\n") - 1;
		fprintf(f, "%*s", HELP_COLUMN - n, "");
		paragraph(f, HELP_COLUMN, o->help);
	}
}

void docs_usage(FILE *f, const struct cmd *cmd)
{
	synopsis(f, fprintf(f, "usage: git cvx %s", cmd->name), cmd->opts, cmd->operands);
	fputs("\n\n", f);
	paragraph(f, 0, cmd->about);
	if (cmd->opts->kind)
		fputc('\n', f);
	options(f, cmd->opts);
}

void docs_commands(FILE *f)
{
	synopsis(f, fprintf(f, "usage: git cvx"), common_opts, "<command> [<options>]");
	fputs("\n\nThe data of your Convex deployment follows your git branches.\n\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		fprintf(f, "   %-10s %s\n", (*c)->name, (*c)->summary);
	fputs("\nOptions of all commands, before or behind the command:\n\n", f);
	options(f, common_opts);
	fputs("\n'git cvx <command> -h' explains a command, 'git cvx --help' is the manual.\n", f);
}

int docs_generate(FILE *f, const char *what)
{
	static const struct {
		const char *name;
		void (*print)(FILE *f);
	} parts[] = {
		{ "man-synopsis", docs_man_synopsis },
		{ "man-options", docs_man_options },
		{ "man-commands", docs_man_commands },
		{ "man-settings", docs_man_settings },
		{ "man-statuses", docs_man_statuses },
		{ "man-variables", docs_man_variables },
		{ "man-advice", docs_man_advice },
		{ "bash", docs_bash },
		{ "zsh", docs_zsh },
		{ "fish", docs_fish },
		{ "fish-conf", docs_fish_conf },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!strcmp(parts[i].name, what)) {
			parts[i].print(f);
			return 0;
		}
	}
	return -1;
}

/* completions_bash.c - the script for bash: git's own completion calls _git_cvx of a file that is
 * named git-cvx. */
#include "cmd/common.h"
#include "cmd/completions.h"

#define OPENING \
	"# git cvx and git-cvx, completed in bash. git's own completion finds this file by its name.\n" \
	COMPLETIONS_MADE \
	"# shellcheck shell=bash disable=SC2154,SC2034\n" \
	"\n" \
	"__git_cvx_words ()\n" \
	"{\n" \
	"\t__gitcomp \"$*\"\n" \
	"}\n" \
	"\n" \
	"# What git-cvx-hook knows; what it says of each stands behind a tab.\n" \
	"__git_cvx_offer ()\n" \
	"{\n" \
	"\t__gitcomp_nl \"$(git-cvx-hook --complete \"$1\" ${app:+\"$app\"} 2>/dev/null | cut -f 1)\"\n" \
	"}\n" \
	"\n" \
	"_git_cvx ()\n" \
	"{\n" \
	"\tlocal command=\"\" app=\"\" option=\"$prev\" options operands=\"\" i\n" \
	"\n" \
	"\tfor ((i = ${__git_cmd_idx:-1} + 1; i < cword; i++)); do\n" \
	"\t\tcase \"${words[i]}\" in\n"

#define BEHIND_WORDS \
	"\t\t-*) ;;\n" \
	"\t\t*) [ -n \"$command\" ] || command=\"${words[i]}\" ;;\n" \
	"\t\tesac\n" \
	"\tdone\n" \
	"\n" \
	"\t# The value of an option.\n" \
	"\tcase \"$cur\" in\n" \
	"\t--*=*) option=\"${cur%%=*}\" cur=\"${cur#*=}\" ;;\n" \
	"\tesac\n" \
	"\tcase \"$command $option\" in\n"

#define ALONE \
	"\n" \
	"# git-cvx typed as one word borrows git's completion, which has to be loaded for that.\n" \
	"if ! declare -F __git_complete >/dev/null; then\n" \
	"\tif declare -F _comp_load >/dev/null; then\n" \
	"\t\t_comp_load git\n" \
	"\telif declare -F _completion_loader >/dev/null; then\n" \
	"\t\t_completion_loader git\n" \
	"\tfi\n" \
	"fi\n" \
	"if declare -F __git_complete >/dev/null; then\n" \
	"\t_git_cvx_main ()\n" \
	"\t{\n" \
	"\t\t__git_cmd_idx=0 _git_cvx\n" \
	"\t}\n" \
	"\t__git_complete git-cvx _git_cvx_main\n" \
	"fi\n"

/* A command of bash that offers it; with ":" bash itself offers files. */
static void offer(FILE *f, enum offer offer, const char *const *words)
{
	const char *word = completions_word(offer);

	if (words || offer == OFFER_COMMAND) {
		fputs("__git_cvx_words ", f);
		if (offer == OFFER_COMMAND)
			completions_commands(f);
		if (words && offer == OFFER_COMMAND)
			fputc(' ', f);
		if (words)
			completions_words(f, words);
	} else if (word) {
		fprintf(f, "__git_cvx_offer %s", word);
	} else {
		fputs(offer == OFFER_REVISION ? "__git_complete_revlist" : ":", f);
	}
}

/* Options of all commands: which words of the line belong to them. */
static void common_words(FILE *f)
{
	for (const struct opt *o = common_opts; o->kind; o++) {
		if (!o->arg)
			continue;
		if (o->offer == OFFER_APP)
			fprintf(f, "\t\t--%s) app=\"${words[++i]}\" ;;\n"
			        "\t\t--%s=*) app=\"${words[i]#*=}\" ;;\n", o->name, o->name);
		else
			fprintf(f, "\t\t--%s) ((i++)) ;;\n", o->name);
	}
}

static void value(FILE *f, const char *command, const struct opt *o)
{
	fputc('\t', f);
	if (o->letter)
		fprintf(f, "\"%s -%c\" | ", command, o->letter);
	if (*command)
		fprintf(f, "\"%s --%s\") ", command, o->name);
	else
		fprintf(f, "*\" --%s\") ", o->name);
	offer(f, o->offer, o->choices);
	fputs("; return ;;\n", f);
}

static void values(FILE *f, const char *command, const struct opt *opts)
{
	for (const struct opt *o = opts; o->kind; o++)
		if (o->arg)
			value(f, command, o);
}

static void option(FILE *f, const struct opt *o, const char **gap)
{
	if (!o->name)
		return;
	fprintf(f, "%s--%s%s", *gap, o->name, o->arg ? "=" : "");
	*gap = " ";
}

/* Of the common ones, behind a command those that may stand there. */
static void options(FILE *f, const struct opt *opts, bool behind)
{
	const char *gap = "";

	for (const struct opt *o = opts; o->kind; o++)
		option(f, o, &gap);
	for (const struct opt *o = common_opts; behind && o->kind; o++)
		if (o->arg)
			option(f, o, &gap);
}

static void command(FILE *f, const struct cmd *cmd)
{
	fprintf(f, "\t%s)\n\t\toptions=\"", cmd->name);
	options(f, cmd->opts, true);
	fputc('"', f);
	if (cmd->words || (cmd->offer && cmd->offer != OFFER_FILE)) {
		fputs("\n\t\toperands=\"", f);
		offer(f, cmd->offer, cmd->words);
		fputc('"', f);
	}
	fputs(" ;;\n", f);
}

void docs_bash(FILE *f)
{
	fputs(OPENING, f);
	common_words(f);
	fputs(BEHIND_WORDS, f);
	values(f, "", common_opts);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		values(f, (*c)->name, (*c)->opts);
	fputs("\tesac\n\n\tcase \"$command\" in\n\t\"\")\n\t\toptions=\"", f);
	options(f, common_opts, false);
	fputs("\"\n\t\toperands=\"", f);
	offer(f, OFFER_COMMAND, NULL);
	fputs("\" ;;\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		command(f, *c);
	fputs("\t*) return ;;\n\tesac\n\n"
	      "\tcase \"$cur\" in\n"
	      "\t-*) __gitcomp \"$options\" ;;\n"
	      "\t*) $operands ;;\n"
	      "\tesac\n}\n" ALONE, f);
}

/* completions_zsh.c - the script for zsh: its own _git calls _git-cvx, too. */
#include "cmd/common.h"
#include "cmd/completions.h"

#include <string.h>

#define OPENING \
	"#compdef git-cvx\n" \
	"#description the data of a Convex deployment follows the branches\n" \
	COMPLETIONS_MADE \
	"# zsh's completion of git calls this function, too, and lists it by the description above.\n" \
	"\n" \
	"# What git-cvx-hook knows: words, and behind a tab what it says of each.\n" \
	"__git-cvx_offer () {\n" \
	"\tlocal -a offers app\n" \
	"\tapp=( ${${(M)line_words:#--app=*}#--app=} )\n" \
	"\t(( line_words[(I)--app] )) && app=( $line_words[line_words[(I)--app]+1] )\n" \
	"\toffers=( ${(f)\"$(_call_program $1 git-cvx-hook --complete $1 ${(q)app[1]} 2>/dev/null)\"} )\n" \
	"\toffers=( ${${offers//:/\\\\:}/$'\\t'/:} )\n" \
	"\t_describe -t $1 $2 offers\n" \
	"}\n" \
	"\n" \
	"# Branches and tags, with what they are about; also behind the dots of a range.\n" \
	"__git-cvx_revisions () {\n" \
	"\tlocal -a revisions\n" \
	"\trevisions=( ${(f)\"$(_call_program revisions git for-each-ref " \
	"--format='\"%(refname:short)%09%(contents:subject)\"' " \
	"refs/heads refs/tags refs/remotes 2>/dev/null)\"} )\n" \
	"\trevisions=( ${${revisions//:/\\\\:}/$'\\t'/:} )\n" \
	"\tcompset -P '*..'\n" \
	"\t_describe -t revisions commit revisions\n" \
	"}\n" \
	"\n" \
	"__git-cvx_commands () {\n" \
	"\tlocal -a commands=(\n"

#define AFTER_COMMANDS \
	"\t)\n" \
	"\t_describe -t commands command commands\n" \
	"}\n" \
	"\n" \
	"_git-cvx () {\n" \
	"\tlocal curcontext=$curcontext state line ret=1\n" \
	"\tlocal -a line_words=( $words )\n" \
	"\tlocal -A opt_args\n" \
	"\n" \
	"\t_arguments -C -s -S"

#define BEFORE_CASES \
	" \\\n" \
	"\t\t'1: :__git-cvx_commands' \\\n" \
	"\t\t'*:: :->arguments' && return\n" \
	"\n" \
	"\t[[ $state == arguments ]] || return\n" \
	"\tcurcontext=${curcontext%:*:*}:git-cvx-$words[1]:\n" \
	"\tcase $words[1] in\n"

#define CLOSING \
	"\tesac\n" \
	"\treturn ret\n" \
	"}\n" \
	"\n" \
	"_git-cvx \"$@\"\n"

/* Text inside '…[…]' of _arguments: brackets, colons and quotes would end it. */
static void text(FILE *f, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", f);
		else if (strchr("[]:\\", *text))
			fprintf(f, "\\%c", *text);
		else
			fputc(*text, f);
	}
}

/* ":title:action"; an action that begins with a blank is called as it is. */
static void offer(FILE *f, enum offer offer, const char *const *words, const char *title)
{
	const char *word = completions_word(offer);

	fprintf(f, ":%s:", title);
	if (words && offer == OFFER_COMMAND) {
		fputs("((", f);
		completions_words(f, words);
		fputc(' ', f);
		completions_commands(f);
		fputs("))", f);
	} else if (words) {
		fputc('(', f);
		completions_words(f, words);
		fputc(')', f);
	} else if (word) {
		fprintf(f, " __git-cvx_offer %s \"%s\"", word, title);
	} else if (offer == OFFER_REVISION) {
		fputs(" __git-cvx_revisions", f);
	} else if (offer == OFFER_FILE) {
		fputs("_files", f);
	}
}

/* Both spellings of an option exclude one another. */
static void option(FILE *f, const struct opt *o)
{
	const char *value = o->arg ? "=" : "";

	fputs(" \\\n\t\t", f);
	if (o->letter && o->name)
		fprintf(f, "'(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter,
		        o->arg ? "+" : "", o->name, value);
	else if (o->name)
		fprintf(f, "'--%s%s[", o->name, value);
	else
		fprintf(f, "'-%c[", o->letter);
	text(f, o->help);
	fputc(']', f);
	if (o->arg)
		offer(f, o->offer, o->choices, o->offer ? completions_title(o->offer) : o->arg);
	fputc('\'', f);
}

static void command(FILE *f, const struct cmd *cmd)
{
	fprintf(f, "\t%s)\n\t\t_arguments -s -S", cmd->name);
	for (const struct opt *o = cmd->opts; o->kind; o++)
		option(f, o);
	for (const struct opt *o = common_opts; o->kind; o++)
		if (o->arg)
			option(f, o);
	if (cmd->words || cmd->offer) {
		fprintf(f, " \\\n\t\t'%s", cmd->max_operands == 1 ? "1" : "*");
		offer(f, cmd->offer, cmd->words, cmd->offer ? completions_title(cmd->offer) : "word");
		fputc('\'', f);
	}
	fputs(" && ret=0 ;;\n", f);
}

void docs_zsh(FILE *f)
{
	fputs(OPENING, f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		fprintf(f, "\t\t'%s:", (*c)->name);
		text(f, (*c)->summary);
		fputs("'\n", f);
	}
	fputs(AFTER_COMMANDS, f);
	for (const struct opt *o = common_opts; o->kind; o++)
		option(f, o);
	fputs(BEFORE_CASES, f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		command(f, *c);
	fputs(CLOSING, f);
}

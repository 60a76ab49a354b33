/* completions_fish.c - the script for fish: its completion of git hands on to that of git-cvx. */
#include "cmd/common.h"
#include "cmd/completions.h"

#include <string.h>

#define OPENING \
	"# git-cvx, completed in fish.\n" \
	COMPLETIONS_MADE \
	"# That `git cvx` is completed by it, too, is said in vendor_conf.d/git-cvx.fish.\n" \
	"\n" \
	"# The command of the line: its first word that is no option, nor the value of one.\n" \
	"function __fish_git_cvx_command\n" \
	"\tset -l words (commandline -opc)\n" \
	"\targparse -s"

#define AFTER_SPECS \
	" -- $words[2..] 2>/dev/null\n" \
	"\tand echo $argv[1]\n" \
	"end\n" \
	"\n" \
	"function __fish_git_cvx_using -a command\n" \
	"\ttest \"$command\" = \"$(__fish_git_cvx_command)\"\n" \
	"end\n" \
	"\n" \
	"# What git-cvx-hook knows: words, and behind a tab what it says of each.\n" \
	"function __fish_git_cvx_offer -a what\n" \
	"\tset -l line (commandline -opc)\n" \
	"\tset -l app (string replace -rf '^--app=' '' -- $line)\n" \
	"\tset -l at (contains -i -- --app $line)\n" \
	"\tand set app $line[(math $at + 1)]\n" \
	"\tgit-cvx-hook --complete $what $app[1] 2>/dev/null\n" \
	"end\n" \
	"\n" \
	"# Branches and tags, with what they are about; also behind the dots of a range.\n" \
	"function __fish_git_cvx_revisions\n" \
	"\tset -l before (string match -r '^.*\\\\.\\\\.' -- (commandline -ct))\n" \
	"\tgit for-each-ref --format=\"$before%(refname:short)%09%(contents:subject)\" \\\n" \
	"\t\trefs/heads refs/tags refs/remotes 2>/dev/null\n" \
	"end\n" \
	"\n" \
	"complete -c git-cvx -f\n" \
	"\n"

#define CONF \
	"# git cvx, completed in fish: fish 3.6 finds by itself neither it nor what completes git-cvx.\n" \
	COMPLETIONS_MADE \
	"complete -c git -n __fish_git_needs_command -a cvx " \
	"-d 'the data of a Convex deployment follows the branches'\n" \
	"complete -c git -f -n '__fish_git_using_command cvx' " \
	"-a '(__fish_git_complete_custom_command cvx)'\n"

static void text(FILE *f, const char *text)
{
	fputc('\'', f);
	for (; *text; text++) {
		if (strchr("'\\", *text))
			fputc('\\', f);
		fputc(*text, f);
	}
	fputc('\'', f);
}

static void offer(FILE *f, enum offer offer, const char *const *words)
{
	const char *word = completions_word(offer);

	if (words || offer == OFFER_COMMAND) {
		fputs(" -a '", f);
		if (words)
			completions_words(f, words);
		if (offer == OFFER_COMMAND) {
			fputs(words ? " " : "", f);
			completions_commands(f);
		}
		fputc('\'', f);
	} else if (word) {
		fprintf(f, " -a '(__fish_git_cvx_offer %s)'", word);
	} else if (offer == OFFER_REVISION) {
		fputs(" -a '(__fish_git_cvx_revisions)'", f);
	} else if (offer == OFFER_FILE) {
		fputs(" -F", f);
	}
}

static void begin(FILE *f, const char *command)
{
	fprintf(f, "complete -c git-cvx -n \"__fish_git_cvx_using %s\"", *command ? command : "''");
}

static void option(FILE *f, const char *command, const struct opt *o)
{
	begin(f, command);
	if (o->name)
		fprintf(f, " -l %s", o->name);
	if (o->letter)
		fprintf(f, " -s %c", o->letter);
	if (o->arg)
		fputs(o->offer == OFFER_FILE ? " -r" : " -x", f);
	offer(f, o->offer, o->choices);
	fputs(" -d ", f);
	text(f, o->help);
	fputc('\n', f);
}

/* As argparse takes it: 'q/quiet', 'app='. */
static void specs(FILE *f)
{
	for (const struct opt *o = common_opts; o->kind; o++) {
		fputc(' ', f);
		if (o->letter)
			fprintf(f, "%c%s", o->letter, o->name ? "/" : "");
		fprintf(f, "%s%s", o->name ? o->name : "", o->arg ? "=" : "");
	}
}

static void command(FILE *f, const struct cmd *cmd)
{
	fputc('\n', f);
	for (const struct opt *o = cmd->opts; o->kind; o++)
		option(f, cmd->name, o);
	for (const struct opt *o = common_opts; o->kind; o++)
		if (o->arg)
			option(f, cmd->name, o);
	if (cmd->words || cmd->offer) {
		begin(f, cmd->name);
		offer(f, cmd->offer, cmd->words);
		fputc('\n', f);
	}
}

void docs_fish(FILE *f)
{
	fputs(OPENING, f);
	specs(f);
	fputs(AFTER_SPECS, f);
	for (const struct opt *o = common_opts; o->kind; o++)
		option(f, "", o);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		begin(f, "");
		fprintf(f, " -a %s -d ", (*c)->name);
		text(f, (*c)->summary);
		fputc('\n', f);
	}
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		command(f, *c);
}

void docs_fish_conf(FILE *f)
{
	fputs(CONF, f);
}

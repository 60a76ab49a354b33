/* completions.c - completion scripts for bash, zsh and fish, from the command table.
 *
 * Words known at build time are written into the scripts. Migration ids are asked for at
 * run time of git-cvx-hook, which reads local state only. */
#include "cmd/docs.h"

#include <string.h>

#define HEADER "# generated from the command table by 'make regen'; do not edit\n"

/* The word git-cvx-hook --complete takes for an offer of ids; NULL for others. */
static const char *ids_word(enum offer offer)
{
	switch (offer) {
	case OFFER_MIGRATION: return "ids";
	case OFFER_APPLIED:   return "applied";
	case OFFER_PENDING:   return "pending";
	default:              return NULL;
	}
}

static void words(FILE *f, const char *const *w)
{
	for (; w && *w; w++)
		fprintf(f, "%s ", *w);
}

/* ---- bash: git's own completion calls _git_cvx from a file named git-cvx ---- */

static void bash_offer(FILE *f, enum offer offer)
{
	const char *ids = ids_word(offer);

	if (ids)
		fprintf(f, "__gitcomp_nl \"$(git-cvx-hook --complete %s 2>/dev/null)\"", ids);
	else if (offer == OFFER_REVISION)
		fputs("__git_complete_revlist", f);
	else
		fputs(":", f);
}

static void bash_values(FILE *f, const struct cmd *cmd)
{
	for (const struct opt *o = cmd->opts; o->kind; o++) {
		if (!o->arg)
			continue;
		fprintf(f, "\t%s,--%s) ", cmd->name, o->name);
		if (o->choices) {
			fputs("__gitcomp \"", f);
			words(f, o->choices);
			fputs("\"", f);
		} else {
			bash_offer(f, o->offer);
		}
		fputs("; return ;;\n", f);
	}
}

static void bash_command(FILE *f, const struct cmd *cmd)
{
	fprintf(f, "\t%s)\n\t\tcase \"$cur\" in\n\t\t--*) __gitcomp \"", cmd->name);
	for (const struct opt *o = cmd->opts; o->kind; o++)
		fprintf(f, "--%s%s ", o->name, o->arg ? "=" : "");
	fputs("\" ;;\n\t\t*) ", f);
	if (cmd->words) {
		fputs("__gitcomp \"", f);
		words(f, cmd->words);
		fputs("\"", f);
	} else {
		bash_offer(f, cmd->offer);
	}
	fputs(" ;;\n\t\tesac ;;\n", f);
}

void docs_bash(FILE *f)
{
	fputs(HEADER "# shellcheck shell=bash disable=SC2154,SC2034\n\n"
	      "_git_cvx ()\n{\n"
	      "\tlocal command=\"\" word i\n"
	      "\tfor ((i = ${__git_cmd_idx:-1} + 1; i < cword; i++)); do\n"
	      "\t\tword=\"${words[i]}\"\n"
	      "\t\tcase \"$word\" in -*) ;; *) command=\"$word\"; break ;; esac\n"
	      "\tdone\n"
	      "\tlocal option=\"$prev\"\n"
	      "\tcase \"$cur\" in --*=*) option=\"${cur%%=*}\"; cur=\"${cur#*=}\" ;; esac\n"
	      "\t[ \"$prev\" = \"=\" ] && option=\"${words[cword-2]}\"\n"
	      "\tcase \"$command,$option\" in\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		bash_values(f, *c);
	fputs("\tesac\n\tcase \"$command\" in\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		bash_command(f, *c);
	fputs("\t\"\") __gitcomp \"", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		fprintf(f, "%s ", (*c)->name);
	fputs("\" ;;\n\tesac\n}\n\n"
	      "# git-cvx typed as one word: borrow git's own completion.\n"
	      "if ! declare -F __git_complete >/dev/null; then\n"
	      "\tif declare -F _comp_load >/dev/null; then\n\t\t_comp_load git\n"
	      "\telif declare -F _completion_loader >/dev/null; then\n"
	      "\t\t_completion_loader git\n\tfi\nfi\n"
	      "if declare -F __git_complete >/dev/null; then\n"
	      "\t_git_cvx_main ()\n\t{\n\t\t__git_cmd_idx=0 _git_cvx\n\t}\n"
	      "\t__git_complete git-cvx _git_cvx_main\nfi\n", f);
}

/* ---- zsh ---- */

/* Text inside '…[…]' of _arguments: brackets, colons and quotes would end it. */
static void zsh_text(FILE *f, const char *text)
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

static void zsh_offer(FILE *f, enum offer offer, const char *const *choices)
{
	const char *ids = ids_word(offer);

	if (choices) {
		fputc('(', f);
		words(f, choices);
		fputc(')', f);
	} else if (ids) {
		fprintf(f, "{_cvx_ids %s}", ids);
	} else if (offer == OFFER_REVISION) {
		fputs("{_cvx_revisions}", f);
	} else if (offer == OFFER_FILE) {
		fputs("_files", f);
	}
}

static void zsh_command(FILE *f, const struct cmd *cmd)
{
	fprintf(f, "%s)\n\t_arguments", cmd->name);
	for (const struct opt *o = cmd->opts; o->kind; o++) {
		fprintf(f, " \\\n\t\t'--%s%s[", o->name, o->arg ? "=" : "");
		zsh_text(f, o->help);
		fputc(']', f);
		if (o->arg) {
			fprintf(f, ":%s:", o->arg);
			zsh_offer(f, o->offer, o->choices);
		}
		fputc('\'', f);
	}
	if (cmd->words || cmd->offer) {
		fputs(" \\\n\t\t'*:operand:", f);
		zsh_offer(f, cmd->offer, cmd->words);
		fputc('\'', f);
	}
	fputs("\n\t;;\n", f);
}

void docs_zsh(FILE *f)
{
	fputs("#compdef git-cvx\n#description the data of a Convex deployment follows the branches\n"
	      HEADER "\n"
	      "_cvx_ids () { compadd -- ${(f)\"$(git-cvx-hook --complete $1 2>/dev/null)\"} }\n"
	      "_cvx_revisions () { compadd -- ${(f)\"$(git for-each-ref --format='%(refname:short)' "
	      "refs/heads refs/tags refs/remotes 2>/dev/null)\"} }\n\n"
	      "local -a commands\ncommands=(\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		fprintf(f, "\t'%s:", (*c)->name);
		zsh_text(f, (*c)->summary);
		fputs("'\n", f);
	}
	fputs(")\nif (( CURRENT == 2 )); then\n\t_describe command commands\n\treturn\nfi\n"
	      "shift words\n(( CURRENT-- ))\ncase $words[1] in\n", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		zsh_command(f, *c);
	fputs("esac\n", f);
}

/* ---- fish: its completion of git hands on to that of git-cvx ---- */

static void fish_text(FILE *f, const char *text)
{
	fputc('\'', f);
	for (; *text; text++) {
		if (strchr("'\\", *text))
			fputc('\\', f);
		fputc(*text, f);
	}
	fputc('\'', f);
}

static void fish_offer(FILE *f, enum offer offer, const char *const *choices)
{
	const char *ids = ids_word(offer);

	if (choices) {
		fputs(" -a '", f);
		words(f, choices);
		fputc('\'', f);
	} else if (ids) {
		fprintf(f, " -a '(git-cvx-hook --complete %s 2>/dev/null)'", ids);
	} else if (offer == OFFER_REVISION) {
		fputs(" -a '(git for-each-ref --format=\"%(refname:short)\" refs/heads refs/tags)'", f);
	}
}

static void fish_command(FILE *f, const struct cmd *cmd)
{
	const char *when = "__fish_seen_subcommand_from";

	for (const struct opt *o = cmd->opts; o->kind; o++) {
		fprintf(f, "complete -c git-cvx -n '%s %s' -l %s", when, cmd->name, o->name);
		if (o->letter)
			fprintf(f, " -s %c", o->letter);
		if (o->arg)
			fputs(o->offer == OFFER_FILE ? " -r" : " -x", f);
		fish_offer(f, o->offer, o->choices);
		fputs(" -d ", f);
		fish_text(f, o->help);
		fputc('\n', f);
	}
	if (cmd->words || cmd->offer) {
		fprintf(f, "complete -c git-cvx -n '%s %s'", when, cmd->name);
		fish_offer(f, cmd->offer, cmd->words);
		fputc('\n', f);
	}
}

void docs_fish(FILE *f)
{
	fputs(HEADER "\n"
	      "# fish 3.6 doesn't find this file from `git cvx`; source it in config.fish there.\n"
	      "complete -c git -f -n '__fish_git_using_command cvx' "
	      "-a '(__fish_git_complete_custom_command cvx)'\n"
	      "complete -c git-cvx -f\nset -l cvx_commands", f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		fprintf(f, " %s", (*c)->name);
	fputc('\n', f);
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c)) {
		fprintf(f, "complete -c git-cvx -n \"not __fish_seen_subcommand_from $cvx_commands\" "
		        "-a %s -d ", (*c)->name);
		fish_text(f, (*c)->summary);
		fputc('\n', f);
	}
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		fish_command(f, *c);
}

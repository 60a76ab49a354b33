/* opt.c - parse options by their table. */
#include "cmd/opt.h"

#include "base/buf.h"
#include "base/near.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int opt_unknown(const struct opt *opts, const char *word, struct err *err)
{
	size_t len = strcspn(word, "=");
	struct near near = { NULL, NULL, NEAR_MOST + 1 };
	struct buf name = BUF_INIT;

	buf_add(&name, word, len);
	err_set(err, ERR_USAGE, "unknown option '%s'", name.text);
	near.word = name.text + strspn(name.text, "-");
	for (const struct opt *o = opts; o->kind && len > 2; o++)
		if (o->name)
			near_offer(&near, o->name);
	if (near.best)
		err_hint(err, "did you mean '--%s'?", near.best);
	buf_dispose(&name);
	return -1;
}

/* The option a long word names: the exact one, else the only one it begins. */
static const struct opt *by_name(const struct opt *opts, const char *word, size_t len,
                                 struct err *err)
{
	const struct opt *found = NULL;

	for (const struct opt *o = opts; o->kind; o++) {
		if (!o->name || strncmp(o->name, word, len))
			continue;
		if (!o->name[len])
			return o;
		if (found) {
			err_set(err, ERR_USAGE, "option '--%.*s' is ambiguous: --%s or --%s",
			        (int)len, word, found->name, o->name);
			return NULL;
		}
		found = o;
	}
	if (!found)
		opt_unknown(opts, word - 2, err);
	return found;
}

static const struct opt *by_letter(const struct opt *opts, char letter, struct err *err)
{
	for (const struct opt *o = opts; o->kind; o++)
		if (o->letter == letter)
			return o;
	err_set(err, ERR_USAGE, "unknown option '-%c'", letter);
	return NULL;
}

static int store_count(const struct opt *o, void *at, const char *text, struct err *err)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < 1 || n > 1000000)
		return err_set(err, ERR_USAGE, "option '--%s' expects a number from 1 to 1000000, "
		               "not '%s'", o->name, text);
	*(int *)at = (int)n;
	return 0;
}

static int store_choice(const struct opt *o, void *at, const char *text, struct err *err)
{
	for (const char *const *c = o->choices; *c; c++) {
		if (!strcmp(*c, text)) {
			*(const char **)at = *c;
			return 0;
		}
	}
	err_set(err, ERR_USAGE, "'%s' is no value of '--%s'", text, o->name);
	err_hint(err, "it takes:");
	for (const char *const *c = o->choices; *c; c++)
		err_hint(err, "  %s", *c);
	return -1;
}

static int store(const struct opt *o, void *values, const char *text, struct err *err)
{
	void *at = (char *)values + o->offset;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)at = true;
		return 0;
	case OPT_COUNT:
		return store_count(o, at, text, err);
	case OPT_CHOICE:
		return store_choice(o, at, text, err);
	default:
		*(const char **)at = text;
		return 0;
	}
}

/* One word that begins with a dash. Returns how many words it took, or -1. */
static int parse_one(const struct opt *opts, void *values, char **argv, struct err *err)
{
	const char *word = argv[0], *value = NULL;
	const struct opt *o;
	int took = 1;

	if (word[1] == '-') {
		const char *eq = strchr(word, '=');

		o = by_name(opts, word + 2, eq ? (size_t)(eq - word - 2) : strlen(word + 2), err);
		value = eq ? eq + 1 : NULL;
	} else {
		o = by_letter(opts, word[1], err);
		for (; o && o->kind == OPT_FLAG && word[2]; word++) {
			if (store(o, values, NULL, err))
				return -1;
			o = by_letter(opts, word[2], err);
		}
		value = word[2] ? word + 2 : NULL;
	}
	if (!o)
		return -1;
	if (o->kind == OPT_FLAG && value)
		return err_set(err, ERR_USAGE, "option '--%s' takes no value", o->name);
	if (o->kind != OPT_FLAG && !value) {
		value = argv[1];
		took = 2;
	}
	if (o->kind != OPT_FLAG && !value)
		return err_set(err, ERR_USAGE, "option '--%s' needs a value", o->name);
	return store(o, values, value, err) ? -1 : took;
}

int opt_parse(const struct opt *opts, void *values, int argc, char **argv, struct err *err)
{
	int operands = 0;

	for (int i = 0; i < argc; ) {
		int took;

		if (argv[i][0] != '-' || !argv[i][1]) {
			argv[operands++] = argv[i++];
			continue;
		}
		if (!strcmp(argv[i], "--")) {
			while (++i < argc)
				argv[operands++] = argv[i];
			break;
		}
		took = parse_one(opts, values, argv + i, err);
		if (took < 0)
			return -1;
		i += took;
	}
	return operands;
}

const char *opt_lint(const struct opt *opts)
{
	for (const struct opt *o = opts; o->kind; o++) {
		if (!o->name || !o->help || !*o->help)
			return "an option lacks a name or its help";
		if ((o->kind == OPT_FLAG) != !o->arg)
			return "flags have no placeholder, all others need one";
		if ((o->kind == OPT_CHOICE) != !!o->choices)
			return "choices belong to OPT_CHOICE, and to nothing else";
		if (o->letter == 'h' || !strcmp(o->name, "help"))
			return "-h and --help are main's";
		for (const struct opt *p = o + 1; p->kind; p++)
			if (!strcmp(o->name, p->name) || (o->letter && o->letter == p->letter))
				return "a letter or name is declared twice";
	}
	return NULL;
}

/* modules.c - a folder of modules, any of which may come to hold migrations. */
#include "hook/modules.h"

#include "hook/look.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A migration in a module is what `.define(` gives. */
#define WORD "define"

struct walk {
	const struct modules_look *look;
	const char *worktree, *migrations;
	const char *next_seen, *next_plain;   /* where in the record the next one is expected */
};

enum known {
	KNOWN_NOT,
	KNOWN_SEEN,
	KNOWN_PLAIN,
};

/* The record has this line, where the next one is expected or anywhere. */
static bool is_recorded(const struct walk *w, const char **next, const char *key,
                        const char *line, bool anywhere)
{
	struct buf text = BUF_INIT;
	const char *found = *next;

	buf_addf(&text, "\n%s%s", key, line);
	if (!found || strncmp(found, text.text, text.len) != 0)
		found = anywhere ? strstr(w->look->recorded, text.text) : NULL;
	if (found)
		*next = found + text.len - 1;
	buf_dispose(&text);
	return found != NULL;
}

/* Record and folder are in one order, so a line mostly stands where it is expected; only what
 * has changed, or is the first, is searched for. */
static enum known find_known(struct walk *w, const char *line)
{
	for (int anywhere = 0; w->look->recorded && anywhere < 2; anywhere++) {
		if (is_recorded(w, &w->next_plain, LOOK_PLAIN, line, anywhere))
			return KNOWN_PLAIN;
		if (is_recorded(w, &w->next_seen, LOOK_SEEN, line, anywhere))
			return KNOWN_SEEN;
	}
	return KNOWN_NOT;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

/* As a word of its own: not in "undefined", nor in "defineTable". */
static bool has_word(const char *text)
{
	const char *at = text;

	while ((at = strstr(at, WORD))) {
		if ((at == text || !is_letter(at[-1])) && !is_letter(at[strlen(WORD)]))
			return true;
		at += strlen(WORD);
	}
	return false;
}

/* What can't be read may hold it. */
static bool holds_word(const char *path)
{
	struct buf text = BUF_INIT;
	bool found = !look_into(&text, path);

	for (size_t i = 0; !found && i < text.len; i += strlen(text.text + i) + 1)
		found = has_word(text.text + i);
	buf_dispose(&text);
	return found;
}

static void look_at(struct walk *w, const char *full, const char *path, const struct stat *st,
                    bool counts)
{
	struct buf line = BUF_INIT;
	enum known known;

	look_add_file(&line, path, st);
	known = find_known(w, line.text);
	if (counts || known == KNOWN_SEEN || (known == KNOWN_NOT && holds_word(full)))
		buf_addf(w->look->seen, LOOK_SEEN "%s", line.text);
	else if (known == KNOWN_NOT && w->look->plain)
		buf_addf(w->look->plain, LOOK_PLAIN "%s", line.text);
	buf_dispose(&line);
}

static void look_below(struct walk *w, const char *folder)
{
	bool all = !strcmp(folder, w->migrations);
	struct buf path = BUF_INIT, full = BUF_INIT;
	struct dirent **entries = NULL;
	struct stat st;
	int n;

	buf_addf(&full, "%s/%s", w->worktree, folder);
	n = scandir(full.text, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		buf_truncate(&path, 0);
		buf_truncate(&full, 0);
		buf_addf(&path, "%s/%s", folder, name);
		buf_addf(&full, "%s/%s", w->worktree, path.text);
		/* As git has it: a link is no folder and no module. */
		if (!strcmp(name, ".") || !strcmp(name, "..") || lstat(full.text, &st))
			;
		else if (S_ISREG(st.st_mode))
			look_at(w, full.text, path.text, &st,
			        all || !strncmp(name, "convex.config.", 14));
		else if (S_ISDIR(st.st_mode) && strcmp(name, "_generated") &&
		         strcmp(name, "node_modules"))
			look_below(w, path.text);
		free(entries[i]);
	}
	free(entries);
	buf_dispose(&full);
	buf_dispose(&path);
}

void modules_look(const struct modules_look *look, const char *worktree, const char *folder)
{
	struct buf migrations = BUF_INIT;
	struct walk walk = { .look = look, .worktree = worktree };

	buf_addf(&migrations, "%s/migrations", folder);
	walk.migrations = migrations.text;
	look_below(&walk, folder);
	buf_dispose(&migrations);
}

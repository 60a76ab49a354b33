/* folders.h - the folders of a Convex app in one tree, as the official CLI finds them. */
#ifndef CVX_GIT_FOLDERS_H
#define CVX_GIT_FOLDERS_H

#include "core/app.h"
#include "git/repo.h"

/* All paths are from the top of the tree. */
struct folders {
	const char *app;         /* holds package.json */
	const char *functions;   /* "convex", "apps/web/src/convex" */
	const char *migrations;  /* functions plus "/migrations" */
	enum layout layout;
	const char *down_suffix; /* module layout */
};

/* "a" and "b" as "a/b"; either may be "". */
const char *folder_join(struct arena *arena, const char *a, const char *b);

/* The path without "./", doubled and final slashes; NULL if it leaves where it starts
 * ("..", "/etc"). "." is "". */
const char *folder_clean(struct arena *arena, const char *path);

/* What the settings leave open is read from the tree's convex.json. Whether the folders
 * exist is not checked. tree NULL: from the file on disk, and nothing of git's is asked. */
int folders_find(struct folders *out, struct repo *repo, const char *tree,
                 const struct app *app, struct err *err) CVX_CHECK;

#endif

/* init_files.h - what init and its way back know about files; between init*.c only. */
#ifndef CVX_APP_INIT_FILES_H
#define CVX_APP_INIT_FILES_H

#include "app/embedded.h"
#include "app/init.h"
#include "base/buf.h"

#define INIT_COMPONENT "component/cvx/"
#define INIT_START "component/app/cvxStart.ts"
#define INIT_MIGRATE "component/app/migrate.ts"
#define INIT_SETTINGS ".cvx.ini"

/* Words of the record. */
#define INIT_ADDED_CONFIG "config"             /* convex.config.ts itself */
#define INIT_ADDED_MIGRATIONS "migrations"     /* its mount of the migrations component */
#define INIT_ADDED_DEPENDENCY "dependency"

struct init_work {
	struct init_plan *plan;
	struct arena *arena;
	const struct init_app *app;
	const char *recorded;    /* the record's text; "" if there is none */
};

/* "a/b" of two parts, either of which may be "". */
const char *init_join(const struct init_work *work, const char *a, const char *b);

/* The text of a file, by its path from the work tree's top; NULL if there is none. */
int init_read(const char **text, const struct init_work *work, const char *path,
              struct err *err) CVX_CHECK;

struct init_action *init_add(struct init_work *work, enum init_kind kind, const char *path,
                             const char *reason);

/* The app's convex.config.ts, or .js if that is what it has. */
int init_config_path(const char **path, const struct init_work *work, struct err *err)
	CVX_CHECK;

/* The texts are equal but for the line ends of Windows, which git may have put there. */
bool init_same(const char *a, const char *b);

/* The version that a generated file carries in its first line; 0 if it isn't generated. */
int init_version(const char *text);

/* The text that .cvx.ini is created with. */
const char *init_settings(const struct init_work *work);

/* The record has this word. */
bool init_was_added(const struct init_work *work, const char *word);

#endif

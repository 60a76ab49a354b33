/* config.h - the settings: defaults, below the committed .cvx.ini, below the private
 * config.ini in the common git directory.
 *
 * The committed file is data: anyone who can push a branch can write it. Only what
 * config.def allows there is taken; the rest is ignored with a warning. Warnings are
 * collected, not printed. Values that came out of a file are never part of a message,
 * unless they are the value of a known setting. */
#ifndef CVX_CONF_CONFIG_H
#define CVX_CONF_CONFIG_H

#include "core/app.h"
#include "core/kind.h"
#include "core/plan.h"

#define CONFIG_COMMITTED ".cvx.ini"          /* at the top of the tree */
#define CONFIG_PRIVATE "cvx/config.ini"      /* in the common git directory */
#define CONFIG_PRIVATE_NAME ".git/" CONFIG_PRIVATE  /* what messages call it, everywhere */

enum hook_mode { HOOK_AUTO, HOOK_NOTIFY, HOOK_OFF };
enum push_mode { PUSH_AUTO, PUSH_NEVER };
enum git_reader { GIT_READER_AUTO, GIT_READER_LIBGIT2, GIT_READER_GIT };

/* What one of the two files says of an environment; the other may say more of it. */
struct config_env {
	const char *name;
	bool is_committed;       /* it is the committed file's: data only */
	enum called kind;
	struct names branches;   /* patterns, see conf/environment.h */
	const char *env_file, *deployment, *key_variable, *url;   /* NULL: unset */
};

/* One of several apps: [app "name"]. */
struct config_app {
	const char *name;
	struct app app;
};

struct config {
	int version;
	bool enabled, hooks_installed;
	const char *clone_id, *clone_name;   /* NULL before init */
	const char *node;        /* path; NULL: none is remembered */
	struct app app;          /* [app]; or whichever the caller puts in its place */
	struct app unnamed_app;  /* [app] */
	bool has_app;            /* something was said of it */
	struct config_app *apps; /* those with names */
	size_t app_count;
	struct policy policy;
	enum hook_mode hook_mode;
	int hook_timeout, hook_grace;        /* seconds */
	enum push_mode push_mode;
	int push_timeout;
	enum git_reader git_reader;
	struct config_env *envs; /* in the order of the files, committed ones first */
	size_t env_count;
	struct names warnings;
	size_t warned;           /* config.c's own: how often, of the file that is applied */
};

struct config_file {
	const char *name;        /* for messages */
	const char *text;
	bool is_committed;
};

/* The defaults. */
void config_init(struct config *out, struct arena *arena);

/* Put a file's settings over what is there. ERR_CONFIG names file, line, setting and
 * what was expected. */
int config_apply(struct config *config, struct arena *arena,
                 const struct config_file *file, struct err *err) CVX_CHECK;

/* The private file, applied if there is one. */
int config_apply_private(struct config *config, struct arena *arena,
                         const char *common_dir, struct err *err) CVX_CHECK;

/* What that file says of it; NULL: nothing. */
const struct config_env *config_env_find(const struct config *config, const char *name,
                                         bool committed);

/* ---- the table, for the man page ----------------------------------------------- */

struct config_key {
	const char *section, *key;
	enum config_type {
		CONFIG_TEXT, CONFIG_FOLDER, CONFIG_WORD, CONFIG_CHOICE, CONFIG_NUMBER,
		CONFIG_BOOL, CONFIG_PATTERNS,
	} type;
	const char *spec;
	size_t offset;           /* in struct config, or in struct config_env */
	bool is_env;
	const char *fallback;
	enum config_where { CONFIG_ANYWHERE, CONFIG_PRIVATE_ONLY } where;
	const char *help;
};

extern const struct config_key config_keys[];
extern const size_t config_key_count;

#endif

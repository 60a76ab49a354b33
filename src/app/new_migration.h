/* new_migration.h - write a new migration: its id, its table, its file. */
#ifndef CVX_APP_NEW_MIGRATION_H
#define CVX_APP_NEW_MIGRATION_H

#include "base/err.h"
#include "base/mem.h"
#include "core/migration.h"

#include <stdint.h>

struct new_migration {
	const char *worktree;    /* absolute */
	const char *functions;   /* from its top */
	const char *name;        /* as typed: "addRole", "add-role" */
	const char *table;       /* NULL: the only one of schema.ts */
	bool force;              /* the table may be one that the schema lacks */
	int64_t now_ms;
	const char *module;      /* module layout: the file that gets it, from the top */
	const char *down_suffix;
};

/* Write it. *path is from the work tree's top. ERR_USAGE for a name that makes no id, and
 * where the table isn't clear or isn't one of the schema's, as far as that can be read:
 * the hint lists those. ERR_NO_APP before init. ERR_DECISION: the module has the name. */
int new_migration_write(const char **path, struct arena *arena,
                        const struct new_migration *wanted, struct err *err) CVX_CHECK;

/* "addUserRole" and "add user-role" as "add_user_role". NULL with *err if a character can't
 * be in an id, or if too many are. */
const char *new_migration_name(struct arena *arena, const char *name, struct err *err);

/* "add-role" and "add role" as "addRole"; what can be the name of an export stays. NULL
 * with *err if it can't be made one. */
const char *new_export_name(struct arena *arena, const char *name, struct err *err);

/* The tables that a schema.ts defines by name, in its order; whether these are all. */
bool schema_tables(struct names *out, struct arena *arena, const char *text);

#endif

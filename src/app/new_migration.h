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
	int64_t now_ms;
};

/* Write it. *path is from the work tree's top. ERR_USAGE for a name that makes no id, and
 * where the table isn't clear: the hint lists the schema's. ERR_NO_APP before init. */
int new_migration_write(const char **path, struct arena *arena,
                        const struct new_migration *wanted, struct err *err) CVX_CHECK;

/* "addUserRole" and "add user-role" as "add_user_role". NULL with *err if a character can't
 * be in an id, or if too many are. */
const char *new_migration_name(struct arena *arena, const char *name, struct err *err);

/* The tables that a schema.ts defines by name, in its order. */
void schema_tables(struct names *out, struct arena *arena, const char *text);

#endif

/* scan.h - read a TypeScript source far enough to know what it exports.
 *
 * Knows comments, strings, template literals and regular expressions, so that nothing
 * inside them counts. Doesn't parse TypeScript, resolve imports or evaluate anything. */
#ifndef CVX_CORE_SCAN_H
#define CVX_CORE_SCAN_H

#include "base/buf.h"
#include "core/migration.h"

struct scan {
	bool has_up, has_down;       /* `export const up`, `export { up, down }`, ... */
	bool uses_define;            /* an export made by `….define(` */
	const char *table;           /* first `table: "…"`, NULL if none */
	struct names tables;         /* `table` values, `export const tables = […]`, or else
	                              * literals in insert("…") and query("…") */
	const char *description;     /* literal of `export const description`, or NULL */
};

/* Scan `len` bytes. Never fails: what it can't read it doesn't find. */
void scan_source(struct scan *out, struct arena *arena, const char *text, size_t len);

/* A migration of the module layout: `export const name = ….define({ …, migrateOne … })`. */
struct scan_export {
	const char *name;
	size_t start, len;           /* of its value in the text: "migrations.define({…})" */
	const char *tokens;          /* the value without comments and blanks */
	bool is_blank;               /* its function has no statements */
	bool is_exported;
};

/* In the order of the file. */
struct scan_exports {
	struct scan_export *items;
	size_t count;
};

void scan_exports(struct scan_exports *out, struct arena *arena, const char *text,
                  size_t len);

/* Append the text, its exported constants marked so that a bundler leaves those out that
 * nobody uses, whatever is called to make them. */
void scan_mark_pure(struct buf *out, const char *text, size_t len);

/* True if the text (a convex.config.ts) mounts a component imported from a path ending
 * in `suffix` ("cvx/convex.config", "@convex-dev/migrations/convex.config") by use(). */
bool scan_mounts(const char *text, size_t len, const char *suffix);

struct mounted {
	struct names names;          /* "tally", "aggregate": as functions are referred to */
	bool complete;               /* false: it mounts others, too, or may */
};

/* What a convex.config mounts, of which the text is what a bundler made: one module, with
 * convex's own left as imports. */
void scan_mounted(struct mounted *out, struct arena *arena, const char *text, size_t len);

/* True if the text holds a line that begins with a conflict marker (<<<<<<<, >>>>>>>). */
bool scan_has_conflict_markers(const char *text, size_t len);

#endif

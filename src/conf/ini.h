/* ini.h - read a settings file; the only includer of inih's header is ini.c.
 *
 * The syntax is that of git's settings as far as we need it: [section], [section "name"],
 * key = value, comments from ; or # at the start of a line or after a blank. Keys may be
 * indented. A value may stand in double quotes, which keeps blanks, ; and #. There are
 * no values over several lines. */
#ifndef CVX_CONF_INI_H
#define CVX_CONF_INI_H

#include "base/err.h"
#include "base/library.h"
#include "base/mem.h"

#include <stddef.h>

struct ini_entry {
	const char *section;   /* "env" */
	const char *name;      /* "production" of [env "production"]; NULL without one */
	const char *key;
	const char *value;
	int line;              /* from 1 */
};

struct ini {
	struct ini_entry *items;   /* as in the file; of equal keys the last counts */
	size_t count;
};

/* `file` is only for messages. ERR_CONFIG names file and line of what can't be read. */
int ini_read(struct ini *out, struct arena *arena, const char *file, const char *text,
             struct err *err) CVX_CHECK;

/* Which inih we were built with; it can't say which one runs. */
void ini_library(struct library *out);

#endif

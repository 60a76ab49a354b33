/* hook_file.h - one git hook as a file: what it is, our block put in, our block taken out.
 *
 * What others wrote in it stays, byte for byte. Between hooks.c and hook_makers.c; which of the
 * files of a folder are to be changed is for hooks.c to say. */
#ifndef CVX_APP_HOOK_FILE_H
#define CVX_APP_HOOK_FILE_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

/* The file's text, if it is a file (no link) that holds text; else NULL. ERR_IO if that can't
 * be found out. */
int hook_file_text(const char **text, struct arena *arena, const char *path, struct err *err)
	CVX_CHECK;
/* Something of this name is there, be it a link to nothing. */
int hook_file_exists(bool *out, const char *path, struct err *err) CVX_CHECK;
/* Both are files, of one content and one mode. */
int hook_file_same(bool *out, const char *path, const char *other, struct err *err) CVX_CHECK;

/* Put the block in: in the place of one of ours, or as a file that is made for it. shared: as
 * hook_mode_shared() says. */
int hook_file_put_in(struct arena *arena, const char *path, const char *block, int shared,
                     struct err *err) CVX_CHECK;

/* Take the block out of `path`; what was there before ours, `saved`, comes back in its place.
 * saved NULL: there was nothing, and a file that only held the block goes. Lines that others
 * wrote into ours are added to what comes back. */
int hook_file_take_out(struct arena *arena, const char *path, const char *saved,
                       struct err *err) CVX_CHECK;
/* ERR_DECISION if it can't be done: what was there before is no shell script, so those lines
 * can't be added. Changes nothing. */
int hook_file_may_take_out(struct arena *arena, const char *path, const char *saved,
                           struct err *err) CVX_CHECK;

#endif

/* hook_text.h - the texts through which git calls us: the shim that is a hook's file, the
 * command of a configured hook, the line in a hook that belongs to somebody else. */
#ifndef CVX_APP_HOOK_TEXT_H
#define CVX_APP_HOOK_TEXT_H

#include "base/buf.h"

#include <stdbool.h>

/* The whole file. It runs first what was there before, from the folder beside its own, and
 * exits as that did. */
void hook_text_shim(struct buf *out, const char *program, const char *event);

/* A shim as some version of ours wrote it, and nobody changed. */
bool hook_text_is_shim(const char *text);

/* The shell command of a configured hook, for all events; git appends the arguments. */
void hook_text_command(struct buf *out, const char *program);

/* One line for a file that is committed, with its line end: it names no path, and does
 * nothing where git-cvx isn't installed. */
void hook_text_line(struct buf *out, const char *event);

#endif

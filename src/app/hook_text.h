/* hook_text.h - the texts through which git calls us: our block in a hook's file, the command
 * of a configured hook, the line in a hook that is committed. Pure: nothing is read or
 * written.
 *
 * The block begins and ends with a line of its own. It runs what was there before, from the
 * folder beside its own, then git-cvx-hook; what stands before and behind it in the file runs
 * as if the block weren't there, and finds the status ($?) that it would find then. */
#ifndef CVX_APP_HOOK_TEXT_H
#define CVX_APP_HOOK_TEXT_H

#include "base/buf.h"

#include <stdbool.h>

/* The block for an event, with its line end; program: git-cvx-hook, absolute. */
void hook_text_block(struct buf *out, const char *program, const char *event);

/* The first block in the text: that of this version, or the lines that versions 1 and 2 wrote
 * in its place. *from and *to are offsets, *to behind its last line end. False: there is none. */
bool hook_text_find(const char *text, size_t *from, size_t *to);

/* The text without any block of ours, byte for byte what others wrote, and with `block` where
 * the first one was; block NULL: with none. */
void hook_text_replace(struct buf *out, const char *text, const char *block);

/* The first line of a file that is made for the block. */
#define HOOK_TEXT_HEAD "#!/bin/sh\n"
/* Nothing is left in the text but that line. */
bool hook_text_is_bare(const char *text);
/* There is a block, and nothing of others. */
bool hook_text_is_ours(const char *text);

/* The first line names a shell that can run the block. */
bool hook_text_is_shell(const char *text);

/* The shell command of a configured hook, for all events; git appends the arguments. */
void hook_text_command(struct buf *out, const char *program);

/* One line for a file that is committed, with its line end: it names no path, and does
 * nothing where git-cvx isn't installed. */
void hook_text_line(struct buf *out, const char *event);

#endif

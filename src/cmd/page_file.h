/* page_file.h - the file that --html names. */
#ifndef CVX_CMD_PAGE_FILE_H
#define CVX_CMD_PAGE_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* 0 if the page may be written there: there is nothing yet, or a page of ours. ERR_DECISION if
 * it is anything else: a mistyped name must cost nobody a file. */
int page_file_check(const char *path, const char *begins_with, struct err *err) CVX_CHECK;
/* Written beside it and renamed: either all of it is there, or what was there before. */
int page_file_write(const char *path, const struct buf *text, struct err *err) CVX_CHECK;

#endif

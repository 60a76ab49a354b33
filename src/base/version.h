/* version.h - versions of programs and packages, compared. */
#ifndef CVX_BASE_VERSION_H
#define CVX_BASE_VERSION_H

#include <stdbool.h>

/* By their first three numbers; what comes behind them ("-rc1") doesn't count, and what is no
 * version is older than any. */
bool version_is_older(const char *version, const char *than);

#endif

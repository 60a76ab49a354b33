/* version.h - versions of programs and packages, compared, also with a range. */
#ifndef CVX_BASE_VERSION_H
#define CVX_BASE_VERSION_H

#include <stdbool.h>

/* By their first three numbers; what comes behind them ("-rc1") doesn't count, and what is no
 * version is older than any. */
bool version_is_older(const char *version, const char *than);

/* A range as npm writes it: ">=20.0.0", "^20 || >=22.11". What can't be read keeps nothing out. */
bool version_is_in(const char *version, const char *range);

#endif

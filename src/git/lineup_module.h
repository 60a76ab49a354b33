/* lineup_module.h - the module layout: migrations that modules export by name. */
#ifndef CVX_GIT_LINEUP_MODULE_H
#define CVX_GIT_LINEUP_MODULE_H

#include "git/lineup.h"

/* Every export that define() made in the modules of the functions folder, and in none of
 * its components: in the order of the modules' paths, and in a module in its own. `XDown`
 * is the reverse of `X` where there is an `X`. Sets the lineup's down_suffix. */
int lineup_read_modules(struct lineup *out, struct repo *repo, const char *tree,
                        const struct folders *folders, struct err *err) CVX_CHECK;

/* Add the ids that the modules exported in all of the commit's history. *known as
 * struct history has it. */
int lineup_module_history(struct names *ids, bool *known, struct repo *repo,
                          const struct lineup_past *past, struct err *err) CVX_CHECK;

#endif

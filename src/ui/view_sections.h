/* view_sections.h - the migrations of `git cvx status`, by what is the matter with them. */
#ifndef CVX_UI_VIEW_SECTIONS_H
#define CVX_UI_VIEW_SECTIONS_H

#include "base/mem.h"
#include "core/overview.h"
#include "ui/out.h"

/* Those that want something done, each kind below a title and what to type for it; with -v,
 * what is applied, too. */
void view_sections(struct out *out, const struct overview *overview, struct arena *arena);

#endif

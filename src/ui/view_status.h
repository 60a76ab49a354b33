/* view_status.h - `git cvx status` for people: in step or not, and what to type next. */
#ifndef CVX_UI_VIEW_STATUS_H
#define CVX_UI_VIEW_STATUS_H

#include "base/mem.h"
#include "core/overview.h"
#include "ui/out.h"

/* With -v, what is applied, too. The arena is for the tables. */
void view_status(struct out *out, const struct overview *overview, struct arena *arena);

#endif

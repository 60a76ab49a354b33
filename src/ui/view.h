/* view.h - plan, lineup and difference as text for people.
 *
 * Values in, text out; computes nothing. Words are those of the design: "applied, but
 * not on this branch", "schema validation off for the move". */
#ifndef CVX_UI_VIEW_H
#define CVX_UI_VIEW_H

#include "base/mem.h"
#include "codec/record.h"
#include "core/changes.h"
#include "core/overview.h"
#include "core/preview.h"
#include "ui/out.h"

/* Arenas are for the tables. */

/* Steps with their reasons, and the pushes among them, numbered; refusals before them. */
void view_plan(struct out *out, const struct preview *preview, struct arena *arena);

/* One line: "undo 2, run 1". */
void view_plan_short(struct buf *out, const struct plan *plan);

/* `git cvx list`: a line per migration. */
void view_list(struct out *out, const struct record_lineup *list, struct arena *arena);

/* `git cvx diff`: what was removed, added and edited. */
void view_diff(struct out *out, const struct changes *changes, struct arena *arena);

/* "users, rooms" */
const char *view_names(const struct names *names, struct arena *arena);

/* One line. */
void view_line(struct out *out, const char *fmt, ...) CVX_PRINTF(2, 3);
/* One line of advice, and several below a line, each in brackets (NULL: none): with commands
 * as they have to be typed here. */
void view_hint(struct out *out, const char *indent, const char *text);
void view_advice(struct out *out, const char *indent, const char *advice);

#endif

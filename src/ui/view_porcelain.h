/* view_porcelain.h - what --porcelain prints of status, plan, list and diff. The manual says what
 * each record holds; fields are only added, at the end of a record. */
#ifndef CVX_UI_VIEW_PORCELAIN_H
#define CVX_UI_VIEW_PORCELAIN_H

#include "codec/record.h"
#include "core/changes.h"
#include "core/overview.h"
#include "core/preview.h"
#include "ui/porcelain.h"

void view_porcelain_status(struct porcelain *p, const struct overview *overview);
void view_porcelain_plan(struct porcelain *p, const struct preview *preview);
void view_porcelain_list(struct porcelain *p, const struct record_lineup *list);
void view_porcelain_diff(struct porcelain *p, const struct record_lineup *from,
                    const struct record_lineup *to, const struct changes *changes);

#endif

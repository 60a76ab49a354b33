/* wire_system.h - what the backend itself and the migrations component answer. */
#ifndef CVX_CODEC_WIRE_SYSTEM_H
#define CVX_CODEC_WIRE_SYSTEM_H

#include "codec/wire.h"
#include "core/exchange.h"

/* GET /api/v1/deployment_info; *out keeps where it answers. */
int wire_kind(const struct buf *body, struct arena *arena, struct kind_answer *out,
              struct err *err) CVX_CHECK;

struct component {
	const char *id, *path;   /* the app itself has path "" */
	bool active;
};

struct component_list {
	struct component *items;
	size_t count;
};

/* _system/frontend/components:list */
int wire_components(const struct value *answer, struct arena *arena,
                    struct component_list *out, struct err *err) CVX_CHECK;

/* _system/cli/modules:apiSpec: function paths without ".js"; HTTP actions left out. */
int wire_functions(const struct value *answer, struct arena *arena, struct names *out,
                   struct err *err) CVX_CHECK;

/* _system/frontend/getSchemas: schema, tables and indexes of *out. */
int wire_schemas(const struct value *answer, struct arena *arena, struct deployed *out,
                 struct err *err) CVX_CHECK;

/* _system/frontend/getTableMapping: the app's own tables, not the system's. */
int wire_tables(const struct value *answer, struct arena *arena, struct names *out,
                struct err *err) CVX_CHECK;

/* lib:getStatus: added to *out, in the order of the answer. */
int wire_statuses(const struct value *answer, struct arena *arena,
                  struct component_statuses *out, struct err *err) CVX_CHECK;

#endif

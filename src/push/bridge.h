/* bridge.h - what a push changes about the target: the bridge form, and our component.
 *
 * Changes a file set, not files: the strict form is the set that the target was listed
 * into. In the bridge form no document is checked against a schema, the sealed code is
 * deployed under cvxSealed/, and no index is missing that it may use. */
#ifndef CVX_PUSH_BRIDGE_H
#define CVX_PUSH_BRIDGE_H

#include "push/file_set.h"
#include "run/deployment.h"

/* A file that git-cvx brings along. */
struct push_file {
	const char *path;     /* "ledger.ts" */
	const char *text;
};

struct bridge_parts {
	const char *functions;                /* folder of the tree: "apps/web/convex" */
	const struct push_file *component;    /* what convex/cvx shall hold */
	size_t component_count;
	const char *start;                    /* source of cvxStart.ts */
	/* Mount our component and the migrations component: *out is the new text of
	 * convex.config.ts, equal to `text` if both are mounted; `text` is NULL if there is
	 * none. May be NULL: then a target that lacks them is refused. */
	int (*mount)(void *self, const char *text, struct buf *out, struct err *err);
	void *mount_self;
};

/* Make the set what the request asks for. ERR_UNSUPPORTED: can't mount the component. */
int bridge_apply(struct file_set *set, const struct push_request *request,
                 const struct bridge_parts *parts, struct err *err) CVX_CHECK;

struct bridge_indexes {
	struct index_list sealed;    /* win over the target's of the same name */
	struct index_list active;    /* where the target has none of the name */
};

/* The text of the schema module in the bridge form: the tables of ./schema.cvx (if
 * there is one) with the indexes that are given, and nothing validated. It is for the
 * server to evaluate. */
void bridge_schema_text(struct buf *out, const struct bridge_indexes *indexes,
                        bool has_original);

#endif

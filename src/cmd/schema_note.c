/* schema_note.c - a schema that differs although no migration does. */
#include "cmd/schema_note.h"

#include "cmd/remember.h"

#include <string.h>

/* The ids of schema.ts, or .js: "" if the tree has none. */
static int schema_of(const char **out, struct context *ctx, const char *tree, struct err *err)
{
	struct folders folders;
	struct tree_items items;

	*out = "";
	if (folders_find(&folders, ctx->repo, tree, &ctx->config.app, err) ||
	    repo_tree_list(&items, ctx->repo, tree, folders.functions, err))
		return -1;
	for (size_t i = 0; i < items.count; i++)
		if (!strcmp(items.items[i].name, "schema.ts") ||
		    !strcmp(items.items[i].name, "schema.js"))
			*out = items.items[i].id;
	return 0;
}

int schema_note_due(bool *out, struct context *ctx, const struct run *run, struct err *err)
{
	const char *commit, *before, *now;
	struct revision last;

	*out = false;
	if (repo_ref_read(&commit, ctx->repo, remember_ref(ctx, run), err))
		return -1;
	if (!commit)
		return 0;
	if (repo_resolve(&last, ctx->repo, commit, err) ||
	    schema_of(&before, ctx, last.tree, err) || schema_of(&now, ctx, run->tree, err))
		return -1;
	*out = strcmp(before, now) != 0;
	return 0;
}

/* branches.c - local branches, the newest first. */
#include "git/reader.h"

#include <stdlib.h>
#include <string.h>

/* "committer Ada <ada@example.org> 1760518800 +0200": the last but one word. */
static int64_t commit_time(const char *bytes)
{
	const char *line = strstr(bytes, "\ncommitter "), *end, *blank;

	if (!line)
		return 0;
	end = line + 1 + strcspn(line + 1, "\n");
	blank = end;
	while (blank > line && *blank != '>')
		blank--;
	return strtoll(blank + 1, NULL, 10);
}

void branches_add(struct branches *out, struct arena *arena, const char *name, const char *commit)
{
	out->items = arena_grow(arena, out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = (struct branch){ name, commit, 0 };
}

static int newest_first(const void *a, const void *b)
{
	const struct branch *x = a, *y = b;

	if (x->time != y->time)
		return x->time > y->time ? -1 : 1;
	return strcmp(x->name, y->name);
}

int repo_branches(struct branches *out, struct repo *repo, struct err *err)
{
	*out = (struct branches){ .items = NULL };
	if (repo->reader->branches(out, repo, err) < 0)
		return -1;
	for (size_t i = 0; i < out->count; i++) {
		struct object object;

		if (object_read(&object, repo, out->items[i].commit, OBJECT_COMMIT, err) < 0)
			return -1;
		out->items[i].time = commit_time(object.bytes);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), newest_first);
	return 0;
}

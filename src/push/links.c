/* links.c - where the symbolic links of a tree lead. */
#include "push/links.h"

#include "core/modules.h"
#include "push/files.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define HOPS_MOST 40         /* as on Linux */

struct link {
	const char *key, *text;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct link *)a)->key, ((const struct link *)b)->key);
}

int links_read(struct links *out, const struct file_set *set, struct err *err)
{
	*out = (struct links){ .set = set };
	for (size_t i = 0; i < set->count; i++) {
		struct buf text = BUF_INIT;

		if (set->items[i].mode != MODE_LINK)
			continue;
		if (file_set_text(&text, set, &set->items[i], err)) {
			buf_dispose(&text);
			return -1;
		}
		out->items = arena_grow(set->arena, out->items, out->count, sizeof(*out->items));
		out->items[out->count++] = (struct link){
			names_key(set->arena, set->items[i].path),
			arena_strndup(set->arena, text.text, text.len),
		};
		buf_dispose(&text);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_key);
	return 0;
}

static const struct link *find(const struct links *links, const char *path)
{
	const struct link wanted = { names_key(links->set->arena, path), NULL };

	return links->count ? bsearch(&wanted, links->items, links->count, sizeof(wanted), by_key)
	                    : NULL;
}

/* Where the text leads from the folder, which has no link on its way; NULL: not to be told, or
 * nowhere in the tree. */
static const char *follow(const struct links *links, const char *folder, const char *text,
                          int *hops)
{
	struct arena *arena = links->set->arena;
	const struct link *link;

	if (*text == '/' || strlen(text) >= PATH_MAX || --*hops < 0)
		return NULL;
	while (folder && *text) {
		size_t n = strcspn(text, "/");
		const char *part = arena_strndup(arena, text, n);

		text += n + (text[n] == '/');
		if (!n || !strcmp(part, "."))
			continue;
		if (!strcmp(part, "..")) {
			folder = *folder ? path_folder(arena, folder) : NULL;
			continue;
		}
		if (modules_end(part))
			return NULL;
		part = path_join(arena, folder, part);
		link = find(links, part);
		folder = link ? follow(links, folder, link->text, hops) : part;
	}
	return folder;
}

bool links_stays(const struct links *links, const char *path)
{
	const struct link *link = find(links, path);
	int hops = HOPS_MOST;

	return link && follow(links, path_folder(links->set->arena, path), link->text, &hops);
}

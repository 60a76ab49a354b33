/* names.c - lists of names without doubles.
 *
 * A branch can hold names by the ten thousand: beyond a few there is a tree beside the list, so
 * that each costs as much as it is long, also where a branch chose them to make it slow. A node
 * of it is the first bit in which the names of its two sides differ. */
#include "core/migration.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_FROM 32

struct node {
	const char *name;         /* of a leaf; else NULL */
	struct node *sides[2];
	size_t byte;
	unsigned char bit;        /* the one that is looked at, set */
};

/* What of the list is in the tree. Elements may be moved in the list, but not replaced. */
struct names_index {
	struct node *root;
	const char **items;
	size_t count;
};

static struct node *leaf(struct arena *arena, const char *name)
{
	struct node *node = arena_alloc(arena, sizeof(*node));

	node->name = name;
	return node;
}

/* Behind its end a name has no bits; its NUL has none, either. */
static bool side(const struct node *node, const char *name, size_t len)
{
	return node->byte < len && ((unsigned char)name[node->byte] & node->bit);
}

/* The leaf that the name is nearest to. */
static const char *nearest(const struct node *node, const char *name, size_t len)
{
	while (!node->name)
		node = node->sides[side(node, name, len)];
	return node->name;
}

static bool is_before(const struct node *node, size_t byte, unsigned char bit)
{
	return !node->name && (node->byte < byte || (node->byte == byte && node->bit > bit));
}

static void insert(struct names_index *index, struct arena *arena, const char *name)
{
	struct node **at = &index->root, *node;
	size_t len = strlen(name), byte = 0;
	unsigned char differ, bit = 0x80;
	const char *near;

	if (!index->root) {
		index->root = leaf(arena, name);
		return;
	}
	near = nearest(index->root, name, len);
	while (name[byte] && name[byte] == near[byte])
		byte++;
	differ = (unsigned char)name[byte] ^ (unsigned char)near[byte];
	if (!differ)
		return;
	while (!(differ & bit))
		bit >>= 1;
	while (is_before(*at, byte, bit))
		at = &(*at)->sides[side(*at, name, len)];
	node = arena_alloc(arena, sizeof(*node));
	node->byte = byte;
	node->bit = bit;
	node->sides[side(node, name, len)] = leaf(arena, name);
	node->sides[!side(node, name, len)] = *at;
	*at = node;
}

/* Others may have put elements into the list, or have taken some out. */
static void update(struct names *names, struct arena *arena)
{
	struct names_index *index = names->index;

	if (!index || index->items != names->items || index->count > names->count) {
		index = names->index = arena_alloc(arena, sizeof(*index));
		index->items = names->items;
	}
	for (; index->count < names->count; index->count++)
		insert(index, arena, names->items[index->count]);
}

bool names_contain(const struct names *names, const char *name)
{
	const struct names_index *index = names->index;

	if (index && index->items == names->items && index->count == names->count)
		return index->root && !strcmp(nearest(index->root, name, strlen(name)), name);
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->items[i], name))
			return true;
	return false;
}

void names_add(struct names *names, struct arena *arena, const char *name)
{
	const char **before = names->items;

	/* Others may have added some. */
	if (names->count >= INDEX_FROM)
		update(names, arena);
	if (!name || names_contain(names, name))
		return;
	names->items = arena_grow(arena, names->items, names->count, sizeof(*names->items));
	names->items[names->count++] = name;
	if (names->index && names->index->items == before)
		names->index->items = names->items;
	if (names->count >= INDEX_FROM)
		update(names, arena);
}

const char *names_join(const struct names *names, struct arena *arena)
{
	size_t len = 0;
	char *text, *end;

	for (size_t i = 0; i < names->count; i++)
		len += strlen(names->items[i]) + 1;
	if (!len)
		return NULL;
	text = end = arena_alloc(arena, len);
	for (size_t i = 0; i < names->count; i++) {
		size_t n = strlen(names->items[i]);

		if (i)
			*end++ = ' ';
		memcpy(end, names->items[i], n);
		end += n;
	}
	return text;
}

struct names names_split(const char *text, struct arena *arena)
{
	struct names names = { 0 };

	while (text && *text) {
		size_t len = strcspn(text, " ");

		names_add(&names, arena, arena_strndup(arena, text, len));
		text += len + (text[len] == ' ');
	}
	return names;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names names_sorted(const struct names *names, struct arena *arena)
{
	struct names copy = {
		.items = arena_alloc(arena, (names->count + 1) * sizeof(*copy.items)),
	};

	for (; copy.count < names->count; copy.count++)
		copy.items[copy.count] = names->items[copy.count];
	qsort(copy.items, copy.count, sizeof(*copy.items), by_text);
	return copy;
}

bool names_find(const struct names *sorted, const char *name)
{
	return bsearch(&name, sorted->items, sorted->count, sizeof(*sorted->items), by_text);
}

bool names_overlap(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (names_contain(b, a->items[i]))
			return true;
	return false;
}

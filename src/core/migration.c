/* migration.c - ids, file names, and the ordered set of migrations of one tree. */
#include "core/migration.h"

#include <stdlib.h>
#include <string.h>

/* What the official CLI takes for a source of functions. */
static const char *const extensions[] = {
	".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs",
};

static bool is_id_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* NULL if the n bytes at s are an id, otherwise what is wrong with them. */
static const char *problem(const char *s, size_t n)
{
	if (!n)
		return "it is empty";
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '-')
			return "it holds a dash, and the server refuses the whole push for one";
		if (s[i] == '.')
			return "it holds a second dot, and such files are not deployed";
		if (!is_id_char(s[i]))
			return "only letters, digits and '_' may be in an id";
	}
	if (n > MIGRATION_ID_MAX)
		return "it is longer than 61 bytes";
	return NULL;
}

const char *migration_id_problem(const char *id)
{
	return problem(id, strlen(id));
}

static bool has_suffix(const char *s, size_t n, const char *suffix)
{
	size_t m = strlen(suffix);

	return n >= m && !memcmp(s + n - m, suffix, m);
}

enum migration_file migration_file_kind(const char *name, size_t *stem_len)
{
	size_t n = strlen(name), stem = 0;

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		if (has_suffix(name, n, extensions[i]))
			stem = n - strlen(extensions[i]);
	*stem_len = stem;
	if (!stem || name[0] == '_' || name[0] == '.')
		return MIGRATION_FILE_SKIP;
	if (has_suffix(name, stem, ".test") || has_suffix(name, stem, ".d"))
		return MIGRATION_FILE_SKIP;
	if (stem == strlen("index") && !memcmp(name, "index", stem))
		return MIGRATION_FILE_SKIP;
	return problem(name, stem) ? MIGRATION_FILE_BAD : MIGRATION_FILE_OK;
}

static int by_id(const void *a, const void *b)
{
	const struct migration *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order || !x->file || !y->file ? order : strcmp(x->file, y->file);
}

static const struct migration *find_in_file_order(const struct lineup *lineup,
                                                  const char *id)
{
	for (size_t i = 0; i < lineup->count; i++)
		if (!strcmp(lineup->items[i].id, id))
			return &lineup->items[i];
	return NULL;
}

const struct migration *lineup_find(const struct lineup *lineup, const char *id)
{
	size_t low = 0, high = lineup->count;

	if (lineup->down_suffix)
		return find_in_file_order(lineup, id);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(lineup->items[middle].id, id);

		if (!order)
			return &lineup->items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool lineup_reaches(const struct lineup *lineup, const char *id, const char *last)
{
	const struct migration *a, *b;

	if (!lineup->down_suffix)
		return strcmp(id, last) <= 0;
	a = lineup_find(lineup, id);
	b = lineup_find(lineup, last);
	return a && b && a <= b;
}

static int named_twice(const struct migration *a, const struct migration *b, struct err *err)
{
	err_set(err, ERR_CONFIG, "'%s' and '%s' are one migration, '%s'", a->file, b->file,
	        a->id);
	return err_hint(err, "remove or rename one of them");
}

static int by_id_and_place(const void *a, const void *b)
{
	const struct migration *const *x = a, *const *y = b;
	int order = strcmp((*x)->id, (*y)->id);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Among those that stay as their modules have them. */
static int check_doubles(const struct lineup *lineup, struct err *err)
{
	const struct migration **sorted = xcalloc(lineup->count, sizeof(*sorted));
	int rc = 0;

	for (size_t i = 0; i < lineup->count; i++)
		sorted[i] = &lineup->items[i];
	if (lineup->count)
		qsort(sorted, lineup->count, sizeof(*sorted), by_id_and_place);
	for (size_t i = 1; !rc && i < lineup->count; i++)
		if (!strcmp(sorted[i - 1]->id, sorted[i]->id))
			rc = named_twice(sorted[i - 1], sorted[i], err);
	free(sorted);
	return rc;
}

int lineup_sort(struct lineup *lineup, struct err *err)
{
	struct migration *m = lineup->items;

	if (lineup->down_suffix)
		return check_doubles(lineup, err);
	if (lineup->count)
		qsort(m, lineup->count, sizeof(*m), by_id);
	for (size_t i = 1; i < lineup->count; i++)
		if (!strcmp(m[i - 1].id, m[i].id))
			return named_twice(&m[i - 1], &m[i], err);
	return 0;
}

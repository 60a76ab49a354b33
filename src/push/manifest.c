/* manifest.c - what a scratch tree held when it was last written. */
#include "push/manifest.h"

#include "base/file.h"
#include "base/portable.h"
#include "push/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "cvx stage manifest 1"
#define MANIFEST_MAX ((size_t)256 * 1024 * 1024)

/* "id mode size seconds nanoseconds path", ended by NUL: a path may hold anything else. */
static bool read_record(struct manifest *m, const char *record)
{
	struct manifest_entry entry = { 0 };
	char id[65];
	int at = 0;

	if (sscanf(record, "%64s %o %lld %lld %lld%n", id, &entry.mode, &entry.size,
	           &entry.seconds, &entry.nanoseconds, &at) != 5 || record[at] != ' ')
		return false;
	entry.id = arena_strdup(m->arena, id);
	entry.path = arena_strdup(m->arena, record + at + 1);
	if (m->count && strcmp(m->items[m->count - 1].path, entry.path) >= 0)
		return false;
	manifest_add(m, &entry);
	return true;
}

int manifest_read(struct manifest *out, struct arena *arena, const char *file,
                  struct err *err)
{
	struct buf text = BUF_INIT_MAX(MANIFEST_MAX);
	bool found = false, whole = true;
	int result = file_read(&text, &found, file, err);
	const char *p = text.text, *end = text.text + text.len;

	*out = (struct manifest){ .arena = arena };
	if (result || !found || strcmp(p, HEADER))
		goto done;
	p += sizeof(HEADER);
	for (; whole && p < end; p += strlen(p) + 1)
		whole = read_record(out, p);
	if (!whole)
		out->count = 0;
done:
	buf_dispose(&text);
	return result;
}

int manifest_write(const struct manifest *m, const char *file, struct err *err)
{
	struct buf text = BUF_INIT_MAX(MANIFEST_MAX);
	int result = -1;

	buf_add(&text, HEADER, sizeof(HEADER));
	for (size_t i = 0; i < m->count; i++) {
		const struct manifest_entry *e = &m->items[i];

		buf_addf(&text, "%s %o %lld %lld %lld %s", e->id, e->mode, e->size, e->seconds,
		         e->nanoseconds, e->path);
		buf_addc(&text, '\0');
	}
	if (buf_overflowed(&text))
		err_set(err, ERR_IO, "the tree holds too many files");
	else
		result = files_write(file, text.text, text.len, 0666, err);
	buf_dispose(&text);
	return result;
}

static int by_path(const void *key, const void *item)
{
	return strcmp(key, ((const struct manifest_entry *)item)->path);
}

const struct manifest_entry *manifest_find(const struct manifest *m, const char *path)
{
	return m->count ? bsearch(path, m->items, m->count, sizeof(*m->items), by_path) : NULL;
}

void manifest_add(struct manifest *m, const struct manifest_entry *entry)
{
	m->items = arena_grow(m->arena, m->items, m->count, sizeof(*m->items));
	m->items[m->count++] = *entry;
}

void manifest_take_stat(struct manifest_entry *entry, const struct stat *st)
{
	entry->size = (long long)st->st_size;
	entry->seconds = (long long)portable_mtime(st).tv_sec;
	entry->nanoseconds = (long long)portable_mtime(st).tv_nsec;
}

bool manifest_same_stat(const struct manifest_entry *entry, const struct stat *st)
{
	return entry->size == (long long)st->st_size &&
	       entry->seconds == (long long)portable_mtime(st).tv_sec &&
	       entry->nanoseconds == (long long)portable_mtime(st).tv_nsec;
}

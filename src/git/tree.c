/* tree.c - tree objects taken apart, whoever read them: lists, files, walks. */
#include "git/reader.h"

#include <string.h>

/* ---- objects that have to be there ------------------------------------------------ */

int object_missing(const char *id, struct err *err)
{
	err_set(err, ERR_IO, "object %s isn't in this repository", id);
	return err_hint(err, "a partial clone has to fetch it: 'git cat-file -e %s' does, if it "
	                "can", id);
}

int object_read(struct object *out, struct repo *repo, const char *id,
                enum object_kind kind, struct err *err)
{
	static const char *const words[] = {
		[OBJECT_COMMIT] = "commit", [OBJECT_TREE] = "tree", [OBJECT_BLOB] = "blob",
		[OBJECT_TAG] = "tag",
	};

	if (repo->reader->object(out, repo, id, err) < 0)
		return -1;
	if (!out->found)
		return object_missing(id, err);
	if (out->kind != kind)
		return err_set(err, ERR_IO, "object %s is no %s, but a %s", id, words[kind],
		               words[out->kind]);
	return 0;
}

/* ---- one tree object -------------------------------------------------------------- */

/* "<mode> <name>", NUL, and the bytes of an id: half as many as the hex digits of the
 * tree's own. */
struct tree_reader {
	struct arena *arena;
	const char *id;
	const char *at, *end;
};

struct tree_entry {
	unsigned mode;
	const char *name;
	const char *raw;           /* the id's bytes */
};

static int tree_open(struct tree_reader *out, struct repo *repo, const char *id,
                     struct err *err)
{
	struct object object;

	if (object_read(&object, repo, id, OBJECT_TREE, err) < 0)
		return -1;
	*out = (struct tree_reader){
		repo->arena, id, object.bytes, object.bytes + object.len,
	};
	return 0;
}

/* 1: an entry; 0: the end; -1: this is no tree. */
static int tree_next(struct tree_entry *out, struct tree_reader *reader, struct err *err)
{
	size_t left = (size_t)(reader->end - reader->at), id_len = strlen(reader->id) / 2;
	const char *nul = memchr(reader->at, '\0', left), *p = reader->at;

	if (!left)
		return 0;
	*out = (struct tree_entry){ 0 };
	for (; nul && *p >= '0' && *p <= '7'; p++)
		out->mode = out->mode * 8 + (unsigned)(*p - '0');
	if (!nul || *p != ' ' || (size_t)(reader->end - nul) <= id_len)
		return err_set(err, ERR_IO, "tree %s is broken", reader->id);
	/* Trees of long ago hold what permissions there were. */
	if ((out->mode & 0170000) == 0100000)
		out->mode = out->mode & 0100 ? 0100755 : 0100644;
	out->name = p + 1;
	out->raw = nul + 1;
	reader->at = out->raw + id_len;
	return 1;
}

static const char *entry_id(const struct tree_reader *reader, const struct tree_entry *entry)
{
	static const char digits[] = "0123456789abcdef";
	size_t len = strlen(reader->id);
	char *hex = arena_alloc(reader->arena, len + 1);

	for (size_t i = 0; i < len; i++)
		hex[i] = digits[((unsigned char)entry->raw[i / 2] >> (i % 2 ? 0 : 4)) & 15];
	return hex;
}

static enum tree_kind entry_kind(const struct tree_entry *entry)
{
	switch (entry->mode & 0170000) {
	case 0040000: return TREE_FOLDER;
	case 0120000: return TREE_LINK;
	case 0160000: return TREE_SUBMODULE;
	default:      return TREE_FILE;
	}
}

/* Follow a path from the top; *id is NULL if it leads nowhere. "" is the tree itself. */
static int find_path(const char **id, enum tree_kind *kind, struct repo *repo,
                     const char *tree, const char *path, struct err *err)
{
	struct tree_reader reader;
	struct tree_entry entry;
	int more;

	*id = tree;
	*kind = TREE_FOLDER;
	while (*path) {
		size_t len = strcspn(path, "/");

		if (*kind != TREE_FOLDER) {
			*id = NULL;
			return 0;
		}
		if (tree_open(&reader, repo, *id, err) < 0)
			return -1;
		do {
			more = tree_next(&entry, &reader, err);
		} while (more > 0 && (strncmp(entry.name, path, len) || entry.name[len]));
		if (more < 0)
			return -1;
		if (!more) {
			*id = NULL;
			return 0;
		}
		*id = entry_id(&reader, &entry);
		*kind = entry_kind(&entry);
		path += len + (path[len] == '/');
	}
	return 0;
}

static int find_folder(const char **id, struct repo *repo, const char *tree,
                       const char *folder, struct err *err)
{
	enum tree_kind kind;

	if (find_path(id, &kind, repo, tree, folder, err) < 0)
		return err_wrap(err, "cannot read '%s' of tree %s", folder, tree);
	if (kind != TREE_FOLDER)
		*id = NULL;
	return 0;
}

/* ---- repo.h's questions ----------------------------------------------------------- */

int repo_tree_list(struct tree_items *out, struct repo *repo, const char *tree,
                   const char *folder, struct err *err)
{
	struct tree_reader reader;
	struct tree_entry entry;
	const char *id;
	int more;

	*out = (struct tree_items){ 0 };
	if (find_folder(&id, repo, tree, folder, err) < 0)
		return -1;
	if (!id)
		return 0;
	out->found = true;
	if (tree_open(&reader, repo, id, err) < 0)
		return err_wrap(err, "cannot read '%s' of tree %s", folder, tree);
	while ((more = tree_next(&entry, &reader, err)) > 0) {
		out->items = arena_grow(repo->arena, out->items, out->count, sizeof(*out->items));
		out->items[out->count++] = (struct tree_item){
			.name = entry.name, .id = entry_id(&reader, &entry),
			.kind = entry_kind(&entry),
		};
	}
	return more;
}

int repo_blob_read(struct tree_file *out, struct repo *repo, const char *id,
                   struct err *err)
{
	struct object object;

	*out = (struct tree_file){ 0 };
	if (object_read(&object, repo, id, OBJECT_BLOB, err) < 0)
		return -1;
	if (!object.bytes)
		return err_set(err, ERR_UNSUPPORTED, "blob %s is larger than %zu MiB", id,
		               REPO_FILE_MAX / 1024 / 1024);
	*out = (struct tree_file){ true, id, object.bytes, object.len };
	return 0;
}

int repo_tree_read(struct tree_file *out, struct repo *repo, const char *tree,
                   const char *path, struct err *err)
{
	enum tree_kind kind;
	const char *id;

	*out = (struct tree_file){ 0 };
	if (!find_path(&id, &kind, repo, tree, path, err) &&
	    (!id || kind != TREE_FILE || !repo_blob_read(out, repo, id, err)))
		return 0;
	return err_wrap(err, "cannot read '%s' of tree %s", path, tree);
}

static int walk_tree(struct repo *repo, const char *tree, const char *folder,
                     const struct tree_walk *walk, struct err *err)
{
	struct tree_reader reader;
	struct tree_entry entry;
	int more;

	if (tree_open(&reader, repo, tree, err) < 0)
		return err_wrap(err, "cannot read '%s'", folder);
	while ((more = tree_next(&entry, &reader, err)) > 0) {
		const char *id = entry_id(&reader, &entry);
		const char *path = arena_printf(repo->arena, "%s%s%s", folder,
		                                *folder ? "/" : "", entry.name);

		if (entry_kind(&entry) == TREE_FOLDER
		    ? walk_tree(repo, id, path, walk, err)
		    : walk->fn(path, id, entry.mode, walk->payload, err))
			return -1;
	}
	return more;
}

int repo_tree_walk(struct repo *repo, const char *tree, const struct tree_walk *walk,
                   struct err *err)
{
	const char *id;

	if (find_folder(&id, repo, tree, walk->folder, err) < 0)
		return -1;
	if (!id)
		return err_set(err, ERR_NOT_FOUND, "there is no folder '%s' in tree %s",
		               walk->folder, tree);
	return walk_tree(repo, id, walk->folder, walk, err);
}

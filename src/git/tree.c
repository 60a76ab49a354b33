/* tree.c - read trees and blobs. */
#include "git/internal.h"

#include "base/file.h"

#include <string.h>

bool path_not_found(int rc)
{
	const git_error *last = git_error_last();

	return rc == GIT_ENOTFOUND && last && last->klass == GIT_ERROR_TREE;
}

int tree_open(git_tree **out, struct repo *repo, const char *tree, const char *folder,
              struct err *err)
{
	git_tree_entry *entry = NULL;
	git_tree *top = NULL;
	git_oid oid;
	int rc, result = -1;

	*out = NULL;
	if (oid_parse(&oid, tree, err) < 0)
		return -1;
	if (git_tree_lookup(&top, repo->git, &oid) < 0)
		return err_from_git(err, ERR_IO, "cannot read tree %s", tree);
	if (!*folder) {
		*out = top;
		return 0;
	}
	rc = git_tree_entry_bypath(&entry, top, folder);
	if (path_not_found(rc) ||
	    (!rc && git_tree_entry_type(entry) != GIT_OBJECT_TREE)) {
		result = 0;
		goto done;
	}
	if (rc < 0 || git_tree_lookup(out, repo->git, git_tree_entry_id(entry)) < 0) {
		err_from_git(err, ERR_IO, "cannot read '%s' of tree %s", folder, tree);
		goto done;
	}
	result = 0;
done:
	git_tree_entry_free(entry);
	git_tree_free(top);
	return result;
}

static enum tree_kind entry_kind(const git_tree_entry *entry)
{
	switch (git_tree_entry_filemode(entry)) {
	case GIT_FILEMODE_TREE:   return TREE_FOLDER;
	case GIT_FILEMODE_LINK:   return TREE_LINK;
	case GIT_FILEMODE_COMMIT: return TREE_SUBMODULE;
	default:                  return TREE_FILE;
	}
}

int repo_tree_list(struct tree_items *out, struct repo *repo, const char *tree,
                   const char *folder, struct err *err)
{
	git_tree *t = NULL;

	*out = (struct tree_items){ 0 };
	if (tree_open(&t, repo, tree, folder, err) < 0)
		return -1;
	if (!t)
		return 0;
	out->found = true;
	out->count = git_tree_entrycount(t);
	out->items = arena_alloc(repo->arena, out->count * sizeof(*out->items));
	for (size_t i = 0; i < out->count; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(t, i);

		out->items[i] = (struct tree_item){
			.name = arena_strdup(repo->arena, git_tree_entry_name(entry)),
			.id = oid_hex(repo->arena, git_tree_entry_id(entry)),
			.kind = entry_kind(entry),
		};
	}
	git_tree_free(t);
	return 0;
}

int repo_blob_read(struct tree_file *out, struct repo *repo, const char *id,
                   struct err *err)
{
	git_blob *blob = NULL;
	git_object_size_t size;
	git_oid oid;

	*out = (struct tree_file){ 0 };
	if (oid_parse(&oid, id, err) < 0)
		return -1;
	if (git_blob_lookup(&blob, repo->git, &oid) < 0)
		return err_from_git(err, ERR_IO, "cannot read blob %s", id);
	size = git_blob_rawsize(blob);
	if (size > REPO_FILE_MAX) {
		err_set(err, ERR_UNSUPPORTED, "blob %s is larger than %zu MiB", id,
		        REPO_FILE_MAX / 1024 / 1024);
	} else {
		out->found = true;
		out->id = oid_hex(repo->arena, &oid);
		out->len = (size_t)size;
		out->text = !out->len ? "" : arena_strndup(
			repo->arena, git_blob_rawcontent(blob), out->len);
	}
	git_blob_free(blob);
	return out->found ? 0 : -1;
}

int repo_tree_read(struct tree_file *out, struct repo *repo, const char *tree,
                   const char *path, struct err *err)
{
	git_tree_entry *entry = NULL;
	git_tree *top = NULL;
	const char *id = NULL;
	int rc;

	*out = (struct tree_file){ 0 };
	if (tree_open(&top, repo, tree, "", err) < 0)
		return -1;
	rc = git_tree_entry_bypath(&entry, top, path);
	if (rc < 0 && !path_not_found(rc))
		err_from_git(err, ERR_IO, "cannot read '%s' of tree %s", path, tree);
	else if (!rc && entry_kind(entry) == TREE_FILE)
		id = oid_hex(repo->arena, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	git_tree_free(top);
	if (err->code != ERR_NONE)
		return -1;
	return id ? repo_blob_read(out, repo, id, err) : 0;
}

int repo_blob_copy(int fd, struct repo *repo, const char *id, struct err *err)
{
	git_blob *blob = NULL;
	git_oid oid;
	int result = 0;

	if (oid_parse(&oid, id, err) < 0)
		return -1;
	if (git_blob_lookup(&blob, repo->git, &oid) < 0)
		return err_from_git(err, ERR_IO, "cannot read blob %s", id);
	if (file_write_all(fd, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob)))
		result = err_errno(err, "cannot write blob %s", id);
	git_blob_free(blob);
	return result;
}

struct walk_state {
	struct repo *repo;
	const struct tree_walk *walk;
	struct err *err;
};

static int on_entry(const char *root, const git_tree_entry *entry, void *payload)
{
	const struct walk_state *state = payload;
	const char *folder = state->walk->folder;
	char id[GIT_OID_HEXSZ + 1];

	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		return 0;
	git_oid_tostr(id, sizeof(id), git_tree_entry_id(entry));
	return state->walk->fn(arena_printf(state->repo->arena, "%s%s%s%s", folder,
	                                    *folder ? "/" : "", root,
	                                    git_tree_entry_name(entry)),
	                       id, git_tree_entry_filemode(entry), state->walk->payload,
	                       state->err);
}

int repo_tree_walk(struct repo *repo, const char *tree, const struct tree_walk *walk,
                   struct err *err)
{
	struct walk_state state = { repo, walk, err };
	git_tree *t = NULL;
	int rc;

	if (tree_open(&t, repo, tree, walk->folder, err) < 0)
		return -1;
	if (!t)
		return err_set(err, ERR_NOT_FOUND, "there is no folder '%s' in tree %s",
		               walk->folder, tree);
	rc = git_tree_walk(t, GIT_TREEWALK_PRE, on_entry, &state);
	if (rc < 0 && err->code == ERR_NONE)
		err_from_git(err, ERR_IO, "cannot walk tree %s", tree);
	git_tree_free(t);
	return rc < 0 ? -1 : 0;
}

int repo_blob_id(const char **id, struct repo *repo, const void *bytes, size_t len,
                 struct err *err)
{
	git_oid oid;

	if (git_odb_hash(&oid, bytes, len, GIT_OBJECT_BLOB) < 0)
		return err_from_git(err, ERR_INTERNAL, "cannot hash %zu bytes", len);
	*id = oid_hex(repo->arena, &oid);
	return 0;
}

/* repo_source.c - a tree of the repository as what a push is made of. */
#include "push/repo_source.h"

static int each(void *self, tree_file_fn *fn, void *payload, struct err *err)
{
	const struct repo_source *s = self;
	const struct tree_walk walk = { "", fn, payload };

	return repo_tree_walk(s->repo, s->tree, &walk, err);
}

static int read_blob(void *self, const char *id, struct buf *out, struct err *err)
{
	const struct repo_source *s = self;
	struct tree_file file;

	if (repo_blob_read(&file, s->repo, id, err))
		return -1;
	if (!file.found)
		return err_set(err, ERR_NOT_FOUND, "the repository has no blob '%s'", id);
	buf_add(out, file.text, file.len);
	return 0;
}

static int copy_blob(void *self, const char *id, int fd, struct err *err)
{
	const struct repo_source *s = self;

	return repo_blob_copy(fd, s->repo, id, err);
}

static int blob_id(const char **id, void *self, const void *bytes, size_t len,
                   struct err *err)
{
	const struct repo_source *s = self;

	return repo_blob_id(id, s->repo, bytes, len, err);
}

/* Asked of files of the work tree that the tree lacks. In a snapshot nothing else is
 * missing; of any other tree nobody expects that they are pushed. */
static int ignored(void *self, const char *path, bool *out, struct err *err)
{
	const struct repo_source *s = self;

	(void)path;
	(void)err;
	*out = s->is_snapshot;
	return 0;
}

static int modules(void *self, const char *folder, const char **entry, struct err *err)
{
	const struct repo_source *s = self;

	return repo_tracked_modules(entry, s->repo, folder, err);
}

static int brings(void *self, const struct names *files, struct brought *out,
                  struct err *err)
{
	const struct repo_source *s = self;

	return repo_brings(out, s->repo, files, err);
}

static int tracks(void *self, const char *real, bool *out, struct err *err)
{
	const struct repo_source *s = self;

	return repo_tracks(out, s->repo, real, err);
}

struct tree_source repo_source(const struct repo_source *source)
{
	return (struct tree_source){
		(void *)source, each, read_blob, copy_blob, blob_id, ignored, modules, brings,
		tracks,
	};
}

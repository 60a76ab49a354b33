/* stage.c - the scratch tree of one deployment: lock, and files brought up to date. */
#include "push/stage.h"

#include "push/files.h"
#include "push/links.h"
#include "push/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOCK_TRIES 20
#define LOCK_PAUSE_NS 50000000L

struct stage {
	struct arena arena;
	const char *folder, *tree, *scratch, *manifest;
	int lock_fd;
};

/* A child of a run that was killed may need a moment to die, too. */
static int lock(struct stage *stage, struct err *err)
{
	const char *path = path_join(&stage->arena, stage->folder, "lock");
	const struct timespec pause = { 0, LOCK_PAUSE_NS };

	stage->lock_fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (stage->lock_fd < 0)
		return err_errno(err, "cannot open '%s'", path);
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (!flock(stage->lock_fd, LOCK_EX | LOCK_NB))
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_errno(err, "cannot lock '%s'", path);
		nanosleep(&pause, NULL);
	}
	err_set(err, ERR_BUSY, "another git-cvx is pushing to this deployment");
	return err_hint(err, "when it has ended: git cvx migrate");
}

int stage_open(struct stage **out, const char *common_dir, const char *name,
               struct err *err)
{
	struct stage *stage = xcalloc(1, sizeof(*stage));
	struct arena *arena = &stage->arena;
	const char *inside = arena_printf(arena, "cvx/stage/%s", name);

	stage->lock_fd = -1;
	stage->folder = path_join(arena, common_dir, inside);
	stage->tree = path_join(arena, stage->folder, "tree");
	stage->scratch = path_join(arena, stage->folder, "scratch");
	stage->manifest = path_join(arena, stage->folder, "manifest");
	/* Whatever an earlier run left in scratch/ is nobody's. */
	if (files_make_folder(common_dir, inside, err) || lock(stage, err) ||
	    files_make_folder(stage->folder, "tree", err) ||
	    files_remove(stage->scratch, err) ||
	    files_make_folder(stage->folder, "scratch", err)) {
		stage_close(stage);
		return -1;
	}
	*out = stage;
	return 0;
}

void stage_close(struct stage *stage)
{
	if (!stage)
		return;
	if (stage->lock_fd >= 0)
		close(stage->lock_fd);
	arena_dispose(&stage->arena);
	free(stage);
}

const char *stage_tree(const struct stage *stage)
{
	return stage->tree;
}

const char *stage_scratch(const struct stage *stage)
{
	return stage->scratch;
}

int stage_lock_fd(const struct stage *stage)
{
	return stage->lock_fd;
}

/* ---- bringing tree/ up to date ---------------------------------------------------- */

struct sync {
	const struct stage *stage;
	const struct file_set *set;
	struct arena arena;
	struct manifest old, now;
	struct links links;
};

/* What npm and the code generator make is theirs to keep, beside files of the tree. They make
 * folders: a link is what an earlier target held. */
static bool is_made_by_tools(const char *name, const char *path)
{
	return (!strcmp(name, "node_modules") || !strcmp(name, "_generated")) &&
	       files_is_folder(path);
}

/* Remove what the set doesn't have, so that what it has can be written anywhere. */
static int clean(struct sync *s, const char *folder, struct err *err)
{
	struct arena arena = { 0 };
	struct names names = { 0 };
	int result = files_list(&names, &arena, path_join(&arena, s->stage->tree, folder), err);

	for (size_t i = 0; !result && i < names.count; i++) {
		const char *path = path_join(&arena, folder, names.items[i]);
		const char *real = path_join(&arena, s->stage->tree, path);

		if (file_set_has_folder(s->set, path) && files_is_folder(real))
			result = clean(s, path, err);
		else if (!file_set_find(s->set, path) && !is_made_by_tools(names.items[i], real))
			result = files_remove(real, err);
	}
	arena_dispose(&arena);
	return result;
}

static int write_link(const struct sync *s, const struct set_file *file, const char *real,
                      struct err *err)
{
	struct buf target = BUF_INIT;
	int result = file_set_text(&target, s->set, file, err) || files_remove(real, err);

	if (!result && symlink(target.text, real))
		result = err_errno(err, "cannot create the link '%s'", real);
	buf_dispose(&target);
	return result ? -1 : 0;
}

struct blob {
	const struct tree_source *source;
	const char *id;
};

static int fill_blob(int fd, void *payload, struct err *err)
{
	const struct blob *blob = payload;

	return blob->source->copy(blob->source->self, blob->id, fd, err);
}

static int write_file(struct sync *s, const struct set_file *file, const char *real,
                      struct err *err)
{
	const char *folder = path_folder(&s->arena, file->path);
	struct blob blob = { s->set->source, file->id };
	unsigned mode = file->mode & 0777;

	if (files_make_folder(s->stage->tree, folder, err))
		return -1;
	if (file->mode == MODE_LINK)
		return write_link(s, file, real, err);
	if (file->text)
		return files_write(real, file->text, file->len, mode, err);
	return files_fill(real, mode, fill_blob, &blob, err);
}

static int sync_file(struct sync *s, const struct set_file *file, struct err *err)
{
	const char *real = path_join(&s->arena, s->stage->tree, file->path);
	const struct manifest_entry *old = manifest_find(&s->old, file->path);
	struct manifest_entry now = { .path = file->path, .id = file->id, .mode = file->mode };
	struct stat st;

	/* Where a link leads may have changed, though it says the same. */
	if (file->mode == MODE_LINK && !links_stays(&s->links, file->path))
		return files_remove(real, err);
	if (old && old->mode == file->mode && !strcmp(old->id, file->id) &&
	    !lstat(real, &st) && manifest_same_stat(old, &st)) {
		manifest_add(&s->now, old);
		return 0;
	}
	if (write_file(s, file, real, err))
		return -1;
	if (lstat(real, &st))
		return err_errno(err, "cannot look at '%s'", real);
	manifest_take_stat(&now, &st);
	manifest_add(&s->now, &now);
	return 0;
}

int stage_sync(struct stage *stage, const struct file_set *set, struct err *err)
{
	struct sync s = { .stage = stage, .set = set };
	int result = -1;

	s.now.arena = &s.arena;
	if (manifest_read(&s.old, &s.arena, stage->manifest, err) ||
	    links_read(&s.links, set, err) || clean(&s, "", err))
		goto done;
	for (size_t i = 0; i < set->count; i++)
		if (sync_file(&s, &set->items[i], err))
			goto done;
	result = manifest_write(&s.now, stage->manifest, err);
done:
	arena_dispose(&s.arena);
	return result;
}

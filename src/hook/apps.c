/* apps.c - what is kept in a worktree of several apps of one repository. */
#include "hook/apps.h"

#include "base/buf.h"
#include "base/file.h"
#include "hook/look.h"

#include <string.h>

const char *apps_home(struct arena *arena, const char *git_dir, const char *name)
{
	return name ? arena_printf(arena, "%s/cvx/app/%s", git_dir, name) : git_dir;
}

static const char *list_path(struct arena *arena, const char *git_dir)
{
	return arena_printf(arena, "%s/cvx/apps", git_dir);
}

int apps_write(struct arena *arena, const char *git_dir, const struct names *names,
               struct err *err)
{
	const char *path = list_path(arena, git_dir), *text = "";

	if (names->count < 2)
		return file_remove(path, err);
	for (size_t i = 0; i < names->count; i++)
		text = arena_printf(arena, "%s%s\n", text, names->items[i]);
	return folder_make(arena_printf(arena, "%s/cvx", git_dir), err) ||
	       file_replace(path, text, err) ? -1 : 0;
}

void apps_homes(struct names *out, struct arena *arena, const char *git_dir)
{
	struct buf text = BUF_INIT;
	bool found = look_into(&text, list_path(arena, git_dir));

	*out = (struct names){ 0 };
	for (const char *p = text.text; found && *p; p += strcspn(p, "\n"), p += *p == '\n')
		names_add(out, arena, apps_home(arena, git_dir,
		          arena_strndup(arena, p, strcspn(p, "\n"))));
	if (!out->count)
		names_add(out, arena, git_dir);
	buf_dispose(&text);
}

/* folders.c - the folders of a Convex app in one tree. */
#include "git/folders.h"

#include "base/file.h"
#include "git/json_peek.h"

#include <string.h>

const char *folder_join(struct arena *arena, const char *a, const char *b)
{
	return arena_printf(arena, "%s%s%s", a, *a && *b ? "/" : "", b);
}

const char *folder_clean(struct arena *arena, const char *path)
{
	char *clean = arena_alloc(arena, strlen(path) + 1), *end = clean;

	if (*path == '/')
		return NULL;
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && !memcmp(path, "..", 2))
			return NULL;
		if (n && !(n == 1 && *path == '.')) {
			if (end > clean)
				*end++ = '/';
			memcpy(end, path, n);
			end += n;
		}
		path += n;
		path += strspn(path, "/");
	}
	*end = '\0';
	return clean;
}

/* Of the tree, or where there is none of the disk; NULL: there is no such file. */
static int read_text(const char **out, struct repo *repo, const char *tree,
                     const char *path, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	struct tree_file file;

	if (!tree)
		return file_text(out, arena, folder_join(arena, repo_worktree(repo), path), err);
	if (repo_tree_read(&file, repo, tree, path, err) < 0)
		return -1;
	*out = file.found ? file.text : NULL;
	return 0;
}

/* The official CLI puts the folder into src/ where create-react-app wants it. */
static int default_functions(const char **out, struct repo *repo, const char *tree,
                             const char *app, struct err *err)
{
	static const char *const in[] = { "dependencies", "devDependencies", NULL };
	struct arena *arena = repo_arena(repo);
	const char *path = folder_join(arena, app, "package.json"), *version, *text;

	*out = "convex";
	if (read_text(&text, repo, tree, path, err) < 0)
		return -1;
	for (size_t i = 0; text && in[i]; i++) {
		const char *const keys[] = { in[i], "react-scripts", NULL };

		if (json_peek(&version, arena, text, keys) == JSON_PEEK_STRING)
			*out = "src/convex";
	}
	return 0;
}

static int read_functions(const char **out, struct repo *repo, const char *tree,
                          const char *app, struct err *err)
{
	static const char *const keys[] = { "functions", NULL };
	const char *path = folder_join(repo_arena(repo), app, "convex.json"), *text;

	if (read_text(&text, repo, tree, path, err) < 0)
		return -1;
	if (!text)
		return default_functions(out, repo, tree, app, err);
	switch (json_peek(out, repo_arena(repo), text, keys)) {
	case JSON_PEEK_STRING:
		return 0;
	case JSON_PEEK_ABSENT:
		*out = "convex";
		return 0;
	case JSON_PEEK_OTHER:
		return err_set(err, ERR_CONFIG, "'%s': 'functions' is not a text", path);
	default:
		return err_set(err, ERR_CONFIG, "'%s' is not valid JSON", path);
	}
}

int folders_find(struct folders *out, struct repo *repo, const char *tree,
                 const struct app *app, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	const char *functions = app->functions, *clean;

	out->app = folder_clean(arena, app->path);
	if (!out->app)
		return err_set(err, ERR_CONFIG, "'%s' is not a folder of this repository",
		               app->path);
	if (!functions && read_functions(&functions, repo, tree, out->app, err) < 0)
		return -1;
	clean = folder_clean(arena, functions);
	if (!clean || !*clean)
		return err_set(err, ERR_UNSUPPORTED,
		               "the functions folder '%s' isn't inside the app's folder",
		               functions);
	out->layout = app->layout;
	out->down_suffix = app->down_suffix;
	out->functions = folder_join(arena, out->app, clean);
	out->migrations = folder_join(arena, out->functions, "migrations");
	return 0;
}

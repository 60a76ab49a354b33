/* revision.c - from what somebody calls a commit to its id and its tree's. */
#include "git/reader.h"

#include <string.h>

static int none(const char *spec, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "there is no commit '%s'", spec);
	return err_hint(err, "'git branch --all' and 'git tag' list what there is");
}

/* Commits and tags begin with a line that names an object: "tree <id>", "object <id>". */
static const char *named_first(struct arena *arena, const struct object *object)
{
	const char *space = strchr(object->bytes, ' ');

	return space ? arena_strndup(arena, space + 1, strcspn(space + 1, "\n")) : "";
}

static int find(const char **id, struct repo *repo, const char *spec, struct err *err)
{
	int rc = repo->reader->find(id, repo, spec, err);

	return rc < 0 && program_takes_over(repo, err)
		? repo->reader->find(id, repo, spec, err) : rc;
}

/* ":file" and ":2:file": an entry of the index, which is no commit. ":/text" may be one. */
static bool is_of_index(const char *spec)
{
	return spec[0] == ':' && spec[1] != '/';
}

int repo_resolve(struct revision *out, struct repo *repo, const char *spec,
                 struct err *err)
{
	struct object object;
	const char *id = NULL, *named;

	*out = (struct revision){ NULL, NULL };
	if (!is_of_index(spec) && find(&id, repo, spec, err) < 0)
		return -1;
	named = id;
	if (!id)
		return none(spec, err);
	for (;;) {
		if (repo->reader->object(&object, repo, id, err) < 0)
			return -1;
		/* Where the commit is here and its tree isn't, the clone is a partial one. */
		if (!object.found)
			return id == named ? none(spec, err) : object_missing(id, err);
		if (object.kind == OBJECT_COMMIT)
			out->commit = id;
		else if (object.kind != OBJECT_TAG)
			break;
		id = named_first(repo->arena, &object);
	}
	if (object.kind != OBJECT_TREE)
		return err_set(err, ERR_NOT_FOUND, "'%s' is neither a commit nor a tree", spec);
	out->tree = id;
	return 0;
}

bool repo_split_range(struct arena *arena, const char *spec, const char **from,
                      const char **to)
{
	const char *dots = strstr(spec, "..");

	if (!dots || dots[2] == '.')
		return false;
	*from = dots == spec ? "HEAD" : arena_strndup(arena, spec, (size_t)(dots - spec));
	*to = dots[2] ? arena_strdup(arena, dots + 2) : "HEAD";
	return true;
}

/* target.c - what a deployment shall be brought in line with. */
#include "git/target.h"

#include "core/scan.h"
#include "git/readable.h"

int target_of_worktree(struct target *out, struct repo *repo, struct err *err)
{
	enum repo_operation operation;
	struct head head;

	*out = (struct target){ .is_worktree = true, .label = "work tree" };
	if (repo_operation(&operation, repo, err) < 0)
		return -1;
	/* During a bisect the work tree stands still until the user says more. */
	if (operation != REPO_NO_OPERATION && operation != REPO_BISECT) {
		err_set(err, ERR_DECISION, "a %s is in progress",
		        repo_operation_word(operation));
		return err_hint(err, "finish or abort it first");
	}
	if (repo_head(&head, repo, err) < 0 || repo_snapshot(&out->tree, repo, err) < 0)
		return -1;
	out->commit = head.commit;
	out->branch = head.branch;
	return 0;
}

int target_of_revision(struct target *out, struct repo *repo, const char *spec,
                       struct err *err)
{
	struct revision revision;

	*out = (struct target){ .is_worktree = false };
	if (repo_resolve(&revision, repo, spec, err) < 0)
		return -1;
	out->label = arena_strdup(repo_arena(repo), spec);
	out->commit = revision.commit;
	out->tree = revision.tree;
	return 0;
}

static int no_app(const struct target *target, const char *why, const char *path,
                  struct err *err)
{
	return err_set(err, ERR_NO_APP,
	               "%s has no git-cvx app ('%s' %s); data stays as it is",
	               target->is_worktree ? "this work tree" : "this commit", path, why);
}

/* Read what must be there and free of conflict markers. */
static int need_file(struct tree_file *out, struct repo *repo,
                     const struct target *target, const char *path, struct err *err)
{
	if (repo_tree_read(out, repo, target->tree, path, err) < 0)
		return -1;
	if (!out->found) {
		bool exists;

		/* Below a folder that can't be read nothing is known. */
		if (target->is_worktree && readable_exists(&exists, repo, path, err))
			return -1;
		return no_app(target, "is missing", path, err);
	}
	if (scan_has_conflict_markers(out->text, out->len))
		return no_app(target, "holds conflict markers", path, err);
	return 0;
}

/* A sparse checkout may leave the app out: the index has it, the disk doesn't. */
static int need_on_disk(struct repo *repo, const struct target *target, const char *path,
                        struct err *err)
{
	bool exists;

	if (!target->is_worktree)
		return 0;
	if (readable_exists(&exists, repo, path, err))
		return -1;
	return exists ? 0 : no_app(target, "is not checked out", path, err);
}

static int need_component(struct repo *repo, const struct target *target, struct err *err)
{
	struct arena *arena = repo_arena(repo);
	const char *folder = target->folders.functions;
	const char *path = folder_join(arena, folder, "convex.config.js");
	struct tree_file file;

	if (repo_tree_read(&file, repo, target->tree, path, err) < 0)
		return -1;
	if (!file.found)
		path = folder_join(arena, folder, "convex.config.ts");
	if (need_file(&file, repo, target, path, err) < 0)
		return -1;
	if (!scan_mounts(file.text, file.len, "cvx/convex.config"))
		return no_app(target, "doesn't mount the cvx component", path, err);
	return 0;
}

int target_load(struct target *target, struct repo *repo, const struct app *app,
                struct err *err)
{
	const char *where = folder_clean(repo_arena(repo), app->path), *json, *functions;
	struct arena *arena = repo_arena(repo);
	struct tree_items items;
	struct tree_file file;

	if (where) {
		/* Before convex.json is parsed, which a conflict would break. */
		json = folder_join(arena, where, "convex.json");
		if (repo_tree_read(&file, repo, target->tree, json, err) < 0)
			return -1;
		if (file.found && scan_has_conflict_markers(file.text, file.len))
			return no_app(target, "holds conflict markers", json, err);
	}
	if (folders_find(&target->folders, repo, target->tree, app, err) < 0)
		return -1;
	functions = target->folders.functions;
	json = folder_join(arena, target->folders.app, "package.json");
	if (need_file(&file, repo, target, json, err) < 0 ||
	    need_on_disk(repo, target, json, err) < 0 ||
	    repo_tree_list(&items, repo, target->tree, functions, err) < 0)
		return -1;
	if (!items.found)
		return no_app(target, "is missing", functions, err);
	if (need_on_disk(repo, target, functions, err) < 0 ||
	    (target->is_worktree && readable_check(repo, functions, err)) ||
	    need_component(repo, target, err) < 0 ||
	    lineup_read(&target->lineup, repo, target->tree, &target->folders, err) < 0)
		return -1;
	target->lineup.label = target->label;
	return 0;
}

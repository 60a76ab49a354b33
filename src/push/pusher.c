/* pusher.c - struct pusher_ops by means of the app's own tools. */
#include "push/pusher.h"

#include "base/secret.h"
#include "push/cli.h"
#include "push/committed.h"
#include "push/convex_json.h"
#include "push/files.h"
#include "push/provides.h"
#include "push/seal.h"
#include "push/stage.h"
#include "push/versions.h"

#include <stdlib.h>
#include <string.h>

enum form { FORM_NONE, FORM_STRICT, FORM_CHANGED };

struct pusher_state {
	struct arena arena;
	struct pusher_config config;
	const char *functions;       /* from the top of the tree */
	struct stage *stage;
	struct file_set target;
	enum form form;              /* what the scratch tree holds */
	bool has_tools, has_mounted;
	struct tools tools;
	struct programs programs;
	struct bundler bundler;
	struct mounted mounted;
	const char *convex_version;
};

static const char *variable(char *const *environment, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; environment[i]; i++)
		if (!strncmp(environment[i], name, n) && environment[i][n] == '=')
			return environment[i] + n + 1;
	return NULL;
}

/* ---- getting ready: each is done once --------------------------------------------- */

static int check_target(const struct pusher_state *s, struct err *err)
{
	struct arena *arena = (struct arena *)&s->arena;
	const char *package = path_join(arena, s->config.app, "package.json");

	if (!file_set_find(&s->target, package))
		return err_set(err, ERR_NO_APP, "the target holds no '%s'", package);
	if (!file_set_has_folder(&s->target, s->functions))
		return err_set(err, ERR_NO_APP, "the target holds no folder '%s'", s->functions);
	return 0;
}

/* Before each start of a program: the user may have checked out something else by now. */
static int may_run(void *payload, struct err *err)
{
	const struct pusher_state *s = payload;

	return committed_here(s->config.source, s->config.app, err) ||
	       programs_check(&s->programs, &s->tools, err) ? -1 : 0;
}

static int list_target(struct pusher_state *s, struct err *err)
{
	const struct pusher_config *c = &s->config;

	return file_set_list(&s->target, &s->arena, c->source, err) || check_target(s, err) ||
	       committed_in_tree(&s->target, c->app, err) ||
	       committed_here(c->source, c->app, err) ||
	       convex_json_check(&s->target, c->app, s->functions, err) ? -1 : 0;
}

static int sync_strict(struct pusher_state *s, struct err *err)
{
	const struct pusher_config *c = &s->config;

	if (s->form == FORM_STRICT)
		return 0;
	if (s->form == FORM_NONE && list_target(s, err))
		return -1;
	if (stage_sync(s->stage, &s->target, err))
		return -1;
	if (s->form == FORM_NONE &&
	    stage_link_packages(s->stage, &s->target, c->worktree, c->app, err))
		return -1;
	s->form = FORM_STRICT;
	return 0;
}

static int find_tools(struct pusher_state *s, struct err *err)
{
	const char *tree = stage_tree(s->stage), *migrations;

	if (s->has_tools)
		return 0;
	s->tools = (struct tools){
		.arena = &s->arena,
		.top = tree,
		.app = path_join(&s->arena, tree, s->config.app),
		.source = s->config.source,
		.lock_fd = stage_lock_fd(s->stage),
		.watch = s->config.watch,
		.node_named = variable(s->config.environment, "CVX_NODE"),
		.node_remembered = s->config.node,
	};
	if (versions_check_convex(&s->convex_version, &s->tools, err) ||
	    versions_check_migrations(&migrations, &s->tools, err) ||
	    versions_need_node(&s->tools, err) ||
	    tools_find_node(&s->tools, s->config.environment, err) ||
	    programs_find(&s->programs, &s->tools, err) ||
	    bundler_open(&s->bundler, &s->tools, &s->programs, stage_scratch(s->stage), err))
		return -1;
	s->tools.may_run = may_run;
	s->tools.may_run_payload = s;
	s->has_tools = true;
	return 0;
}

static int get_ready(struct pusher_state *s, struct err *err)
{
	return sync_strict(s, err) || find_tools(s, err) ||
	       stage_write_generated(s->stage, s->functions, err) ? -1 : 0;
}

static int get_mounted(struct pusher_state *s, struct err *err)
{
	if (!s->has_mounted && provides_read(&s->mounted, &s->bundler, &s->target,
	                                     s->config.app, s->functions, err))
		return -1;
	s->has_mounted = true;
	return 0;
}

/* ---- operations ------------------------------------------------------------------- */

static int op_stage(void *self, struct arena *arena, struct names *warnings, struct err *err)
{
	struct pusher_state *s = self;
	struct names found = { 0 };

	if (get_ready(s, err) ||
	    stage_warnings(&found, &s->target, s->config.worktree, s->functions, err))
		return -1;
	for (size_t i = 0; i < found.count; i++)
		names_add(warnings, arena, arena_strdup(arena, found.items[i]));
	return 0;
}

static int op_seal(void *self, struct arena *arena, const struct migration *migration,
                   struct seal *out, struct err *err)
{
	struct pusher_state *s = self;
	struct seal made;

	if (get_ready(s, err) ||
	    seal_make(&made, &s->bundler, &s->target, s->config.app, migration, err))
		return -1;
	seal_copy(out, arena, &made);
	return 0;
}

static int op_push(void *self, const struct push_request *request, struct err *err)
{
	struct pusher_state *s = self;
	const struct pusher_config *c = &s->config;
	const struct bridge_parts parts = {
		.functions = s->functions,
		.component = c->component,
		.component_count = c->component_count,
		.start = c->start,
		.mount = c->mount,
		.mount_self = c->mount_self,
	};
	const struct cli_target target = {
		.url = c->url,
		.key = c->key,
		.is_loopback = c->is_loopback,
		.time_limit_ms = c->time_limit_ms ? c->time_limit_ms : PUSH_TIME_LIMIT_MS,
		.convex_version = s->convex_version,
		.large_indexes = request->large_indexes,
	};
	struct file_set set;

	if (get_ready(s, err))
		return -1;
	if (request->bridge || request->current_component) {
		file_set_copy(&set, &s->target);
		if (bridge_apply(&set, request, &parts, err))
			return -1;
		s->form = FORM_CHANGED;
		if (stage_sync(s->stage, &set, err))
			return -1;
	}
	return cli_deploy(&s->tools, &s->programs, stage_scratch(s->stage), &target, err);
}

/* It comes from the server, and is going to be run: it must be what was stored. */
static int check_seal(const struct pusher_state *s, const struct seal *seal, struct err *err)
{
	const struct tree_source *source = s->config.source;
	const char *is = NULL;

	if (source->blob_id(&is, source->self, seal->source, seal->size, err))
		return -1;
	if (!strcmp(is, seal->hash))
		return 0;
	return err_set(err, ERR_SERVER, "the sealed code '%.40s' isn't what was stored under "
	               "that name", seal->hash);
}

/* What the push itself mounts is there in any case. */
static int check_components(struct pusher_state *s, const struct names *needed,
                            const char **missing, const char **unread, struct err *err)
{
	for (size_t i = 0; i < needed->count && !*missing; i++) {
		const char *mount = provides_mount(&s->arena, needed->items[i]);

		if (s->config.mount && !strcmp(mount, "migrations"))
			continue;
		if (get_mounted(s, err))
			return -1;
		if (names_contain(&s->mounted.names, mount))
			continue;
		if (s->mounted.complete)
			*missing = needed->items[i];
		else
			*unread = needed->items[i];
	}
	return 0;
}

static int op_provides(void *self, const struct seal *seal, struct arena *arena,
                       struct provided *out, struct err *err)
{
	struct pusher_state *s = self;
	const char *missing = NULL, *unread = NULL;

	*out = (struct provided){ NULL, NULL };
	if (check_seal(s, seal, err) || get_ready(s, err) ||
	    provides_functions(&missing, &s->target, s->functions, &seal->functions, err) ||
	    check_components(s, &seal->components, &missing, &unread, err))
		return -1;
	out->missing = arena_strdup(arena, missing);
	out->unread = arena_strdup(arena, unread);
	return 0;
}

/* ---- opening ---------------------------------------------------------------------- */

static const struct pusher_ops operations = {
	.stage = op_stage,
	.seal = op_seal,
	.push = op_push,
	.provides = op_provides,
};

/* "./convex/" is "convex". */
static const char *plain_folder(struct arena *arena, const char *folder)
{
	const char *plain = path_resolve(arena, "", folder);

	return plain ? plain : folder;
}

/* Said before anything is touched: the CLI's own words for it explain nothing, and for some
 * of these characters it pushes a part of the app without a word. */
static int check_path(const char *path, const char *advice, struct err *err)
{
	const char *held = path_unpushable(path);

	if (!held)
		return 0;
	err_set(err, ERR_UNSUPPORTED, "the path '%s' holds %s: the official Convex CLI cannot push "
	        "from there", path, held);
	return err_hint(err, "%s", advice);
}

int pusher_open(struct pusher *out, const struct pusher_config *config, struct err *err)
{
	struct pusher_state *s = xcalloc(1, sizeof(*s));
	const struct tree_source *source = config->source;
	const char *name = NULL;

	s->config = *config;
	s->config.app = plain_folder(&s->arena, config->app);
	s->functions = path_join(&s->arena, s->config.app,
	                         plain_folder(&s->arena, config->functions));
	secret_add(config->key);
	if (path_problem(s->functions)) {
		err_set(err, ERR_CONFIG, "the functions folder '%s' %s", s->functions,
		        path_problem(s->functions));
		goto done;
	}
	if (check_path(config->common_dir, "move the repository to another path", err) ||
	    check_path(s->functions, "rename the folder", err))
		goto done;
	/* Named after the URL: what else identifies a deployment lies in the deployment. */
	if (source->blob_id(&name, source->self, config->url, strlen(config->url), err) ||
	    stage_open(&s->stage, config->common_dir,
	               arena_printf(&s->arena, "%.16s%s%s", name, config->use ? "." : "",
	                            config->use ? config->use : ""), err))
		goto done;
	*out = (struct pusher){ &operations, s };
	return 0;
done:
	arena_dispose(&s->arena);
	free(s);
	return -1;
}

void pusher_close(struct pusher *pusher)
{
	struct pusher_state *s = pusher->self;

	if (!s)
		return;
	stage_close(s->stage);
	arena_dispose(&s->arena);
	free(s);
	*pusher = (struct pusher){ 0 };
}

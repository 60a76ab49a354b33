/* cli.c - hand the scratch tree to the deployment with the app's own convex CLI. */
#include "push/cli.h"

#include "base/version.h"
#include "push/env_file.h"

#include <string.h>

/* Up to two options by which the CLI doesn't ask, in place of `convex dev`, which never does.
 * It refuses those that it doesn't know. */
static void add_leave(const char **argv, const char *version)
{
	if (version_is_older(version, "1.47.0")) {
		argv[0] = "--allow-deleting-large-indexes";
	} else {
		argv[0] = "--skip-large-indexes-check";
		argv[1] = "--allow-unstaging-schema";
	}
}

int cli_deploy(const struct tools *tools, const struct programs *programs,
               const char *scratch, const struct cli_target *target, struct err *err)
{
	struct arena *arena = tools->arena;
	/* The CLI's own temporary files go with the scratch folder, also if it is killed; the
	 * list ends early where a proxy may be asked. */
	const char *more[] = {
		arena_printf(arena, "CONVEX_TMPDIR=%s", scratch),
		target->is_loopback ? "NO_PROXY=*" : NULL, "no_proxy=*", NULL,
	};
	struct tools own = *tools;
	struct child_result said = CHILD_RESULT_INIT;
	struct err removing = ERR_INIT;
	struct env_file env_file;
	const char *argv[12] = { tools->node, programs->convex }; /* ends in NULL */
	size_t used = 2;
	int result = -1;

	own.env = child_env(arena, tools->env, NULL, more);
	if (env_file_write(&env_file, arena, scratch, target->url, target->key, err))
		goto done;
	argv[used++] = "deploy";
	argv[used++] = "--typecheck";
	argv[used++] = "disable";
	argv[used++] = "--env-file";
	argv[used++] = env_file.path;
	if (target->large_indexes)
		add_leave(argv + used, target->convex_version);
	if (!tools_run(&said, &own, argv, target->time_limit_ms, err)) {
		/* Progress and refusals are on stderr; stdout says nothing more, so far. */
		buf_adds(&said.err, said.out.text);
		result = cli_outcome(said.status, said.err.text, target->url, err);
	}
done:
	if (env_file_close(&env_file, result ? &removing : err))
		result = -1;
	child_result_dispose(&said);
	return result;
}

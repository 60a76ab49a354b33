/* cli.c - hand the scratch tree to the deployment with the app's own convex CLI. */
#include "push/cli.h"

#include "push/env_file.h"

#include <string.h>

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
	const char *argv[12] = { tools->node, programs->convex };
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
	if (target->allow_index_builds) {
		argv[used++] = "--skip-large-indexes-check";
		argv[used++] = "--allow-unstaging-schema";
	}
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

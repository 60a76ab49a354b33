/* cli.c - hand the scratch tree to the deployment with the app's own convex CLI. */
#include "push/cli.h"

#include "push/files.h"

#include <string.h>

/* dotenv takes a value in quotes as it stands; a key or URL never holds all three kinds. */
static int add_variable(struct buf *out, const char *name, const char *value,
                        struct err *err)
{
	static const char quotes[] = "'`\"";

	for (size_t i = 0; i < 3 && !strpbrk(value, "\r\n"); i++) {
		/* Only between double quotes are there escapes. */
		if (strchr(value, quotes[i]) || (quotes[i] == '"' && strchr(value, '\\')))
			continue;
		buf_addf(out, "%s=%c%s%c\n", name, quotes[i], value, quotes[i]);
		return 0;
	}
	return err_set(err, ERR_CONFIG, "the value of %s can't be written to a file", name);
}

static int write_env_file(const char *path, const struct cli_target *target,
                          struct err *err)
{
	struct buf text = BUF_INIT;
	int result = -1;

	if (!add_variable(&text, "CONVEX_SELF_HOSTED_URL", target->url, err) &&
	    !add_variable(&text, "CONVEX_SELF_HOSTED_ADMIN_KEY", target->key, err))
		result = files_write(path, text.text, text.len, 0600, err);
	buf_wipe(&text);
	return result;
}

int cli_deploy(const struct tools *tools, const char *scratch,
               const struct cli_target *target, struct err *err)
{
	struct arena *arena = tools->arena;
	const char *env_file = path_join(arena, scratch, "deployment.env");
	/* The CLI's own temporary files go with the scratch folder, also if it is killed. */
	const char *more[] = { arena_printf(arena, "CONVEX_TMPDIR=%s", scratch), NULL };
	struct tools own = *tools;
	struct child_result said = CHILD_RESULT_INIT;
	struct err removing = ERR_INIT;
	const char *argv[12] = { NULL };
	size_t used = 0;
	int result = -1;

	if (tools_find_convex(&argv[used++], tools, err))
		return -1;
	own.env = child_env(arena, tools->env, NULL, more);
	argv[used++] = "deploy";
	argv[used++] = "--typecheck";
	argv[used++] = "disable";
	argv[used++] = "--env-file";
	argv[used++] = env_file;
	if (target->allow_index_builds) {
		argv[used++] = "--skip-large-indexes-check";
		argv[used++] = "--allow-unstaging-schema";
	}
	if (!write_env_file(env_file, target, err) &&
	    !tools_run(&said, &own, argv, target->time_limit_ms, err)) {
		/* Progress and refusals are on stderr; stdout says nothing more, so far. */
		buf_adds(&said.err, said.out.text);
		result = cli_outcome(said.status, said.err.text, target->url, err);
	}
	if (files_remove(env_file, result ? &removing : err))
		result = -1;
	child_result_dispose(&said);
	return result;
}

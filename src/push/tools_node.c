/* tools_node.c - which Node runs the app's tools. */
#include "push/tools.h"

#include "base/file.h"
#include "base/version.h"
#include "push/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NODE_LIMIT_MS 10000

/* What the program at this path says of itself, asked where no branch has a say: its version
 * without the "v", "" if it is no Node; and where it lies, which for a script that chooses
 * among several is elsewhere. */
static int ask_node(const char **version, const char **itself, struct tools *tools,
                    char *const *environment, const char *program, struct err *err)
{
	const char *argv[] = { program, "-p", "process.version + ' ' + process.execPath", NULL };
	struct child_result result = CHILD_RESULT_INIT;
	struct tools probe = *tools;
	const char *text = result.out.text;
	int status;

	probe.env = child_env(tools->arena, environment, NULL, NULL);
	probe.app = "/";
	probe.watch.line = NULL;
	probe.may_run = NULL;
	status = tools_run(&result, &probe, argv, NODE_LIMIT_MS, err);
	text = arena_strndup(tools->arena, result.out.text, strcspn(result.out.text, "\r\n"));
	*version = *itself = "";
	if (!status && !result.status && *text == 'v' && strchr(text, ' ')) {
		*version = arena_strndup(tools->arena, text + 1, strcspn(text, " ") - 1);
		*itself = strchr(text, ' ') + 1;
	}
	child_result_dispose(&result);
	return status;
}

/* Is what lies at this path, or where it leads, part of a branch? */
static int comes_with_branch(bool *out, const struct tools *tools, const char *program,
                             struct err *err)
{
	const struct tree_source *source = tools->source;
	const char *real = file_real(tools->arena, program);

	*out = false;
	return real && source && source->tracks ? source->tracks(source->self, real, out, err) : 0;
}

static int major_of(const char *version)
{
	return (int)strtol(version, NULL, 10);
}

static bool will_do(const struct tools *tools, const char *version)
{
	return major_of(version) >= NODE_MAJOR_MIN &&
	       (!tools->node_range || version_is_in(version, tools->node_range));
}

/* "22 or newer", or the range itself if it says more than that. */
static const char *wanted(const struct tools *tools)
{
	const char *range = tools->node_range;
	int major = range && !strncmp(range, ">=", 2) ? major_of(range + 2) : 0;

	if (range && (!major || strchr(range, '|') || strchr(range, '<')))
		return range;
	return arena_printf(tools->arena, "%d or newer", major > NODE_MAJOR_MIN ? major
	                    : NODE_MAJOR_MIN);
}

static int advise(const struct tools *tools, struct err *err)
{
	return err_hint(err, "install Node %s, or name one in CVX_NODE", wanted(tools));
}

static int refuse(const struct tools *tools, const char *program, const char *version,
                  struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "%s needs Node %s, and '%s' is %s",
	        tools->node_reason ? tools->node_reason : "git-cvx", wanted(tools), program, version);
	return advise(tools, err);
}

static int take_node(struct tools *tools, char *const *environment, const char *program,
                     const char *version)
{
	const char *folder = path_folder(tools->arena, program);

	tools->node = program;
	tools->node_version = version;
	tools->env = child_env(tools->arena, environment, folder, NULL);
	return 0;
}

/* Look at one program; *version is "" if it isn't to be taken. */
static int try_node(const char **version, const char **itself, struct tools *tools,
                    char *const *environment, const char *program, struct err *err)
{
	bool brought;

	*version = *itself = "";
	if (comes_with_branch(&brought, tools, program, err))
		return -1;
	if (brought)
		return 0;
	if (ask_node(version, itself, tools, environment, program, err) ||
	    comes_with_branch(&brought, tools, *itself, err))
		return -1;
	if (brought || **itself != '/')
		*version = "";
	return 0;
}

static int named_node(struct tools *tools, char *const *environment, struct err *err)
{
	const char *version, *itself, *named = tools->node_named;

	/* What the CLI starts finds it in PATH, by this name. */
	if (*named != '/' || strcmp(path_name(named), "node")) {
		err_set(err, ERR_CONFIG, "'%s' is not an absolute path that ends in 'node'", named);
		return err_hint(err, "CVX_NODE names the Node program to use");
	}
	if (try_node(&version, &itself, tools, environment, named, err))
		return -1;
	if (!*version)
		return err_set(err, ERR_NOT_FOUND, "'%s' is no Node, or is part of the repository",
		               named);
	if (!will_do(tools, version))
		return refuse(tools, named, version, err);
	return take_node(tools, environment, itself, version);
}

/* What of the programs that were looked at didn't do. */
struct passed {
	const char *old, *version;
	const char *silent;
};

static int consider(struct tools *tools, char *const *environment, const char *program,
                    struct passed *passed, struct err *err)
{
	const char *version, *itself;

	if (*program != '/' || access(program, X_OK))
		return 0;
	if (try_node(&version, &itself, tools, environment, program, err))
		return -1;
	if (will_do(tools, version))
		return take_node(tools, environment, itself, version);
	if (!*version)
		passed->silent = program;
	else if (!passed->old)
		*passed = (struct passed){ program, version, passed->silent };
	return 0;
}

static const char *search_path(char *const *environment)
{
	for (size_t i = 0; environment[i]; i++)
		if (!strncmp(environment[i], "PATH=", 5))
			return environment[i] + 5;
	return "";
}

static int none_will_do(const struct tools *tools, const struct passed *passed,
                        struct err *err)
{
	if (passed->old)
		return refuse(tools, passed->old, passed->version, err);
	if (passed->silent)
		err_set(err, ERR_NOT_FOUND, "'%s' finds no Node when it is asked outside of the "
		        "repository, which may not choose one, or is part of it", passed->silent);
	else
		err_set(err, ERR_NOT_FOUND, "there is no Node in PATH");
	return advise(tools, err);
}

int tools_find_node(struct tools *tools, char *const *environment, struct err *err)
{
	struct passed passed = { NULL, NULL, NULL };

	if (tools->node_named && *tools->node_named)
		return named_node(tools, environment, err);
	for (const char *rest = search_path(environment); *rest && !tools->node;) {
		size_t n = strcspn(rest, ":");

		if (consider(tools, environment, arena_printf(tools->arena, "%.*s/node", (int)n, rest),
		             &passed, err))
			return -1;
		rest += n + (rest[n] == ':');
	}
	if (!tools->node && tools->node_remembered &&
	    consider(tools, environment, tools->node_remembered, &passed, err))
		return -1;
	return tools->node ? 0 : none_will_do(tools, &passed, err);
}

/* link_tool.c - what link_find() finds, as a program, for tests in JavaScript.
 *
 *   link_tool <folder of the app> [<branch>]
 *
 * Reads the environment as git-cvx does; env files of an environment of the settings are
 * named by LINK_TOOL_ENV_FILE. Prints "word value" lines, the key and what the control plane
 * is asked with among them; an error as "error <msg>", and ends with 1. */
#include "conf/link.h"

#include <stdio.h>
#include <stdlib.h>

static const char *variable(void *payload, const char *name)
{
	(void)payload;
	return getenv(name);
}

static bool is_named(void *payload, const char *url)
{
	(void)payload;
	(void)url;
	return false;
}

static int is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	(void)payload;
	(void)name;
	(void)err;
	*out = false;
	return 0;
}

static void print(const char *word, const char *value)
{
	if (value)
		printf("%s %s\n", word, value);
}

int main(int argc, char **argv)
{
	static const char *const ways[] = {
		[LINK_SELF_HOSTED] = "self-hosted", [LINK_LOCAL] = "local", [LINK_KEY] = "key",
		[LINK_PREVIEW_KEY] = "preview-key", [LINK_PROJECT_KEY] = "project-key",
		[LINK_NAMED] = "named",
	};
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct link_input input = {
		.app_dir = argc > 1 ? argv[1] : ".", .home = getenv("HOME"),
		.branch = argc > 2 ? argv[2] : NULL,
		.from = { .env_file = getenv("LINK_TOOL_ENV_FILE"), .label = "the test" },
		.variable = variable, .is_named = is_named, .is_tracked = is_tracked,
	};
	struct link link;
	int failed = link_find(&link, &arena, &input, &err);

	if (failed)
		print("error", err.msg);
	else
		print("way", ways[link.way]);
	print("name", link.name);
	print("url", link.url);
	print("key", link.key);
	print("credential", link.credential);
	print("team", link.team);
	print("project", link.project);
	print("preview", link.preview);
	link_wipe(&link);
	arena_dispose(&arena);
	return failed ? 1 : 0;
}

/* test_cli.c - what the convex CLI is told, and what its answers mean. */
#include "push/cli.h"
#include "base/secret.h"
#include "scratch_folder.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

/* Recorded outputs (tests/push/outputs/), all of runs that ended with status 1 but one. */
static const struct {
	const char *name;
	enum err_code code;
	const char *msg;
} recorded[] = {
	{ "deployed", ERR_NONE, "" },
	{ "schema", ERR_SCHEMA, "document with ID \"j5744rfwehqqz8ex91fgt349dz8zvv2q\" in table "
	  "\"users\" does not match the schema: Object is missing the required field `fullName`" },
	{ "schema-in-component", ERR_SCHEMA, "in component 'team': document with ID "
	  "\"j57avxvx7pxcj1yfk2nhvr4z4hbcdfnk\" in table \"rows\" does not match the schema: "
	  "Object is missing the required field `y`" },
	{ "overwritten", ERR_RACE, "another push to this deployment came in between" },
	{ "wrong-key", ERR_UNAUTHORISED, "the deployment refuses the key" },
	{ "unreachable", ERR_UNREACHABLE, "the deployment does not answer" },
	{ "unknown-option", ERR_UNSUPPORTED, "the installed convex is too old" },
	{ "unresolved-import", ERR_SERVER, "the push was refused (status 1): "
	  "Could not resolve \"./nothere\" (convex/bad.ts:1:14)" },
	{ "syntax-error", ERR_SERVER, "the push was refused (status 1): "
	  "Unexpected \";\" (convex/bad.ts:1:17)" },
	{ "node-builtin", ERR_SERVER, "the push was refused (status 1): "
	  "Could not resolve \"node:os\" (convex/bad.ts:1:15)" },
	{ "missing-package", ERR_SERVER, "the push was refused (status 1): "
	  "Could not resolve \"@nope/migrations/convex.config.js\" "
	  "(convex/convex.config.ts:1:57)" },
	{ "throws-at-import", ERR_SERVER, "the push was refused (status 1): "
	  "Failed to analyze bad.js: Uncaught Error: at import" },
};

static void test_recorded(void)
{
	const char *folder = path_join(&arena, getenv("srcdir") ? getenv("srcdir") : ".",
	                               "tests/push/outputs");

	for (size_t i = 0; i < sizeof(recorded) / sizeof(*recorded); i++) {
		const char *name = arena_printf(&arena, "%s.txt", recorded[i].name);
		const char *text = scratch_read(&arena, folder, name);
		int status = recorded[i].code != ERR_NONE;
		struct err err = ERR_INIT;

		if (!ok(text != NULL, name))
			continue;
		is_int(cli_outcome(status, text, "http://127.0.0.1:3941/", &err), -status,
		       recorded[i].name);
		is_int(err.code, recorded[i].code, "means this");
		is_str(err.msg, recorded[i].msg, "and says so");
		ok(!status || err.detail[0], "with the whole text for who asks");
	}
}

static void test_success_is_proved(void)
{
	static const char done_text[] = "\u2714 Deployed Convex functions to http://a.b:1\n";
	struct err err = ERR_INIT;

	is_int(cli_outcome(0, done_text, "http://a.b:1/", &err), 0, "a push to this URL");
	is_int(cli_outcome(0, "Finalizing push...\n", "http://a.b:1", &err), -1,
	       "status 0 alone proves nothing");
	is_int(err.code, ERR_SERVER, "and is a refusal");
	err_clear(&err);
	is_int(cli_outcome(0, done_text, "http://a.b:12", &err), -1,
	       "nor does a push to somewhere else");
	err_clear(&err);
	is_int(cli_outcome(1, done_text, "http://a.b:1", &err), -1,
	       "nor that line with another status");
	err_clear(&err);
	is_int(cli_outcome(1, "\u2716 Error fetching POST  http://a.b:1/api/deploy2/finish_push "
	                   "400 Bad Request: ConcurrentPush: two at once\n",
	                   "http://a.b:1", &err), -1, "a push that lost");
	is_int(err.code, ERR_RACE, "the server's word for a race");
	err_clear(&err);
	is_int(cli_outcome(1, "\u2716 Error fetching POST  http://a.b:1/api/deploy2/start_push "
	                   "400 Bad Request: ModuleHashMismatch: Hit an error while pushing:\n"
	                   "Module users.js was reported unchanged but differs from what is "
	                   "deployed\n", "http://a.b:1", &err), -1,
	       "a push that left out modules of which others have come in between");
	is_int(err.code, ERR_RACE, "is another word for it");
	err_clear(&err);
	is_int(cli_outcome(1, "\u2716 Cannot prompt for input in non-interactive terminals. "
	                   "(Build it?)\n",
	                   "http://a.b:1", &err), -1, "a push that asks");
	is_int(err.code, ERR_DECISION, "a question that nobody could answer");
	ok(strstr(err.msg, "Build it?"), "is told");
	err_clear(&err);
	is_int(cli_outcome(137, "", "http://a.b:1", &err), -1, "a push that was killed");
	is_str(err.msg, "the push was refused (status 137): it says nothing", "silence");
}

/* A convex that shows how it was called. */
static const char fake_convex[] =
	"#!/bin/sh\n"
	"echo \"args $*\"\n"
	"while [ $# -gt 1 ]; do [ \"$1\" = --env-file ] && file=$2; shift; done\n"
	"ls -lL \"$file\" | cut -c1-10\n"
	"ls \"$CONVEX_TMPDIR\" | sed 's/^/beside it: /'\n"
	"cat \"$file\"\n"
	"env | grep -i no_proxy\n"
	"env | grep CONVEX_ | grep -vc ^CONVEX_TMPDIR=\n"
	"echo \"temporary $CONVEX_TMPDIR\"\n"
	"pwd\n"
	"[ -e fail ] && exit 1\n"
	"echo '\u2714 Deployed Convex functions to http://a.b:1' >&2\n";

static void note(void *payload, const char *line)
{
	buf_addf(payload, "%s\n", line);
}

static void test_call(void)
{
	static char *environment[] = { "CONVEX_DEPLOY_KEY=prod:x|y",
		"no_proxy=b.c", "PATH=/usr/bin:/bin", NULL };
	struct cli_target target = { "http://a.b:1", "it's|a key", 10000, true, false };
	const char *folder = scratch_folder(&arena);
	struct buf lines = BUF_INIT;
	struct tools tools = {
		.arena = &arena, .top = folder, .app = path_join(&arena, folder, "apps/web"),
		.env = child_env(&arena, environment, NULL, NULL), .lock_fd = -1,
		.node = "/bin/sh",
		.watch = { NULL, note, &lines },
	};
	struct programs programs;
	struct err err = ERR_INIT;

	secret_add(target.key);
	scratch_write(&arena, folder, "apps/web/convex/x.ts", "", 0644);
	is_int(programs_find(&programs, &tools, &err), -1, "without the CLI");
	is_str(err.msg, "the app's package 'convex' isn't installed", "nothing is pushed");
	is_str(err.hint, "npm install (or what you use), in the app's folder", "and what helps is said");
	err_clear(&err);

	scratch_write(&arena, folder, "node_modules/convex/package.json", "{}", 0644);
	scratch_write(&arena, folder, "node_modules/convex/bin/main.js", fake_convex, 0644);
	is_int(programs_find(&programs, &tools, &err), -1, "without what bundles");
	is_str(err.msg, "the app's package 'esbuild' isn't installed", "neither");
	err_clear(&err);
	scratch_write(&arena, folder, "node_modules/esbuild/bin/esbuild", "x", 0755);
	is_int(programs_find(&programs, &tools, &err), 0, "both are there");
	ok(!programs.esbuild_is_script, "one of them is no script");
	is_int(cli_deploy(&tools, &programs, folder, &target, &err), 0, "a push that says it worked");
	ok(strstr(lines.text, "args deploy --typecheck disable --env-file "), "deploy is called");
	/* Lines of a child come with secrets hidden: that one was there can be seen. */
	ok(!strstr(arena_strndup(&arena, lines.text, strcspn(lines.text, "\n")), "(hidden)"),
	   "the key is no argument");
	ok(strstr(lines.text, "--skip-large-indexes-check --allow-unstaging-schema\n"),
	   "with what was asked for");
	ok(strstr(lines.text, "-rw-------\n"), "only the user can read the file");
	ok(strstr(lines.text, "CONVEX_SELF_HOSTED_URL='http://a.b:1'\n"), "it holds the URL");
	ok(strstr(lines.text, "CONVEX_SELF_HOSTED_ADMIN_KEY=`(hidden)`\n"),
	   "and the key, quoted so that it stays whole, and not shown here");
	ok(strstr(lines.text, "\n0\n"), "no deployment is named in the environment");
	ok(strstr(lines.text, arena_printf(&arena, "temporary %s\n", folder)),
	   "what it leaves behind lies in the scratch folder");
	ok(strstr(lines.text, "no_proxy=b.c\n"), "proxies are the user's");
	ok(strstr(lines.text, "/apps/web\n"), "it runs in the app's folder");
	ok(access("/proc/self/fd", F_OK) || !strstr(lines.text, "beside it: deployment.env"),
	   "it has no name that could be left behind, where /proc can show it");
	ok(strstr(lines.text, "beside it: "), "though the folder was looked at");
	ok(access(path_join(&arena, folder, "deployment.env"), F_OK), "the file is gone");

	target.is_loopback = true;
	is_int(cli_deploy(&tools, &programs, folder, &target, &err), 0, "a push to this machine");
	ok(strstr(lines.text, "NO_PROXY=*\n") && strstr(lines.text, "no_proxy=*\n"),
	   "asks no proxy");

	scratch_write(&arena, folder, "apps/web/fail", "", 0644);
	is_int(cli_deploy(&tools, &programs, folder, &target, &err), -1, "a push that fails");
	ok(!strstr(err.detail, "a key"), "doesn't tell the key");
	ok(access(path_join(&arena, folder, "deployment.env"), F_OK), "nor leaves the file");
	buf_dispose(&lines);
	secret_forget_all();
	scratch_remove(folder);
}

int main(void)
{
	test_recorded();
	test_success_is_proved();
	test_call();
	arena_dispose(&arena);
	return done();
}

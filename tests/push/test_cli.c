/* test_cli.c - what the convex CLI is told, and what its answers mean. */
#include "push/cli.h"
#include "base/secret.h"
#include "scratch_folder.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

#define CAME_BETWEEN "another push to this deployment came in between"
#define REFUSED "the push was refused: "

/* Recorded by record-outputs.mjs; all of runs that ended with status 1 but one. */
static const struct {
	const char *name;
	enum err_code code;
	const char *msg;
	bool may_have_changed;    /* a schema refusal that deserves another look */
} recorded[] = {
	{ "deployed", ERR_NONE, "", false },
	{ "schema", ERR_SCHEMA, "document with ID \"j5744rfwehqqz8ex91fgt349dz8zvv2q\" in table "
	  "\"users\" does not match the schema: Object is missing the required field `fullName`",
	  false },
	{ "schema-in-component", ERR_SCHEMA, "in component 'team': document with ID "
	  "\"j5744rfwehqqz8ex91fgt349dz8zvv2q\" in table \"rows\" does not match the schema: "
	  "Object is missing the required field `y`", false },
	{ "schema-new-document", ERR_SCHEMA, "new document in table \"users\" does not match the "
	  "schema: Value does not match validator", true },
	{ "failed-at-finish", ERR_SCHEMA, "new document in table \"users\" does not match the "
	  "schema: Object is missing the required field `first`", true },
	{ "overwritten", ERR_RACE, CAME_BETWEEN, false },
	{ "overwritten-at-finish", ERR_RACE, CAME_BETWEEN, false },
	{ "concurrent", ERR_RACE, CAME_BETWEEN, false },
	{ "conflict", ERR_RACE, CAME_BETWEEN, false },
	{ "module-missing", ERR_RACE, CAME_BETWEEN, false },
	{ "module-metadata-missing", ERR_RACE, CAME_BETWEEN, false },
	{ "module-hash", ERR_RACE, CAME_BETWEEN, false },
	{ "module-environment", ERR_RACE, CAME_BETWEEN, false },
	{ "environment-changed", ERR_RACE,
	  "environment variables of the deployment were changed during the push", false },
	{ "internal-error", ERR_SERVER, "the deployment met an error of its own during the push, "
	  "and says no more", false },
	{ "wrong-key", ERR_UNAUTHORISED, "the deployment refuses the key", false },
	{ "not-permitted", ERR_UNAUTHORISED, "You do not have permission to perform this operation "
	  "(deployment:deploy).", false },
	{ "unreachable", ERR_UNREACHABLE, "the deployment does not answer", false },
	{ "unknown-option", ERR_UNSUPPORTED, "error: unknown option '--no-such'", false },
	{ "large-index", ERR_DECISION, "the push builds, changes or drops an index of a large table, "
	  "and the Convex CLI asks before it does that", false },
	{ "variable-missing", ERR_SERVER, REFUSED "Environment variable FOO is declared as required "
	  "in convex.config.ts but its value was not set.", false },
	{ "unresolved-import", ERR_SERVER, REFUSED
	  "Could not resolve \"./nothere\" (convex/bad.ts:1:14)", false },
	{ "syntax-error", ERR_SERVER, REFUSED "Unexpected \";\" (convex/bad.ts:1:17)", false },
	{ "node-builtin", ERR_SERVER, REFUSED
	  "Could not resolve \"node:os\" (convex/bad.ts:1:15)", false },
	{ "missing-package", ERR_SERVER, REFUSED "Could not resolve "
	  "\"@nope/migrations/convex.config.js\" (convex/convex.config.ts:1:57)", false },
	{ "throws-at-import", ERR_SERVER, REFUSED
	  "Failed to analyze bad.js: Uncaught Error: at import (convex/bad.ts:2:6)", false },
	{ "throws-in-schema", ERR_SERVER, REFUSED "Uncaught Error: boom", false },
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
		is_int(!!(err.says & ERR_SAYS_MAY_HAVE_CHANGED), recorded[i].may_have_changed,
		       "and whether it may be another one by now");
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
	is_int(cli_outcome(1, "Uploading functions to Convex...\nHit an error while pushing:\n"
	                   "Environment variables have changed during push\n", "http://a.b:1",
	                   &err), -1, "a complaint that the CLI doesn't mark");
	is_int(err.code, ERR_RACE, "is known by its text");
	err_clear(&err);
	is_int(cli_outcome(1, "Your Node version 20.20.2 is too old. Convex requires at least Node "
	                   "v22.0\nYou can use nvm (https://x) to manage different versions of Node."
	                   "\nThen, activate the installed version in your terminal with `nvm use`.\n",
	                   "http://a.b:1", &err), -1, "a Node that the CLI doesn't take");
	is_str(err.msg, "Your Node version 20.20.2 is too old. Convex requires at least Node v22.0",
	       "is what is told, not the advice behind it");
	err_clear(&err);
	is_int(cli_outcome(1, "\u2716 Cannot prompt for input in non-interactive terminals. "
	                   "(Build it?)\n",
	                   "http://a.b:1", &err), -1, "a push that asks");
	is_int(err.code, ERR_DECISION, "a question that had no answer");
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
	struct cli_target target = {
		.url = "http://a.b:1", .key = "it's|a key", .time_limit_ms = 10000,
		.convex_version = "1.48.0",
	};
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
	is_str(err.hint, "npm install, in the app's folder", "and what helps is said");
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
	ok(!strstr(lines.text, "--skip") && !strstr(lines.text, "--allow"), "and asks as always");
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

	target.large_indexes = true;
	is_int(cli_deploy(&tools, &programs, folder, &target, &err), 0, "a push to develop with");
	ok(strstr(lines.text, "--skip-large-indexes-check --allow-unstaging-schema\n"),
	   "doesn't ask, as `convex dev` doesn't");
	target.convex_version = "1.46.0";
	is_int(cli_deploy(&tools, &programs, folder, &target, &err), 0, "with an older CLI");
	ok(strstr(lines.text, " --allow-deleting-large-indexes\n"), "it is told in its words");
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

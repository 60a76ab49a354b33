/* test_config.c - the layers, the checks, and what a committed file may not say. */
#include "conf/config.h"
#include "base/buf.h"
#include "tap.h"

static struct arena arena;

static int apply(struct config *config, const char *text, bool committed, struct err *err)
{
	const struct config_file file = {
		committed ? ".cvx.ini" : "config.ini", text, committed,
	};

	return config_apply(config, &arena, &file, err);
}

static void test_defaults(void)
{
	struct config c;

	config_init(&c, &arena);
	is_int(c.version, 1, "version");
	ok(!c.enabled && !c.clone_id && !c.clone_name, "not enrolled");
	is_str(c.app.path, ".", "app.path");
	is_str(c.app.functions, NULL, "app.functions");
	is_int(c.app.layout, LAYOUT_AUTO, "app.layout");
	is_str(c.app.down_suffix, "Down", "app.down-suffix");
	is_int(c.policy.edited, EDITED_WARN, "policy.edited");
	is_int(c.policy.irreversible, IRREVERSIBLE_STOP, "policy.irreversible");
	is_int(c.policy.order, ORDER_APPLY, "policy.order");
	is_int(c.policy.max_downs, 10, "policy.max-downs");
	ok(!c.policy.strict, "policy.strict");
	is_int(c.hook_mode, HOOK_AUTO, "hook.mode");
	is_int(c.hook_timeout, 20, "hook.timeout");
	is_int(c.hook_grace, 3, "hook.grace");
	is_int(c.push_mode, PUSH_AUTO, "push.mode");
	is_int(c.push_timeout, 300, "push.timeout");
	is_int((long long)c.env_count, 0, "no environments");
}

static void test_table(void)
{
	struct config c;

	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		struct err err = ERR_INIT;
		struct buf text = BUF_INIT;

		ok(key->help[0] != '\0' && key->help[strlen(key->help) - 1] != '.', key->key);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(config_keys[j].section, key->section) &&
			    !strcmp(config_keys[j].key, key->key))
				ok(false, "a setting is listed twice");
		if (!key->fallback)
			continue;
		config_init(&c, &arena);
		buf_addf(&text, "[%s%s]\n%s = %s\n", key->section, key->is_env ? " \"x\"" : "",
		         key->key, key->fallback);
		is_int(apply(&c, text.text, false, &err), 0, "its default is valid");
		buf_dispose(&text);
	}
}

static void test_layers(void)
{
	struct err err = ERR_INIT;
	const struct config_env *env, *own;
	struct config c;

	config_init(&c, &arena);
	is_int(apply(&c, "[app]\npath = apps/web\nlayout = module\n"
	             "[policy]\nedited = redo\nirreversible = skip\norder = replay\n"
	             "max-downs = 3\nstrict = yes\n"
	             "[hook]\nmode = notify\ntimeout = 60\n"
	             "[env \"production\"]\nbranch = main\n"
	             "[env \"a b/c\"]\nkind = preview\n", true, &err), 0, "a committed file");
	is_int(apply(&c, "[Hook]\n\tMODE = off\n[env \"production\"]\n\tkind = dev\n"
	             "[cvx]\n\tenabled\t= true\n\tclone-id = 0123abc\n\tclone-name = \"A; B\"\n",
	             false, &err), 0, "a private file over it");
	is_str(err.msg, "", "without an error");
	is_int((long long)c.warnings.count, 0, "nor a warning");
	is_str(c.app.path, "apps/web", "what only the committed one has");
	is_int(c.app.layout, LAYOUT_MODULE, "a choice");
	is_int(c.policy.edited, EDITED_REDO, "edited");
	is_int(c.policy.irreversible, IRREVERSIBLE_SKIP, "irreversible");
	is_int(c.policy.order, ORDER_REPLAY, "order");
	is_int(c.policy.max_downs, 3, "a number");
	ok(c.policy.strict, "a truth");
	is_int(c.hook_mode, HOOK_OFF, "the private one wins; case of names doesn't matter");
	is_int(c.hook_timeout, 60, "and leaves the rest");
	is_int((long long)c.env_count, 3, "two environments, one from both files");
	env = config_env_find(&c, "production", true);
	own = config_env_find(&c, "production", false);
	ok(env && env->kind == CALLED_NOTHING && env->branches.count == 1 &&
	   !strcmp(env->branches.items[0], "main"), "what the committed file says of it");
	ok(own && own->kind == CALLED_DEV && !own->branches.count, "is kept apart from the other");
	env = config_env_find(&c, "a b/c", true);
	ok(env && env->kind == CALLED_PREVIEW && !env->branches.count, "the other from one");
	ok(!config_env_find(&c, "a b/c", false), "only");
	ok(!config_env_find(&c, "none", true), "and no third");
	ok(c.enabled, "enrolled");
	is_str(c.clone_id, "0123abc", "clone-id");
	is_str(c.clone_name, "A; B", "clone-name");
}

/* Every key of the table, in the committed file and in the private one. */
static void test_allow_list(void)
{
	static const char *const values[] = {
		[CONFIG_TEXT] = "x", [CONFIG_FOLDER] = "x", [CONFIG_WORD] = "x",
		[CONFIG_CHOICE] = NULL, [CONFIG_NUMBER] = NULL, [CONFIG_BOOL] = "true",
		[CONFIG_PATTERNS] = "x",
	};

	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];
		bool private_only = key->where == CONFIG_PRIVATE_ONLY;
		const char *value = values[key->type];
		struct err err = ERR_INIT;
		struct buf text = BUF_INIT;
		struct config c;

		if (!value)
			value = arena_strndup(&arena, key->spec, strcspn(key->spec, "|."));
		buf_addf(&text, "[%s%s]\n%s = %s\n", key->section, key->is_env ? " \"x\"" : "",
		         key->key, value);
		config_init(&c, &arena);
		is_int(apply(&c, text.text, true, &err), 0, key->key);
		is_int((long long)c.warnings.count, private_only, "... committed");
		if (c.warnings.count)
			ok(strstr(c.warnings.items[0], "belongs in '.git/cvx/config.ini'"), "... where");
		ok(!private_only || !c.env_count, "... and nothing of it is taken");
		config_init(&c, &arena);
		is_int(apply(&c, text.text, false, &err), 0, "... private");
		is_int((long long)c.warnings.count, 0, "... without a warning");
		buf_dispose(&text);
	}
}

static void test_environments(void)
{
	static const char text[] = "[env \"staging\"]\nkind = dev\nbranch = \"release/*  hot-?\"\n"
		"env-file = .env.staging\ndeployment = dev:fine-fox-1\nkey-variable = STAGING_KEY\n"
		"url = http://box:3210\n";
	const struct config_env *env;
	struct err err = ERR_INIT;
	struct config c;

	config_init(&c, &arena);
	is_int(apply(&c, text, false, &err), 0, "an environment of the private file");
	env = config_env_find(&c, "staging", false);
	ok(env && env->kind == CALLED_DEV, "its kind");
	is_int(env ? (long long)env->branches.count : -1, 2, "two patterns");
	is_str(env ? env->branches.items[1] : NULL, "hot-?", "the second");
	is_str(env ? env->env_file : NULL, ".env.staging", "its file");
	is_str(env ? env->deployment : NULL, "dev:fine-fox-1", "its name");
	is_str(env ? env->key_variable : NULL, "STAGING_KEY", "its key's variable");
	is_str(env ? env->url : NULL, "http://box:3210", "its URL");
}

static void test_committed_is_data(void)
{
	static const char text[] =
		"[cvx]\nclone-id = abc\nenabled = true\n"
		"[hook]\ncommand = rm -rf /\nmode = off\n"
		"[env \"production\"]\nurl = https://evil.example\ndeploy-key = x|y\n"
		"env-file = /etc/passwd\nkind = dev\n"
		"[push]\ncolour = red\n[other]\nx = 1\n";
	static const char *const want[] = {
		"'.cvx.ini' line 2: 'clone-id' of [cvx] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 3: 'enabled' of [cvx] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 5: 'command' of [hook] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 8: 'url' of [env \"production\"] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 9: 'deploy-key' of [env \"production\"] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 10: 'env-file' of [env \"production\"] is ignored: it belongs in "
			"'.git/cvx/config.ini', which isn't committed",
		"'.cvx.ini' line 13: 'colour' of [push] is ignored: there is no such setting",
		"'.cvx.ini' line 15: 'x' of [other] is ignored: there is no such setting",
	};
	struct err err = ERR_INIT;
	struct config c;
	size_t count = sizeof(want) / sizeof(*want);

	config_init(&c, &arena);
	is_int(apply(&c, text, true, &err), 0, "a committed file that wants too much is read");
	ok(!c.enabled && !c.clone_id, "what is private there is not taken");
	is_int(c.hook_mode, HOOK_OFF, "what is data is");
	is_int((long long)c.warnings.count, (long long)count, "each gets a warning");
	for (size_t i = 0; i < count && i < c.warnings.count; i++)
		is_str(c.warnings.items[i], want[i], "which says where it belongs");
}

static const struct {
	const char *text, *message;
} bad[] = {
	{ "[hook]\nmode = sometimes\n",
	  "'.cvx.ini' line 2: 'hook.mode' is 'sometimes', expected one of auto notify off" },
	{ "[hook]\nmode = aut\n",
	  "'.cvx.ini' line 2: 'hook.mode' is 'aut', expected one of auto notify off" },
	{ "[hook]\nmode =\n",
	  "'.cvx.ini' line 2: 'hook.mode' is '', expected one of auto notify off" },
	{ "[hook]\n\n\ttimeout = 0\n",
	  "'.cvx.ini' line 3: 'hook.timeout' is '0', expected a number from 1 to 3600" },
	{ "[hook]\ntimeout = 3601\n",
	  "'.cvx.ini' line 2: 'hook.timeout' is '3601', expected a number from 1 to 3600" },
	{ "[hook]\ntimeout = 20s\n",
	  "'.cvx.ini' line 2: 'hook.timeout' is '20s', expected a number from 1 to 3600" },
	{ "[hook]\ntimeout = 99999999999999999999\n",
	  "'.cvx.ini' line 2: 'hook.timeout' is '99999999999999999999', "
	  "expected a number from 1 to 3600" },
	{ "[hook]\ngrace = -1\n",
	  "'.cvx.ini' line 2: 'hook.grace' is '-1', expected a number from 0 to 60" },
	{ "[policy]\nstrict = maybe\n",
	  "'.cvx.ini' line 2: 'policy.strict' is 'maybe', expected true or false" },
	{ "[cvx]\nversion = 2\n", "'.cvx.ini' line 2: 'cvx.version' is '2', expected 1" },
	{ "[app]\npath = ../other\n",
	  "'.cvx.ini' line 2: 'app.path' is '../other', expected a folder inside, without '..'" },
	{ "[app]\nfunctions = /etc\n",
	  "'.cvx.ini' line 2: 'app.functions' is '/etc', expected a folder inside, without '..'" },
	{ "[app]\ndown-suffix = a-b\n",
	  "'.cvx.ini' line 2: 'app.down-suffix' is 'a-b', expected letters, digits and '_'" },
	{ "[env \"x\"]\nbranch =\n", "'.cvx.ini' line 2: 'env.branch' is '', expected names of "
	  "branches, in which * and ? may stand for others" },
	{ "[env \"x\"]\nbranch = main rel[0-9]\n", "'.cvx.ini' line 2: 'env.branch' is "
	  "'main rel[0-9]', expected names of branches, in which * and ? may stand for others" },
	{ "[env \"x\"]\nkind = production\n", "'.cvx.ini' line 2: 'env.kind' is 'production', "
	  "expected one of dev preview prod" },
	{ "[app \"web\"]\npath = ../web\n",
	  "'.cvx.ini' line 2: 'app.path' is '../web', expected a folder inside, without '..'" },
};

static void test_apps(void)
{
	struct config c;
	struct err err = ERR_INIT;
	const struct config_file file = { "x", "[app \"web\"]\npath = apps/web\n"
		"[app \"api\"]\npath = api\nlayout = module\n[app \"web\"]\n"
		"down-suffix = Undo\n", true };

	config_init(&c, &arena);
	ok(!config_apply(&c, &arena, &file, &err), "several apps");
	is_int((long long)c.app_count, 2, "... two of them");
	ok(!c.has_app, "... none without a name");
	is_str(c.apps[0].app.path, "apps/web", "a path");
	is_str(c.apps[0].app.down_suffix, "Undo", "... and more of the same one");
	is_str(c.apps[1].app.down_suffix, "Down", "the other keeps the default");
	is_int(c.apps[1].app.layout, LAYOUT_MODULE, "... and has its own layout");
}

static void test_bad_values(void)
{
	struct config c;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = ERR_INIT;

		config_init(&c, &arena);
		is_int(apply(&c, bad[i].text, true, &err), -1, "a bad value is refused");
		is_str(err.msg, bad[i].message, "with file, line, setting and what was expected");
	}
}

/* A branch can hold any number of them. */
static void test_too_much(void)
{
	struct config config;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	config_init(&config, &arena);
	buf_adds(&text, "[cvx]\n");
	for (int i = 0; i < 100; i++)
		buf_addf(&text, "unknown-%d = 1\n", i);
	is_int(apply(&config, text.text, true, &err), 0, "a hundred unknown keys are no error");
	is_int((long long)config.warnings.count, 21, "twenty are named");
	is_str(config.warnings.items[20], "'.cvx.ini': 80 more settings are ignored",
	       "and the others counted");
	is_int(apply(&config, "[cvx]\nmine = 1\n", false, &err), 0, "another file");
	ok(config.warnings.count == 22 && strstr(config.warnings.items[21], "'mine'"),
	   "is told of its own, however many the first one had");
	buf_truncate(&text, 0);
	for (int i = 0; i < 200; i++)
		buf_addf(&text, "[env \"e%d\"]\nbranch = b\n[app \"a%d\"]\npath = p\n", i, i);
	is_int(apply(&config, text.text, true, &err), 0, "two hundred environments and apps");
	buf_adds(&text, "[env \"e7\"]\nkind = dev\n");
	is_int(apply(&config, text.text, true, &err), 0, "more of one of them");
	buf_adds(&text, "[app \"one\"]\npath = p\n");
	is_int(apply(&config, text.text, true, &err), -1, "one more is an error");
	is_str(err.msg, "'.cvx.ini' line 804: more than 200 sections [app \"...\"]", "and named");
	buf_dispose(&text);
}

int main(void)
{
	test_too_much();
	test_defaults();
	test_table();
	test_layers();
	test_allow_list();
	test_environments();
	test_committed_is_data();
	test_apps();
	test_bad_values();
	arena_dispose(&arena);
	return done();
}

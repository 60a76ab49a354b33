/* ini.c - fuzzes conf/ini.h and conf/config.h: the committed and the private settings. */
#include "fuzz.h"

#include "conf/config.h"
#include "conf/ini.h"

static int lines_of(const char *text)
{
	int lines = 1;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void check_entries(struct arena *arena, const char *text)
{
	struct ini ini = { 0 };
	struct err err = ERR_INIT;

	if (ini_read(&ini, arena, ".cvx.ini", text, &err)) {
		CLAIM(err.code == ERR_CONFIG && *err.msg);
		return;
	}
	for (size_t i = 0; i < ini.count; i++) {
		const struct ini_entry *e = &ini.items[i];

		CLAIM(e->section && e->key && e->value);
		CLAIM(e->line >= 1 && e->line <= lines_of(text));
	}
}

/* The committed file never names a command, URL, key or env file. */
static void check_settings(struct arena *arena, const char *text, bool is_committed)
{
	struct config config;
	struct config_file file = { ".cvx.ini", text, is_committed };
	struct err err = ERR_INIT;

	config_init(&config, arena);
	if (config_apply(&config, arena, &file, &err)) {
		CLAIM(err.code == ERR_CONFIG && *err.msg);
		return;
	}
	fuzz_names(&config.warnings);
	for (size_t i = 0; i < config.env_count; i++) {
		const struct config_env *env = &config.envs[i];

		CLAIM(env->name && env->is_committed == is_committed);
		fuzz_names(&env->branches);
		CLAIM(!is_committed || (!env->env_file && !env->url && !env->key_variable));
	}
	CLAIM(!is_committed || (!config.enabled && !config.clone_id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	char *text = fuzz_text(data, len);

	check_entries(&arena, text);
	check_settings(&arena, text, true);
	check_settings(&arena, text, false);
	free(text);
	arena_dispose(&arena);
	return 0;
}

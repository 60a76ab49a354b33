/* config.c - the settings, layered. */
#include "conf/config.h"

#include "base/file.h"
#include "conf/ini.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MOST_WARNINGS 20

#define WHERE_ANYWHERE CONFIG_ANYWHERE
#define WHERE_PRIVATE CONFIG_PRIVATE_ONLY
#define CONFIG_KEY(section, key, type, spec, field, fallback, where, help) \
	{ section, key, CONFIG_##type, spec, offsetof(struct config, field), false, \
	  fallback, WHERE_##where, help },
#define CONFIG_ENV_KEY(section, key, type, spec, field, fallback, where, help) \
	{ section, key, CONFIG_##type, spec, offsetof(struct config_env, field), true, \
	  fallback, WHERE_##where, help },

const struct config_key config_keys[] = {
#include "conf/config.def"
};

const size_t config_key_count = sizeof(config_keys) / sizeof(*config_keys);

/* Choices are stored through an int. */
_Static_assert(sizeof(enum layout) == sizeof(int) &&
               sizeof(enum called) == sizeof(int) &&
               sizeof(enum edited_policy) == sizeof(int), "an enum is stored as an int");

/* ---- values: each gives NULL, or what was expected ----------------------------- */

static const char *parse_bool(bool *out, const char *value)
{
	static const char *const yes[] = { "true", "yes", "on", "1" };
	static const char *const no[] = { "false", "no", "off", "0" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		if (!strcasecmp(value, yes[i]) || !strcasecmp(value, no[i])) {
			*out = !strcasecmp(value, yes[i]);
			return NULL;
		}
	}
	return "true or false";
}

static const char *parse_number(int *out, struct arena *arena, const char *spec,
                                const char *value)
{
	char *end;
	long from = strtol(spec, &end, 10), to = strtol(end + 2, NULL, 10), number;

	errno = 0;
	number = strtol(value, &end, 10);
	if (errno || end == value || *end || isspace((unsigned char)*value) ||
	    number < from || number > to)
		return from == to ? arena_printf(arena, "%ld", from) :
			arena_printf(arena, "a number from %ld to %ld", from, to);
	*out = (int)number;
	return NULL;
}

static const char *parse_choice(int *out, struct arena *arena, const char *spec,
                                const char *value)
{
	size_t n = strlen(value);
	int index = 0;
	char *expected;

	for (const char *p = spec; *p; index++) {
		size_t len = strcspn(p, "|");

		if (len == n && !memcmp(p, value, n)) {
			*out = index;
			return NULL;
		}
		p += len;
		p += *p == '|';
	}
	expected = arena_printf(arena, "one of %s", spec);
	for (char *p = expected; *p; p++)
		if (*p == '|')
			*p = ' ';
	return expected;
}

static bool is_folder(const char *path)
{
	if (*path == '/' || !*path)
		return false;
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && !memcmp(path, "..", 2))
			return false;
		path += n;
		path += strspn(path, "/");
	}
	return true;
}

static bool is_word(const char *text)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* What git allows in the name of no branch has no meaning here. */
static const char *parse_patterns(struct names *out, struct arena *arena, const char *value)
{
	*out = (struct names){ 0 };
	for (value += strspn(value, " \t"); *value; value += strspn(value, " \t")) {
		size_t len = strcspn(value, " \t");

		names_add(out, arena, arena_strndup(arena, value, len));
		value += len;
	}
	for (size_t i = 0; i < out->count; i++)
		if (strpbrk(out->items[i], "[\\~^:"))
			out->count = 0;
	return out->count ? NULL : "names of branches, in which * and ? may stand for others";
}

static const char *store(const struct config_key *key, void *field, struct arena *arena,
                         const char *value)
{
	switch (key->type) {
	case CONFIG_BOOL:
		return parse_bool(field, value);
	case CONFIG_NUMBER:
		return parse_number(field, arena, key->spec, value);
	case CONFIG_CHOICE:
		return parse_choice(field, arena, key->spec, value);
	case CONFIG_FOLDER:
		if (!is_folder(value))
			return "a folder inside, without '..'";
		break;
	case CONFIG_WORD:
		if (!is_word(value))
			return "letters, digits and '_'";
		break;
	case CONFIG_TEXT:
		if (!*value)
			return "a text";
		break;
	case CONFIG_PATTERNS:
		return parse_patterns(field, arena, value);
	}
	*(const char **)field = arena_strdup(arena, value);
	return NULL;
}

/* ---- keys ---------------------------------------------------------------------- */

/* Of an environment nothing is known that isn't said. */
void config_init(struct config *out, struct arena *arena)
{
	*out = (struct config){ 0 };
	for (size_t i = 0; i < config_key_count; i++)
		if (!config_keys[i].is_env && config_keys[i].fallback)
			store(&config_keys[i], (char *)out + config_keys[i].offset, arena,
			      config_keys[i].fallback);
}

static struct config_env *find_env(const struct config *config, const char *name, bool committed)
{
	for (size_t i = 0; i < config->env_count; i++)
		if (config->envs[i].is_committed == committed &&
		    !strcmp(config->envs[i].name, name))
			return &config->envs[i];
	return NULL;
}

const struct config_env *config_env_find(const struct config *config, const char *name,
                                         bool committed)
{
	return find_env(config, name, committed);
}

static struct config_env *env_for(struct config *config, struct arena *arena,
                                  const char *name, bool committed)
{
	struct config_env *env = find_env(config, name, committed);

	if (env)
		return env;
	config->envs = arena_grow(arena, config->envs, config->env_count, sizeof(*env));
	env = &config->envs[config->env_count++];
	*env = (struct config_env){ .name = name, .is_committed = committed,
		.kind = CALLED_NOTHING };
	return env;
}

/* No app has as many; each entry is looked up among them. */
#define MOST_SECTIONS 200

static bool is_app(const char *section)
{
	return !strcasecmp(section, "app");
}

static struct app *app_for(struct config *config, struct arena *arena, const char *name)
{
	struct config_app *app;

	for (size_t i = 0; i < config->app_count; i++)
		if (!strcmp(config->apps[i].name, name))
			return &config->apps[i].app;
	config->apps = arena_grow(arena, config->apps, config->app_count, sizeof(*app));
	app = &config->apps[config->app_count++];
	*app = (struct config_app){ name, APP_INIT };
	return &app->app;
}

/* Environments of this file, or apps: the entry would begin one too many. */
static bool is_one_too_many(const struct config *config, const struct config_file *file,
                            const struct ini_entry *entry)
{
	size_t count = 0;

	if (!entry->name)
		return false;
	if (is_app(entry->section)) {
		for (size_t i = 0; i < config->app_count; i++)
			if (!strcmp(config->apps[i].name, entry->name))
				return false;
		return config->app_count >= MOST_SECTIONS;
	}
	if (find_env(config, entry->name, file->is_committed))
		return false;
	for (size_t i = 0; i < config->env_count; i++)
		count += config->envs[i].is_committed == file->is_committed;
	return count >= MOST_SECTIONS;
}

/* Where the entry's value goes: of apps and environments there may be several. */
static void *field_of(struct config *config, struct arena *arena,
                      const struct config_key *key, const struct config_file *file,
                      const struct ini_entry *entry)
{
	size_t app = offsetof(struct config, app);

	if (key->is_env)
		return (char *)env_for(config, arena, entry->name, file->is_committed) +
		       key->offset;
	if (is_app(entry->section) && entry->name)
		return (char *)app_for(config, arena, entry->name) + (key->offset - app);
	config->has_app |= is_app(entry->section);
	return (char *)config + key->offset;
}

static const struct config_key *find_key(const struct ini_entry *entry)
{
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];

		if (!strcasecmp(key->section, entry->section) &&
		    !strcasecmp(key->key, entry->key) &&
		    (key->is_env == (entry->name != NULL) || is_app(key->section)))
			return key;
	}
	return NULL;
}

static void warn(struct config *config, struct arena *arena,
                 const struct config_file *file, const struct ini_entry *entry,
                 const char *what)
{
	const char *section;

	/* A user reads no more of them than that. */
	if (config->warned++ >= MOST_WARNINGS)
		return;
	section = entry->name
		? arena_printf(arena, "%s \"%s\"", entry->section, entry->name) : entry->section;

	names_add(&config->warnings, arena,
	          arena_printf(arena, "'%s' line %d: '%s' of [%s] is ignored: %s", file->name,
	                       entry->line, entry->key, section, what));
}

/* Words in the names of settings that no committed file may hold, known or not. */
static bool is_sensitive(const char *key)
{
	static const char *const words[] = {
		"command", "program", "exec", "url", "host", "key", "token", "secret",
		"password", "env-file", "envfile",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *p = key; *p; p++)
			if (!strncasecmp(p, words[i], strlen(words[i])))
				return true;
	return false;
}

static int apply_entry(struct config *config, struct arena *arena,
                       const struct config_file *file, const struct ini_entry *entry,
                       struct err *err)
{
	const struct config_key *key = find_key(entry);
	const char *expected;

	if (file->is_committed && (key ? key->where == CONFIG_PRIVATE_ONLY
	                               : is_sensitive(entry->key))) {
		warn(config, arena, file, entry,
		     "it belongs in '" CONFIG_PRIVATE_NAME "', which isn't committed");
		return 0;
	}
	if (!key) {
		warn(config, arena, file, entry, "there is no such setting");
		return 0;
	}
	if (is_one_too_many(config, file, entry)) {
		err_set(err, ERR_CONFIG, "'%s' line %d: more than %d sections [%s \"...\"]", file->name,
		        entry->line, MOST_SECTIONS, key->section);
		return err_hint(err, "take out those that aren't needed");
	}
	expected = store(key, field_of(config, arena, key, file, entry), arena,
	                 entry->value);
	if (!expected)
		return 0;
	err_set(err, ERR_CONFIG, "'%s' line %d: '%s.%s' is '%s', expected %s", file->name,
	        entry->line, key->section, key->key, entry->value, expected);
	return err_hint(err, "'git cvx help config' says what each setting may be");
}

int config_apply(struct config *config, struct arena *arena,
                 const struct config_file *file, struct err *err)
{
	struct ini ini;

	if (ini_read(&ini, arena, file->name, file->text, err) < 0)
		return -1;
	config->warned = 0;
	for (size_t i = 0; i < ini.count; i++)
		if (apply_entry(config, arena, file, &ini.items[i], err) < 0)
			return -1;
	if (config->warned > MOST_WARNINGS)
		names_add(&config->warnings, arena, arena_printf(arena, "'%s': %zu more settings are "
		          "ignored", file->name, config->warned - MOST_WARNINGS));
	return 0;
}

int config_apply_private(struct config *config, struct arena *arena,
                         const char *common_dir, struct err *err)
{
	const char *path = arena_printf(arena, "%s/" CONFIG_PRIVATE, common_dir);
	struct config_file file = { .name = CONFIG_PRIVATE_NAME };

	if (file_text(&file.text, arena, path, err) < 0)
		return -1;
	return file.text ? config_apply(config, arena, &file, err) : 0;
}

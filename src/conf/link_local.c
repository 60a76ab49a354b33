/* link_local.c - backends that 'convex dev' runs on this machine: the config.json of each
 * has its port and key. Read anew each time, as every start may take another port. */
#include "conf/link_parts.h"

#include "base/file.h"
#include "base/secret.h"
#include "codec/json.h"

#include <stdlib.h>
#include <string.h>

#define HERE ".convex/local/default"

struct state {
	const char *folder;
	const char *problem;     /* there is a config.json, but it can't be used */
	const struct value *config; /* NULL: there is none that can be used */
};

/* The parser's complaint isn't passed on: it quotes the text, and so perhaps the key. */
static int read_state(struct state *out, struct arena *arena, const char *folder,
                      struct err *err)
{
	const char *text;
	struct err ignored = ERR_INIT;

	*out = (struct state){ .folder = folder };
	if (file_text(&text, arena, arena_printf(arena, "%s/config.json", folder), err) < 0)
		return -1;
	if (text && value_parse(&out->config, arena, text, strlen(text), &ignored) < 0)
		out->problem = "it isn't valid JSON";
	return 0;
}

/* One per checkout, whatever it is called: it counts if it is the wanted one. */
static bool is_wanted(const struct state *state, const char *name)
{
	const struct value *own = value_member(state->config, "deploymentName");

	if (!state->config || state->config->kind == VALUE_NULL)
		return false;
	if (!own || own->kind == VALUE_NULL)
		return true;
	return own->kind == VALUE_TEXT && (!own->len || !strcmp(own->text, name));
}

static int find_state(struct state *out, const struct link_search *search,
                      const char *name, bool anonymous, struct err *err)
{
	struct arena *arena = search->arena;
	const char *home = link_cli_home(search);
	struct state here;

	if (read_state(&here, arena, arena_printf(arena, "%s/" HERE, search->input->app_dir),
	               err) < 0)
		return -1;
	*out = here;
	if (is_wanted(&here, name))
		return 0;
	if (home && read_state(out, arena, arena_printf(arena, "%s/%s/%s", home, anonymous
	                       ? "anonymous-convex-backend-state" : "convex-backend-state",
	                       name), err) < 0)
		return -1;
	if (home && out->config)
		return 0;
	if (out->problem || here.problem)
		return err_set(err, ERR_CONFIG, "'%s/config.json' of the local deployment '%s' "
		               "cannot be used: %s", out->problem ? out->folder : here.folder, name,
		               out->problem ? out->problem : here.problem);
	err_set(err, ERR_NOT_FOUND, "the local deployment '%s' has no state, neither in '"
	        HERE "' of the app nor in the home folder", name);
	return err_hint(err, "'npx convex dev' makes and starts it");
}

static const char *real_path(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = arena_strdup(arena, real ? real : path);

	free(real);
	return copy;
}

static int use_state(struct link_search *search, const struct state *state,
                     const char *name, struct err *err)
{
	struct link *out = search->out;
	const char *key = value_text(state->config, "adminKey");
	double number = value_number(value_member(state->config, "ports"), "cloud", 0);
	int port = number >= 1 && number <= 65535 ? (int)number : 0;
	const char *file = arena_printf(search->arena, "'%s/config.json'", state->folder);

	secret_add(key);
	secret_add(value_text(state->config, "instanceSecret"));
	if (!port || port != number)
		return err_set(err, ERR_CONFIG, "%s cannot be used: its 'ports.cloud' isn't a port",
		               file);
	if (!key || !*key)
		return err_set(err, ERR_CONFIG, "%s cannot be used: it has no 'adminKey'", file);
	if (link_check_key(key, file, err) < 0)
		return -1;
	out->way = LINK_LOCAL;
	out->says_kind = true;
	out->kind = link_is_production_key(key) ? KIND_PRODUCTION : KIND_LOCAL;
	out->name = arena_strdup(search->arena, name);
	out->url = arena_printf(search->arena, "http://127.0.0.1:%d", port);
	out->is_loopback = true;
	out->key = arena_strdup(search->arena, key);
	out->identity = arena_printf(search->arena, "%s %s", name,
	                             real_path(search->arena, state->folder));
	return 0;
}

int link_local(struct link_search *search, const char *name, bool anonymous,
               struct err *err)
{
	struct state state;

	return find_state(&state, search, name, anonymous, err) ||
	       use_state(search, &state, name, err) ? -1 : 0;
}

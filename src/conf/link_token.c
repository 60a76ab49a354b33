/* link_token.c - keys and tokens: kept hidden, checked, and that of the user found. */
#include "conf/link_parts.h"

#include "base/file.h"
#include "base/secret.h"
#include "codec/json.h"

#include <string.h>

int link_check_key(const char *key, const char *source, struct err *err)
{
	for (; *key; key++)
		if ((unsigned char)*key <= ' ' || (unsigned char)*key >= 127)
			return err_set(err, ERR_CONFIG, "the key of %s holds a blank or a "
			               "character that keys don't have", source);
	return 0;
}

bool link_is_production_key(const char *key)
{
	return strchr(key, '|') && (!strncmp(key, "prod:", 5) || !strncmp(key, "custom:", 7));
}

/* The third part of CONVEX_PROVISION_HOST between its colons: where it names another
 * host, the CLI keeps a home of its own for that host. */
const char *link_cli_home(const struct link_search *search)
{
	const struct link_input *input = search->input;
	const char *host = input->variable(input->payload, "CONVEX_PROVISION_HOST");
	const char *port = host ? strchr(host, ':') : NULL;
	size_t n;

	if (!input->home || !*input->home)
		return NULL;
	if (!host || !*host)
		return arena_printf(search->arena, "%s/.convex", input->home);
	port = port ? strchr(port + 1, ':') : NULL;
	n = port ? strcspn(port + 1, ":") : 0;
	if (!port || (n == 4 && !strncmp(port + 1, "8050", 4)))
		return arena_printf(search->arena, "%s/.convex-test", input->home);
	return arena_printf(search->arena, "%s/.convex-test-%.*s", input->home, (int)n, port + 1);
}

int link_override_token(char **out, const struct link_search *search, struct err *err)
{
	const char *value = link_process_variable(search, "CONVEX_OVERRIDE_ACCESS_TOKEN");

	secret_add(value);
	*out = arena_strdup(search->arena, value);
	return value ? link_check_key(value, "CONVEX_OVERRIDE_ACCESS_TOKEN", err) : 0;
}

/* A file that can't be understood is one of somebody who isn't logged in, as to the CLI. */
static int logged_in_token(char **out, struct link_search *search, struct err *err)
{
	const char *home = link_cli_home(search), *text, *path, *token;
	const struct value *config = NULL;
	struct err ignored = ERR_INIT;

	*out = NULL;
	if (!home)
		return 0;
	path = arena_printf(search->arena, "%s/config.json", home);
	if (file_text(&text, search->arena, path, err) < 0)
		return -1;
	if (!text)
		return 0;
	token = value_parse(&config, search->arena, text, strlen(text), &ignored) < 0
	        ? NULL : value_text(config, "accessToken");
	if (!token || !*token) {
		search->tokenless = path;
		return 0;
	}
	secret_add(token);
	*out = arena_strdup(search->arena, token);
	return link_check_key(token, arena_printf(search->arena, "'%s'", path), err);
}

int link_user_token(char **out, struct link_search *search, struct err *err)
{
	if (link_override_token(out, search, err) < 0)
		return -1;
	return *out ? 0 : logged_in_token(out, search, err);
}

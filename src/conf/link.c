/* link.c - which deployment this checkout is linked to. */
#include "conf/link.h"

#include "base/file.h"
#include "base/secret.h"
#include "conf/dotenv.h"

#include <string.h>

#define URL_VARIABLE "CONVEX_SELF_HOSTED_URL"
#define KEY_VARIABLE "CONVEX_SELF_HOSTED_ADMIN_KEY"
#define FILE_COUNT 2
#define FROM_ENVIRONMENT (-1)

static const char *const file_names[FILE_COUNT] = { ".env.local", ".env" };

struct sources {
	const struct link_input *input;
	struct arena *arena;
	struct dotenv files[FILE_COUNT];
};

struct variable {
	const char *value;       /* NULL: unset, or set to nothing */
	int source;              /* index of the file, or FROM_ENVIRONMENT */
};

static int read_files(struct sources *sources, struct err *err)
{
	for (size_t i = 0; i < FILE_COUNT; i++) {
		const char *folder = sources->input->app_dir, *text;
		const char *path = arena_printf(sources->arena, "%s/%s", folder,
		                                file_names[i]);

		if (file_text(&text, sources->arena, path, err) < 0)
			return -1;
		dotenv_read(&sources->files[i], sources->arena, text ? text : "");
	}
	return 0;
}

/* The CLI loads the files into its environment and overrides nothing, not even what is
 * set to nothing. */
static struct variable find(const struct sources *sources, const char *name)
{
	const struct link_input *input = sources->input;
	struct variable v = { input->variable(input->payload, name), FROM_ENVIRONMENT };

	for (int i = 0; !v.value && i < FILE_COUNT; i++)
		v = (struct variable){ dotenv_find(&sources->files[i], name), i };
	if (v.value && !*v.value)
		v.value = NULL;
	return v;
}

static const char *source_text(const struct sources *sources, const struct variable *v)
{
	return v->source == FROM_ENVIRONMENT ? "the environment"
	       : arena_printf(sources->arena, "'%s'", file_names[v->source]);
}

static int unsupported(const struct sources *sources, const char *name,
                       const struct variable *v, struct err *err)
{
	err_set(err, ERR_UNSUPPORTED,
	        "linked through %s (of %s), which isn't handled yet", name,
	        source_text(sources, v));
	err_hint(err, "a deployment that you host yourself works:");
	err_hint(err, "set " URL_VARIABLE " and " KEY_VARIABLE);
	return err_hint(err, "in '.env.local', and unset %s", name);
}

/* The CLI takes a deploy key first, whatever else is set. */
static int refuse_deploy_key(const struct sources *sources, struct err *err)
{
	static const char *const names[] = {
		"CONVEX_DEPLOY_KEY", "CONVEX_DEPLOYMENT_TOKEN",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct variable v = find(sources, names[i]);

		if (!v.value)
			continue;
		/* The first that is set decides; this one says "as if unset". */
		if (!strcmp(v.value, "<ignore_deploy_key>"))
			return 0;
		secret_add(v.value);
		return unsupported(sources, names[i], &v, err);
	}
	return 0;
}

static int refuse_deployment(const struct sources *sources, const struct variable *url,
                             const struct variable *key, struct err *err)
{
	struct variable deployment = find(sources, "CONVEX_DEPLOYMENT");

	if (!deployment.value)
		return 0;
	if (!url->value && !key->value)
		return unsupported(sources, "CONVEX_DEPLOYMENT", &deployment, err);
	err_set(err, ERR_CONFIG, "both CONVEX_DEPLOYMENT (of %s) and %s (of %s) are set, "
	        "and they contradict", source_text(sources, &deployment),
	        url->value ? URL_VARIABLE : KEY_VARIABLE,
	        source_text(sources, url->value ? url : key));
	return err_hint(err, "unset one of them; the Convex CLI refuses both, too");
}

static int not_linked(const struct variable *url, const struct variable *key,
                      struct err *err)
{
	if (url->value || key->value)
		err_set(err, ERR_NOT_LINKED,
		        "no deployment is linked: %s is set, but %s isn't",
		        url->value ? URL_VARIABLE : KEY_VARIABLE,
		        url->value ? KEY_VARIABLE : URL_VARIABLE);
	else
		err_set(err, ERR_NOT_LINKED, "no deployment is linked to this checkout");
	return err_hint(err, "set " URL_VARIABLE " and " KEY_VARIABLE " in '.env.local'");
}

/* Whoever can commit a URL must not get a key that isn't theirs. */
static int check_pair(const struct sources *sources, const struct variable *url,
                      const struct variable *key, struct err *err)
{
	const struct link_input *input = sources->input;
	bool tracked = false;

	if (url->source == FROM_ENVIRONMENT || url->source == key->source)
		return 0;
	if (input->is_tracked(&tracked, input->payload, file_names[url->source], err) < 0)
		return -1;
	if (!tracked)
		return 0;
	err_set(err, ERR_CONFIG,
	        "the key of %s is not sent to the URL of %s, which is committed",
	        source_text(sources, key), source_text(sources, url));
	return err_hint(err, "set " URL_VARIABLE " where the key is set");
}

static bool is_sendable(const char *key)
{
	for (; *key; key++)
		if ((unsigned char)*key <= ' ' || (unsigned char)*key >= 127)
			return false;
	return true;
}

static void register_key(const char *key)
{
	const char *bar = strchr(key, '|');

	secret_add(key);
	if (bar)
		secret_add(bar + 1);
}

int link_find(struct link *out, struct arena *arena, const struct link_input *input,
              struct err *err)
{
	struct sources sources = { .input = input, .arena = arena };
	struct variable url, key;

	*out = (struct link){ 0 };
	if (read_files(&sources, err) < 0)
		return -1;
	url = find(&sources, URL_VARIABLE);
	key = find(&sources, KEY_VARIABLE);
	/* Before the first message that could hold it. */
	if (key.value)
		register_key(key.value);
	if (refuse_deploy_key(&sources, err) < 0 ||
	    refuse_deployment(&sources, &url, &key, err) < 0)
		return -1;
	if (!url.value || !key.value)
		return not_linked(&url, &key, err);
	if (!is_sendable(key.value))
		return err_set(err, ERR_CONFIG,
		               "the key of %s holds a blank or a character that keys "
		               "don't have", source_text(&sources, &key));
	if (check_pair(&sources, &url, &key, err) < 0)
		return -1;
	if (link_check_url(&out->url, &out->is_loopback, arena, url.value, err) < 0)
		return err_wrap(err, URL_VARIABLE " of %s", source_text(&sources, &url));
	out->way = LINK_SELF_HOSTED;
	out->kind = out->is_loopback ? KIND_LOCAL : KIND_PRODUCTION;
	out->identity = out->url;
	out->key = arena_strdup(arena, key.value);
	out->source = source_text(&sources, &url);
	return 0;
}

void link_wipe(struct link *link)
{
	secret_wipe(link->key);
	secret_wipe(link->credential);
}

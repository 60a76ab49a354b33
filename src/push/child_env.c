/* child_env.c - what programs of the app inherit. */
#include "push/child.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

/* Our own variables name deployments and hold keys, git's name the repository that a
 * hook runs in. VERCEL would turn the CLI's error reports on again, FORCE_COLOR would put
 * escapes into the text that we read. Certificates are always checked, whatever Node or npm
 * are told, and no request is shown with its headers. Programs run in a folder that a branch
 * fills: nothing may tell them to load code from where they look by themselves. */
static const char *const not_inherited[] = {
	"GIT_*", "CONVEX_*", "CVX_*", "VERCEL=", "VERCEL_*", "FORCE_COLOR=", "CI=", "PATH=",
	"NODE_CHANNEL_*", "NODE_TLS_REJECT_UNAUTHORIZED=", "NODE_DEBUG=", "NODE_DEBUG_NATIVE=",
	"npm_config_strict_ssl=", "SSLKEYLOGFILE=", "NODE_PATH=", "NODE_COMPILE_CACHE=",
	"NODE_PRESERVE_SYMLINKS=", "NODE_PRESERVE_SYMLINKS_MAIN=", "NODE_REPL_EXTERNAL_MODULE=",
	NULL,
};

/* Name a file to load or to trust. A relative one would be the branch's. */
static const char *const one_path[] = {
	"NODE_EXTRA_CA_CERTS=", "NODE_ICU_DATA=", "OPENSSL_CONF=", "OPENSSL_MODULES=",
	"OPENSSL_ENGINES=", "SSL_CERT_FILE=", "SSL_CERT_DIR=", "ESBUILD_BINARY_PATH=", NULL,
};

/* Name several; an empty part means the folder that the program runs in. */
static const char *const many_paths[] = {
	"LD_LIBRARY_PATH=", "LD_PRELOAD=", "LD_AUDIT=", "DYLD_LIBRARY_PATH=",
	"DYLD_FALLBACK_LIBRARY_PATH=", "DYLD_FRAMEWORK_PATH=", "DYLD_INSERT_LIBRARIES=", NULL,
};

/* What of NODE_OPTIONS loads no code; the rest is left out. */
static const char *const node_options[] = {
	"--max-old-space-size", "--max_old_space_size", "--max-semi-space-size",
	"--max-http-header-size", "--stack-trace-limit", "--use-openssl-ca", "--use-bundled-ca",
	"--use-system-ca", "--use-env-proxy", "--openssl-legacy-provider", "--tls-min-v1.2",
	"--tls-min-v1.3", "--tls-max-v1.2", "--tls-max-v1.3", "--tls-cipher-list",
	"--dns-result-order", "--no-network-family-autoselection",
	"--network-family-autoselection-attempt-timeout", "--no-warnings", "--no-deprecation",
	"--disable-warning", "--unhandled-rejections", NULL,
};

/* As long as the rule says, and as npm reads them: in small letters or large ones. */
static bool is_ruled_by(const char *variable, const char *rule)
{
	size_t n = strlen(rule);

	if (rule[n - 1] == '*')
		return !strncmp(variable, rule, n - 1);
	return !strncmp(variable, rule, n) ||
	       (!strncmp(rule, "npm_", 4) && !strncasecmp(variable, rule, n));
}

/* A variable of `more` is there once. */
static bool is_replaced(const char *variable, const char *const *more)
{
	size_t n = strcspn(variable, "=") + 1;

	for (size_t i = 0; more && more[i]; i++)
		if (!strncmp(variable, more[i], n))
			return true;
	return false;
}

static bool is_inherited(const char *variable)
{
	for (size_t i = 0; not_inherited[i]; i++)
		if (is_ruled_by(variable, not_inherited[i]))
			return false;
	return true;
}

static bool begins(const char *variable, const char *const *names)
{
	for (; *names; names++)
		if (!strncmp(variable, *names, strlen(*names)))
			return true;
	return false;
}

/* The parts that are absolute, of a list of paths. */
static const char *absolute_parts(struct arena *arena, const char *list, const char *between)
{
	struct buf out = BUF_INIT;
	const char *text;

	while (*list) {
		size_t n = strcspn(list, between);

		if (*list == '/')
			buf_addf(&out, "%s%.*s", out.len ? ":" : "", (int)n, list);
		list += n + (list[n] != '\0');
	}
	text = arena_strdup(arena, out.text);
	buf_dispose(&out);
	return text;
}

static bool is_harmless(const char *option, size_t len)
{
	size_t n = 0;

	while (n < len && option[n] != '=')
		n++;
	for (size_t i = 0; node_options[i]; i++)
		if (strlen(node_options[i]) == n && !strncmp(option, node_options[i], n))
			return true;
	return false;
}

/* Words that are no options belong to the one before. */
static const char *harmless_options(struct arena *arena, const char *options)
{
	struct buf out = BUF_INIT;
	bool keep = false;
	const char *text;

	while (*options && !strpbrk(options, "\"\\")) {
		size_t n = strcspn(options, " ");

		keep = *options == '-' ? is_harmless(options, n) : keep;
		if (n && keep)
			buf_addf(&out, "%s%.*s", out.len ? " " : "", (int)n, options);
		options += n + (options[n] != '\0');
	}
	text = arena_strdup(arena, out.text);
	buf_dispose(&out);
	return text;
}

/* The variable as programs get it; NULL: not at all. */
static const char *inherited(struct arena *arena, const char *variable)
{
	const char *value = strchr(variable, '='), *text;
	int name = value ? (int)(value - variable) : 0;

	if (!value || !is_inherited(variable) || (begins(variable, one_path) && value[1] != '/'))
		return NULL;
	if (begins(variable, many_paths))
		text = absolute_parts(arena, value + 1, strstr(variable, "LIBRARY_PATH") ? ":;" : ": ");
	else if (!strncmp(variable, "NODE_OPTIONS=", 13))
		text = harmless_options(arena, value + 1);
	else
		return arena_strdup(arena, variable);
	return *text ? arena_printf(arena, "%.*s=%s", name, variable, text) : NULL;
}

static const char *search_path(struct arena *arena, char *const *base, const char *first)
{
	const char *path = "/usr/local/bin:/usr/bin:/bin";

	for (size_t i = 0; base[i]; i++)
		if (!strncmp(base[i], "PATH=", 5))
			path = base[i] + 5;
	path = absolute_parts(arena, path, ":");
	if (first)
		path = arena_printf(arena, "%s%s%s", first, *path ? ":" : "", path);
	return arena_printf(arena, "PATH=%s", path);
}

char *const *child_env(struct arena *arena, char *const *base, const char *path_first,
                       const char *const *more)
{
	size_t count = 3, used = 0;
	char **env;

	for (size_t i = 0; base[i]; i++)
		count++;
	for (size_t i = 0; more && more[i]; i++)
		count++;
	env = arena_alloc(arena, count * sizeof(*env));
	for (size_t i = 0; base[i]; i++) {
		const char *variable = is_replaced(base[i], more) ? NULL : inherited(arena, base[i]);

		if (variable)
			env[used++] = (char *)variable;
	}
	env[used++] = arena_strdup(arena, "CI=1");
	env[used++] = arena_strdup(arena, search_path(arena, base, path_first));
	for (size_t i = 0; more && more[i]; i++)
		env[used++] = arena_strdup(arena, more[i]);
	env[used] = NULL;
	return env;
}

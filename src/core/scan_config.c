/* scan_config.c - what a convex.config.ts mounts; conflict markers in any text. */
#include "core/scan.h"

#include "core/token.h"

#include <string.h>

/* Does the import path name `suffix`, whole path components of it? */
static bool path_ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), m = strlen(suffix);

	if (n > 3 && (!strcmp(path + n - 3, ".js") || !strcmp(path + n - 3, ".ts")))
		n -= 3;
	if (n < m || memcmp(path + n - m, suffix, m))
		return false;
	return n == m || path[n - m - 1] == '/';
}

/* The name that `import X from "…"`, at i, gives to the module's default export: its
 * token's index, or 0 if it isn't such an import of `suffix`. */
static size_t imported_name(const struct tokens *tokens, struct arena *arena, size_t i,
                            const char *suffix)
{
	size_t name = i + 1, k;
	const char *path;

	if (tokens_is(tokens, name, "type") && !tokens_is(tokens, name + 1, "from"))
		return 0;
	if (tokens_is(tokens, name, "{") && tokens_is(tokens, name + 1, "default") &&
	    tokens_is(tokens, name + 2, "as"))
		name += 3;
	if (tokens_at(tokens, name)->kind != TOKEN_WORD)
		return 0;
	for (k = name + 1; k < tokens->count && !tokens_is(tokens, k, ";"); k++)
		if (tokens_is(tokens, k, "from") || tokens_is(tokens, k, "import"))
			break;
	if (!tokens_is(tokens, k, "from") || tokens_at(tokens, k + 1)->kind != TOKEN_STRING)
		return 0;
	path = tokens_value(tokens, k + 1, arena);
	return path_ends_in(path, suffix) ? name : 0;
}

/* The names of `.use(name)` or `.use(name, …)` anywhere. */
static struct names used_names(const struct tokens *tokens, struct arena *arena)
{
	struct names names = { 0 };

	for (size_t i = 0; i < tokens->count; i++)
		if (tokens_is(tokens, i, ".") && tokens_is(tokens, i + 1, "use") &&
		    tokens_is(tokens, i + 2, "(") && tokens_at(tokens, i + 3)->kind == TOKEN_WORD &&
		    (tokens_is(tokens, i + 4, ")") || tokens_is(tokens, i + 4, ",")))
			names_add(&names, arena, tokens_value(tokens, i + 3, arena));
	return names;
}

bool scan_mounts(const char *text, size_t len, const char *suffix)
{
	struct arena arena = { 0 };
	struct tokens tokens;
	struct names used;
	bool found = false;

	tokens_read(&tokens, &arena, text, len);
	used = used_names(&tokens, &arena);
	for (size_t i = 0; i < tokens.count && !found; i++) {
		size_t name = 0;

		if (!tokens_at(&tokens, i)->depth && tokens_is(&tokens, i, "import"))
			name = imported_name(&tokens, &arena, i, suffix);
		if (name)
			found = names_contain(&used, tokens_value(&tokens, name, &arena));
	}
	arena_dispose(&arena);
	return found;
}

bool scan_has_conflict_markers(const char *text, size_t len)
{
	for (size_t i = 0; i + 7 <= len; i++) {
		if (i && text[i - 1] != '\n')
			continue;
		if (memcmp(text + i, "<<<<<<<", 7) && memcmp(text + i, ">>>>>>>", 7))
			continue;
		if (i + 7 == len || strchr(" \r\n", text[i + 7]))
			return true;
	}
	return false;
}

/* path.c - paths as text: join, split, resolve, refuse. Touches no file. */
#include "push/files.h"

#include "base/utf8.h"

#include <string.h>

const char *path_join(struct arena *arena, const char *a, const char *b)
{
	if (!*a || !*b)
		return arena_strdup(arena, *a ? a : b);
	return arena_printf(arena, "%s/%s", a, b);
}

const char *path_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : "";
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool path_is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return !n || (!strncmp(path, folder, n) && path[n] == '/');
}

const char *path_resolve(struct arena *arena, const char *folder, const char *link)
{
	const char *rest = arena_printf(arena, "%s/%s", folder, link);
	char *out = arena_alloc(arena, strlen(rest) + 2);
	size_t used = 0;

	while (*rest) {
		size_t n = strcspn(rest, "/");

		if (n == 2 && rest[0] == '.' && rest[1] == '.') {
			if (!used)
				return NULL;
			while (used && out[--used] != '/')
				;
		} else if (n && !(n == 1 && rest[0] == '.')) {
			if (used)
				out[used++] = '/';
			memcpy(out + used, rest, n);
			used += n;
		}
		rest += n;
		rest += strspn(rest, "/");
	}
	out[used] = '\0';
	return out;
}

const char *path_problem(const char *path)
{
	const char *rest = path;

	if (!*path)
		return "is empty";
	if (*path == '/')
		return "is absolute";
	for (;;) {
		size_t n = strcspn(rest, "/");

		if (!n || (n == 1 && rest[0] == '.'))
			return "has an empty part";
		if (n == 2 && rest[0] == '.' && rest[1] == '.')
			return "leaves its folder";
		if (!rest[n])
			return NULL;
		rest += n + 1;
	}
}

const char *path_unpushable(const char *path)
{
	static const char replaced[] = "\"\\*?<>|:";
	static const char *const words[] = {
		"a '\"'", "a '\\'", "a '*'", "a '?'", "a '<'", "a '>'", "a '|'", "a ':'",
	};
	const unsigned char *p = (const unsigned char *)path;
	size_t len;

	for (; *p; p += len) {
		const char *found = strchr(replaced, *p);

		len = utf8_length(p, strlen((const char *)p));
		if (!len)
			return "bytes that are no UTF-8";
		if (*p == '\n')
			return "a line end";
		if (*p < ' ')
			return "a control character";
		if (found)
			return words[found - replaced];
	}
	return NULL;
}

/* modules.c - paths in which packages lie: which folders are called node_modules. */
#include "core/modules.h"

#include <string.h>

static const char node_modules[] = "node_modules";

/* HFS+ overlooks these; each is three bytes of UTF-8: U+200C to 200F, 202A to 202E, 206A to
 * 206F, FEFF. */
static bool is_overlooked(const unsigned char *p, size_t len)
{
	if (len < 3)
		return false;
	if (p[0] == 0xef)
		return p[1] == 0xbb && p[2] == 0xbf;
	if (p[0] != 0xe2)
		return false;
	return (p[1] == 0x80 && ((p[2] >= 0x8c && p[2] <= 0x8f) || (p[2] >= 0xaa && p[2] <= 0xae))) ||
	       (p[1] == 0x81 && p[2] >= 0xaa && p[2] <= 0xaf);
}

/* The next character that counts, in small letters if it is of ASCII, or is folded to one: the
 * long s and the sign of Kelvin. 0 at the end; *at moves behind it. */
static unsigned next(const char *text, size_t len, size_t *at)
{
	const unsigned char *p;

	while (*at < len && is_overlooked((const unsigned char *)text + *at, len - *at))
		*at += 3;
	if (*at >= len)
		return 0;
	p = (const unsigned char *)text + *at;
	if (len - *at > 1 && p[0] == 0xc5 && p[1] == 0xbf) {
		*at += 2;
		return 's';
	}
	if (len - *at > 2 && p[0] == 0xe2 && p[1] == 0x84 && p[2] == 0xaa) {
		*at += 3;
		return 'k';
	}
	++*at;
	return *p >= 'A' && *p <= 'Z' ? *p + 32u : *p;
}

bool names_may_be_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t i = 0, k = 0;
	unsigned one;

	do {
		one = next(a, a_len, &i);
		if (one != next(b, b_len, &k))
			return false;
	} while (one);
	return true;
}

const char *names_key(struct arena *arena, const char *path)
{
	size_t len = strlen(path), at = 0;
	char *key = arena_alloc(arena, len + 1), *end = key;
	unsigned one;

	while ((one = next(path, len, &at)))
		*end++ = (char)one;
	return key;
}

const char *modules_end(const char *path)
{
	for (;;) {
		size_t n = strcspn(path, "/");

		if (names_may_be_same(path, n, node_modules, sizeof(node_modules) - 1))
			return path + n;
		if (!path[n])
			return NULL;
		path += n + 1;
	}
}

bool modules_serve(const char *path, const char *folder)
{
	for (;;) {
		size_t n = strcspn(path, "/"), m = strcspn(folder, "/");

		if (names_may_be_same(path, n, node_modules, sizeof(node_modules) - 1))
			return true;
		if (!m || !names_may_be_same(path, n, folder, m))
			return false;
		/* A link or a submodule where the folder should be. */
		if (!path[n])
			return true;
		path += n + 1;
		folder += m + (folder[m] == '/');
	}
}

/* self.c - where the program that runs was found. */
#include "base/self.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#ifdef __APPLE__
static const char *own_path(char out[PATH_MAX])
{
	char given[PATH_MAX];
	uint32_t size = sizeof(given);

	return _NSGetExecutablePath(given, &size) ? NULL : realpath(given, out);
}
#else
static const char *own_path(char out[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);

	if (n < 0)
		return NULL;
	out[n] = '\0';
	return out;
}
#endif

const char *self_neighbour(char *out, size_t size, const char *name)
{
	char own[PATH_MAX];
	char *slash;
	int n;

	if (!own_path(own) || !(slash = strrchr(own, '/')))
		return NULL;
	n = snprintf(out, size, "%.*s/%s", (int)(slash - own), own, name);
	return n < 0 || (size_t)n >= size ? NULL : out;
}

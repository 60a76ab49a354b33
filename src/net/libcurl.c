/* libcurl.c - find libcurl and its functions. */
#include "net/libcurl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Debian 12's; configure.ac asks for the same. */
#define NEEDED "7.88.1"
#define NEEDED_NUMBER CURL_VERSION_BITS(7, 88, 1)

struct libcurl libcurl;

/* By their sonames, which say that the interface is the one we were built for. Debian has it
 * once more for each library that it can speak TLS with. */
static const char *const names[] = {
#ifdef __APPLE__
	"libcurl.4.dylib",
#endif
	"libcurl.so.4", "libcurl-gnutls.so.4",
};

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
#define LIBCURL_SYMBOL(name) { "curl_" #name, offsetof(struct libcurl, name) },
	LIBCURL_FUNCTIONS(LIBCURL_SYMBOL)
#undef LIBCURL_SYMBOL
};

/* The reason is the first name's: the others are second choice. */
static void *open_library(struct err *err)
{
	void *library = dlopen(names[0], RTLD_LAZY | RTLD_LOCAL);

	if (library)
		return library;
	err_set(err, ERR_IO, "cannot load libcurl: %s", dlerror());
	err_hint(err, "install libcurl " NEEDED " or newer (Debian: libcurl4)");
	for (size_t i = 1; !library && i < sizeof(names) / sizeof(*names); i++)
		library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
	if (library)
		err_clear(err);
	return library;
}

static int find_functions(void *library, struct err *err)
{
	const curl_version_info_data *info;
	struct libcurl found;

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			return err_set(err, ERR_IO, "libcurl has no '%s'; " NEEDED
			               " or newer is needed", functions[i].name);
		/* POSIX says that a function's address fits, ISO C has no cast for it. */
		memcpy((char *)&found + functions[i].offset, &function, sizeof(function));
	}
	info = found.version_info(CURLVERSION_NOW);
	if (info->version_num < NEEDED_NUMBER)
		return err_set(err, ERR_IO, "libcurl %s is too old; " NEEDED
		               " or newer is needed", info->version);
	libcurl = found;
	return 0;
}

int libcurl_load(struct err *err)
{
	void *library;

	if (libcurl.global_init)
		return 0;
	library = open_library(err);
	if (!library)
		return -1;
	if (find_functions(library, err)) {
		dlclose(library);
		return -1;
	}
	return 0;
}

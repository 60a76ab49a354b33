/* libgit2_version.c - which libgit2 this is. */
#include "git/libgit2.h"

void repo_library(struct library *out, struct arena *arena)
{
	int major, minor, patch;

	git_libgit2_version(&major, &minor, &patch);
	*out = (struct library){
		.name = "libgit2", .built = LIBGIT2_VERSION,
		.runs = arena_printf(arena, "%d.%d.%d", major, minor, patch),
	};
}

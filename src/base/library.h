/* library.h - what a library says of itself: for bug reports, never for decisions.
 *
 * The folder that knows a library fills this in (repo_library(), http_library(),
 * json_library(), ini_library()). */
#ifndef CVX_BASE_LIBRARY_H
#define CVX_BASE_LIBRARY_H

struct library {
	const char *name;
	const char *built;   /* version that the compiler saw */
	const char *runs;    /* the one that is there now; NULL: it can't say */
	const char *with;    /* what it brings along, "OpenSSL/3.0.15"; NULL: nothing to say */
};

#endif

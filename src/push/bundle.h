/* bundle.h - make one file of a module of the staged target, with the app's esbuild.
 *
 * The entry is a text of ours; for the time of the run it lies in the app's folder of the
 * scratch tree, where imports of the app's files and packages resolve as the app's own. */
#ifndef CVX_PUSH_BUNDLE_H
#define CVX_PUSH_BUNDLE_H

#include "push/programs.h"

enum bundle_kind {
	BUNDLE_SEAL,     /* as the CLI bundles for the server, in one file, minified */
	BUNDLE_OWN_CODE, /* readable; packages and _generated/api stay imports */
	BUNDLE_CONFIG,   /* to be read as text: readable, convex itself stays imports */
};

struct bundler {
	const struct tools *tools;
	const struct programs *programs;
	const char *scratch;     /* folder for shims and output */
};

int bundler_open(struct bundler *out, const struct tools *tools,
                 const struct programs *programs, const char *scratch, struct err *err)
	CVX_CHECK;

/* Bundle the entry, an ES module. ERR_STEP_FAILED with esbuild's first complaint. */
int bundle_make(struct buf *out, const struct bundler *bundler, enum bundle_kind kind,
                const char *entry, struct err *err) CVX_CHECK;

/* "a, b and c": the inputs that make a bundle large, for a message. */
int bundle_largest(const char **out, const struct bundler *bundler, const char *entry,
                   struct err *err) CVX_CHECK;

/* The text as a string literal of JavaScript, quotes included. */
const char *js_string(struct arena *arena, const char *text);

/* The first error that esbuild's output names, with its place: "Could not resolve "x"
 * (convex/a.ts:1:14)"; NULL if there is none. */
const char *bundle_complaint(struct arena *arena, const char *output);

#endif

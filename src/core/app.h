/* app.h - where in a tree the Convex app is, as the settings say it. Pure values. */
#ifndef CVX_CORE_APP_H
#define CVX_CORE_APP_H

enum layout {
	LAYOUT_AUTO,       /* look which one it is */
	LAYOUT_DIRECTORY,  /* convex/migrations/<id>.ts */
	LAYOUT_MODULE,     /* convex/migrations.ts with exports made by define() */
};

struct app {
	const char *path;        /* folder of package.json, from the top; "" or "." is the top */
	const char *functions;   /* functions folder, from `path`; NULL: as convex.json says */
	enum layout layout;
	const char *down_suffix; /* module layout: the reverse of X is X plus this */
};

#define APP_INIT { "", NULL, LAYOUT_AUTO, "Down" }

#endif

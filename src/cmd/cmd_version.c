/* cmd_version.c - git cvx version */
#include "cmd/cmds.h"
#include "cmd/context.h"

#include "base/self.h"
#include "codec/json.h"
#include "conf/ini.h"
#include "net/http.h"

#include <limits.h>
#include <sys/utsname.h>

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

#ifdef HAVE_SYS_PRCTL_H
#define PRCTL "prctl"
#else
#define PRCTL "no-prctl"
#endif

#ifdef HAVE_CLOSE_RANGE
#define CLOSE_RANGE "close_range"
#else
#define CLOSE_RANGE "no-close_range"
#endif

struct version_values {
	bool build_options;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "build-options",
	  .help = "print also what it was built with, and runs with",
	  .offset = offsetof(struct version_values, build_options) },
	{ 0 }
};

static void add_library(struct buf *text, const struct library *library)
{
	buf_addf(text, "%s: ", library->name);
	if (library->runs)
		buf_addf(text, "%s, ", library->runs);
	if (library->with)
		buf_addf(text, "%s, ", library->with);
	buf_addf(text, "built with %s\n", library->built);
}

static void add_libraries(struct buf *text, struct arena *arena)
{
	struct library libraries[4];

	repo_library(&libraries[0], arena);
	http_library(&libraries[1]);
	json_library(&libraries[2]);
	ini_library(&libraries[3]);
	for (size_t i = 0; i < sizeof(libraries) / sizeof(*libraries); i++)
		add_library(text, &libraries[i]);
}

/* Where nothing can be read, the reason belongs to the answer. */
static void add_reader(struct buf *text, struct context *ctx)
{
	struct err err = ERR_INIT;

	if (context_open(ctx, &err) && !ctx->repo)
		buf_addf(text, "reader: none here: %s\n", err.msg);
	else
		buf_addf(text, "reader: %s\n", repo_reader_word(ctx->repo));
}

static void add_build_options(struct buf *text, struct context *ctx)
{
	char program[PATH_MAX];
	struct utsname system;

	if (uname(&system) >= 0)
		buf_addf(text, "system: %s %s %s\n", system.sysname, system.release, system.machine);
	if (self_neighbour(program, sizeof(program), "git-cvx"))
		buf_addf(text, "program: %s\n", program);
	buf_adds(text, "prefix: " PREFIX "\ncompiler: " COMPILER "\n"
	         "features: " PRCTL " " CLOSE_RANGE "\n");
	add_libraries(text, &ctx->arena);
	add_reader(text, ctx);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct version_values *v = values;
	struct buf text = BUF_INIT;

	(void)argc;
	(void)argv;
	(void)err;
	buf_adds(&text, "git-cvx version " PACKAGE_VERSION "\n");
	if (v->build_options)
		add_build_options(&text, ctx);
	out_result(&ctx->out, text.text);
	buf_dispose(&text);
	return 0;
}

const struct cmd cmd_version = {
	.name = "version", .operands = "", .summary = "print the version of git-cvx",
	.about = "Print the version of git-cvx. With --build-options, also for bug reports: the "
	         "machine's system, which program runs, with what it was built, the versions of the "
	         "libraries it runs with, and who reads the repository of the current folder.",
	.opts = opts, .values_size = sizeof(struct version_values), .run = run,
};

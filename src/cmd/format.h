/* format.h - the options by which results are printed for programs: --json, --porcelain, -z. */
#ifndef CVX_CMD_FORMAT_H
#define CVX_CMD_FORMAT_H

#include "cmd/opt.h"

#include <stdbool.h>

/* A member of a command's options struct. */
struct format {
	bool json, porcelain, nul;
};

/* Entries of its table of options; `what` stands in "print <what> as JSON, version 1". */
#define FORMAT_OPTS(type, member, what) \
	{ .kind = OPT_FLAG, .name = "json", .help = "print " what " as JSON, version 1", \
	  .offset = offsetof(type, member.json) }, \
	{ .kind = OPT_FLAG, .name = "porcelain", \
	  .help = "print " what " as records for scripts, version 1", \
	  .offset = offsetof(type, member.porcelain) }, \
	{ .kind = OPT_FLAG, .letter = 'z', .name = "null", \
	  .help = "with --porcelain: end records with NUL", \
	  .offset = offsetof(type, member.nul) }

/* ERR_USAGE if they exclude each other. */
int format_check(const struct format *format, struct err *err) CVX_CHECK;

bool format_is_porcelain(const struct format *format);

#endif

/* format.c - the options by which results are printed for programs. */
#include "cmd/format.h"

bool format_is_porcelain(const struct format *format)
{
	return format->porcelain || format->nul;
}

int format_check(const struct format *format, struct err *err)
{
	if (format->json && format_is_porcelain(format))
		return err_set(err, ERR_USAGE, "'--json' and '--porcelain' exclude each other");
	return 0;
}

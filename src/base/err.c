/* err.c - errors as values. */
#include "base/err.h"

#include "base/secret.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Secrets are hidden before the text is cut: half of one is none that is known. */
CVX_PRINTF(3, 0)
static void format(char *out, size_t size, const char *fmt, va_list args)
{
	struct buf text = BUF_INIT;

	buf_vaddf(&text, fmt, args);
	secret_filter(&text);
	if (text.len < size) {
		memcpy(out, text.text, text.len + 1);
	} else {
		memcpy(out, text.text, size - 4);
		memcpy(out + size - 4, "...", 4);
	}
	buf_wipe(&text);
}

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list args;

	if (err->code != ERR_NONE)
		return -1;
	err->code = code;
	va_start(args, fmt);
	format(err->msg, sizeof(err->msg), fmt, args);
	va_end(args);
	return -1;
}

int err_errno(struct err *err, const char *fmt, ...)
{
	const char *why = strerror(errno);
	char what[768];
	va_list args;

	va_start(args, fmt);
	format(what, sizeof(what), fmt, args);
	va_end(args);
	return err_set(err, ERR_IO, "%s: %s", what, why);
}

int err_wrap(struct err *err, const char *fmt, ...)
{
	char prefix[512], whole[sizeof(prefix) + sizeof(err->msg) + 2];
	va_list args;

	va_start(args, fmt);
	format(prefix, sizeof(prefix), fmt, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "%s: %s", prefix, err->msg);
	if (strlen(whole) >= sizeof(err->msg))
		memcpy(whole + sizeof(err->msg) - 4, "...", 4);
	memcpy(err->msg, whole, strlen(whole) + 1);
	return -1;
}

int err_hint(struct err *err, const char *fmt, ...)
{
	size_t used = strlen(err->hint);
	va_list args;

	if (used && used < sizeof(err->hint) - 5)
		err->hint[used++] = '\n';
	va_start(args, fmt);
	if (used < sizeof(err->hint) - 4)
		format(err->hint + used, sizeof(err->hint) - used, fmt, args);
	va_end(args);
	return -1;
}

int err_says(struct err *err, enum err_says what)
{
	err->says |= (unsigned)what;
	return -1;
}

int err_detail(struct err *err, const char *fmt, ...)
{
	va_list args;

	if (err->detail[0])
		return -1;
	va_start(args, fmt);
	format(err->detail, sizeof(err->detail), fmt, args);
	va_end(args);
	return -1;
}

void err_clear(struct err *err)
{
	*err = (struct err)ERR_INIT;
}

int err_exit_status(enum err_code code)
{
	switch (code) {
	case ERR_NONE:        return 0;
	case ERR_STEP_FAILED: return 3;
	case ERR_DECISION:
	case ERR_PRODUCTION:  return 4;
	case ERR_BUSY:        return 5;
	case ERR_USAGE:       return 129;
	case ERR_INTERRUPTED: return 130;
	default:              return 128;
	}
}

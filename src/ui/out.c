/* out.c - the one way to the terminal. */
#include "ui/out.h"

#include "base/printable.h"
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* https://no-color.org: any text but an empty one. */
static bool shows_colours(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) == 1 && !(no_color && *no_color) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

void out_init(struct out *out)
{
	*out = (struct out){ .results = stdout, .messages = stderr, .prefix = "", .hints = true,
	                     .terminal = isatty(STDERR_FILENO) == 1,
	                     .colours = shows_colours() };
}

void out_clean(struct buf *text)
{
	secret_filter(text);
	printable(text);
}

static void put(FILE *f, const char *label, const char *text, const char *end)
{
	struct buf clean_text = BUF_INIT;

	buf_addf(&clean_text, "%s%s%s", label, text, end);
	out_clean(&clean_text);
	fputs(clean_text.text, f);
	fflush(f);
	buf_dispose(&clean_text);
}

static void put_message(struct out *out, const char *label, const char *text)
{
	if (out->prefix)
		put(out->messages, "", out->prefix, "");
	put(out->messages, label, text, "\n");
}

static void put_formatted(struct out *out, const char *label, const char *fmt, va_list args)
{
	struct buf text = BUF_INIT;

	buf_vaddf(&text, fmt, args);
	put_message(out, label, text.text);
	buf_dispose(&text);
}

void out_result(struct out *out, const char *text)
{
	put(out->results, "", text, "");
}

void out_toned(struct out *out, enum out_tone tone, const char *text)
{
	static const char *const starts[] = {
		[OUT_GOOD] = "\033[32m", [OUT_DOUBTFUL] = "\033[33m", [OUT_BAD] = "\033[1;31m",
		[OUT_FAINT] = "\033[2m",
	};

	if (out->colours)
		fputs(starts[tone], out->results);
	put(out->results, "", text, "");
	if (out->colours)
		fputs("\033[m", out->results);
}

void out_note(struct out *out, const char *fmt, ...)
{
	va_list args;

	if (out->quiet)
		return;
	va_start(args, fmt);
	put_formatted(out, "", fmt, args);
	va_end(args);
}

void out_warning(struct out *out, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put_formatted(out, "warning: ", fmt, args);
	va_end(args);
}

void out_detail(struct out *out, const char *fmt, ...)
{
	va_list args;

	if (!out->verbose)
		return;
	va_start(args, fmt);
	put_formatted(out, "", fmt, args);
	va_end(args);
}

void out_hint(struct out *out, const char *text)
{
	while (out->hints && *text) {
		size_t len = strcspn(text, "\n");
		struct buf line = BUF_INIT;

		buf_add(&line, text, len);
		put_message(out, "hint: ", line.text);
		buf_dispose(&line);
		text += len + (text[len] == '\n');
	}
}

/* Somebody else's text must not go on as a line, or a hint, of ours. */
static void put_line(struct out *out, const char *label, const char *text)
{
	struct buf line = BUF_INIT;

	for (; *text; text++)
		buf_addc(&line, *text == '\n' ? ' ' : *text);
	put_message(out, label, line.text);
	buf_dispose(&line);
}

void out_error(struct out *out, const struct err *err)
{
	out_progress(out, "");
	put_line(out, "error: ", err->msg[0] ? err->msg : "it failed without saying why");
	out_hint(out, err->hint);
	if (err->detail[0])
		out_detail(out, "%s", err->detail);
}

void out_question(struct out *out, const char *text)
{
	put(out->messages, "", text, " ");
}

void out_progress(struct out *out, const char *text)
{
	if (!out->terminal || out->quiet)
		return;
	fputs("\r\033[K", out->messages);
	if (*text)
		put(out->messages, out->prefix ? out->prefix : "", text, "");
	fflush(out->messages);
}

/* out.c - the one way to the terminal. */
#include "ui/out.h"

#include "base/secret.h"
#include "base/utf8.h"

#include <string.h>
#include <unistd.h>

void out_init(struct out *out)
{
	*out = (struct out){ .results = stdout, .messages = stderr, .prefix = "", .hints = true,
	                     .terminal = isatty(STDERR_FILENO) == 1 };
}

/* Control characters move the cursor, set the title or turn the text around; there are
 * some beyond ASCII. n is the character's length. */
static bool is_control(const unsigned char *p, size_t n)
{
	if (n == 1)
		return (*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f;
	if (n == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	/* U+202A to U+202E, U+2066 to U+2069 */
	return n == 3 && p[0] == 0xe2 && ((p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
	                                  (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

void out_clean(struct buf *text)
{
	size_t kept = 0;

	secret_filter(text);
	for (size_t i = 0; i < text->len;) {
		unsigned char *p = (unsigned char *)text->text + i;
		size_t n = utf8_length(p, text->len - i);

		if (!n || is_control(p, n)) {
			text->text[kept++] = '?';
		} else {
			memmove(text->text + kept, p, n);
			kept += n;
		}
		i += n ? n : 1;
	}
	buf_truncate(text, kept);
}

static void put(FILE *f, const char *label, const char *text, const char *end)
{
	struct buf clean_text = BUF_INIT;

	buf_adds(&clean_text, text);
	out_clean(&clean_text);
	fprintf(f, "%s%s%s", label, clean_text.text, end);
	fflush(f);
	buf_dispose(&clean_text);
}

static void put_message(struct out *out, const char *label, const char *text)
{
	if (out->prefix && *out->prefix)
		fputs(out->prefix, out->messages);
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

void out_error(struct out *out, const struct err *err)
{
	out_progress(out, "");
	put_message(out, "error: ", err->msg[0] ? err->msg : "it failed without saying why");
	out_hint(out, err->hint);
	if (err->detail[0])
		out_detail(out, "%s", err->detail);
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

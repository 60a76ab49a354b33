/* out.c - the one way to the terminal. */
#include "ui/out.h"

#include "base/printable.h"
#include "base/secret.h"
#include "ui/suggest.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80
#define WIDTH_MOST 10000

#define ERASE "\r\033[K"

/* ---- what there is to write to ---------------------------------------------------- */

/* COLUMNS, as git takes it; 0: no terminal. */
static int width_of(int fd)
{
	const char *columns = getenv("COLUMNS");
	long n = columns ? strtol(columns, NULL, 10) : 0;
	struct winsize size;

	if (isatty(fd) != 1)
		return 0;
	if (n > 0 && n < WIDTH_MOST)
		return (int)n;
	return !ioctl(fd, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : WIDTH_UNKNOWN;
}

/* The first that is set decides, as for the C library. */
static bool is_unicode(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
	}
	return false;
}

void out_init(struct out *out)
{
	*out = (struct out){ .results = stdout, .messages = stderr, .prefix = "",
	                     .terminal = isatty(STDERR_FILENO) == 1, .unicode = is_unicode(),
	                     .width = width_of(STDOUT_FILENO),
	                     .live_width = width_of(STDERR_FILENO) };
}

/* ---- what git's settings say ------------------------------------------------------ */

static const char *setting(const struct out *out, const char *key)
{
	return out->settings.value ? out->settings.value(out->settings.self, key) : NULL;
}

/* As git reads a bool; a key without a value comes as "". */
static bool is_false(const char *value)
{
	return !strcasecmp(value, "false") || !strcasecmp(value, "no") ||
	       !strcasecmp(value, "off") || !strcmp(value, "0");
}

/* https://no-color.org: any text but an empty one. */
static bool shows_colours(const struct out *out)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return out->width && !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
}

bool out_is_coloured(struct out *out)
{
	if (out->colours == OUT_UNASKED) {
		const char *value = setting(out, "color.cvx");
		bool yes;

		if (!value)
			value = setting(out, "color.ui");
		if (value && (is_false(value) || !strcasecmp(value, "never")))
			yes = false;
		else
			yes = (value && !strcasecmp(value, "always")) || shows_colours(out);
		out->colours = yes ? OUT_YES : OUT_NO;
	}
	return out->colours == OUT_YES;
}

static bool gives(struct out *out, enum advice advice)
{
	if (out->hints[advice] == OUT_UNASKED) {
		const char *environment = getenv("GIT_ADVICE"), *all, *one;
		char key[64];

		snprintf(key, sizeof(key), "advice.%s", advice_kinds[advice].key);
		all = setting(out, "advice." ADVICE_ALL_KEY);
		one = setting(out, key);
		out->hints[advice] = (environment && is_false(environment)) ||
			(all && is_false(all)) || (one && is_false(one)) ? OUT_NO : OUT_YES;
		/* Whoever has asked for it knows. */
		out->said_how[advice] = one || !advice_kinds[advice].is_lesson;
	}
	return out->hints[advice] == OUT_YES;
}

/* ---- the beginning and the end ---------------------------------------------------- */

void out_keep_places(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		/* The lowest number that is free: this one. Without /dev/null there is nothing to do. */
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

/* Why the first thing that couldn't be written to stdout couldn't. */
static int failure;

static void note_failure(const FILE *f)
{
	if (f == stdout && !failure)
		failure = errno;
}

int out_close(struct err *err)
{
	bool failed = ferror(stdout);

	errno = 0;
	failed |= fclose(stdout) != 0;
	if (!failed)
		return 0;
	errno = failure ? failure : errno ? errno : EIO;
	return err_errno(err, "cannot write to standard output");
}

/* ---- writing ---------------------------------------------------------------------- */

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
	if (fputs(clean_text.text, f) < 0 || fflush(f))
		note_failure(f);
	buf_dispose(&clean_text);
}

/* What follows begins on an empty line. */
static void end_live(struct out *out)
{
	if (out->live)
		fputs(ERASE, out->messages);
	out->live = false;
	fflush(out->messages);
}

static void put_message(struct out *out, const char *label, const char *text)
{
	end_live(out);
	if (out->prefix)
		put(out->messages, "", out->prefix, "");
	put(out->messages, label, text, "\n");
}

CVX_PRINTF(3, 0)
static void put_formatted(struct out *out, const char *label, const char *fmt, va_list args)
{
	struct buf text = BUF_INIT;

	buf_vaddf(&text, fmt, args);
	put_message(out, label, text.text);
	buf_dispose(&text);
}

void out_result(struct out *out, const char *text)
{
	end_live(out);
	put(out->results, "", text, "");
}

void out_toned(struct out *out, enum out_tone tone, const char *text)
{
	static const char *const starts[] = {
		[OUT_GOOD] = "\033[32m", [OUT_DOUBTFUL] = "\033[33m", [OUT_BAD] = "\033[1;31m",
		[OUT_FAINT] = "\033[2m",
	};
	bool coloured = tone != OUT_PLAIN && *text && out_is_coloured(out);

	end_live(out);
	if (coloured)
		fputs(starts[tone], out->results);
	put(out->results, "", text, "");
	if (coloured)
		fputs("\033[m", out->results);
}

void out_bytes(struct out *out, const char *bytes, size_t len)
{
	struct buf clean_bytes = BUF_INIT;

	end_live(out);
	buf_add(&clean_bytes, bytes, len);
	secret_filter(&clean_bytes);
	if (fwrite(clean_bytes.text, 1, clean_bytes.len, out->results) < clean_bytes.len)
		note_failure(out->results);
	buf_dispose(&clean_bytes);
}

struct out out_aside(const struct out *out)
{
	struct out aside = *out;

	aside.results = out->messages;
	aside.width = out->live_width;
	aside.colours = OUT_NO;
	return aside;
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

static void put_hint(struct out *out, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct buf plain = BUF_INIT, line = BUF_INIT;

		buf_add(&plain, text, len);
		suggest(&line, plain.text, out->options);
		put_message(out, "hint: ", line.text);
		buf_dispose(&line);
		buf_dispose(&plain);
		text += len + (text[len] == '\n');
	}
}

void out_hint(struct out *out, enum advice advice, const char *text)
{
	struct buf line = BUF_INIT;

	if (!*text || !gives(out, advice))
		return;
	put_hint(out, text);
	if (out->said_how[advice])
		return;
	out->said_how[advice] = true;
	buf_addf(&line, "Disable this message with \"git config advice.%s false\"",
	         advice_kinds[advice].key);
	put_hint(out, line.text);
	buf_dispose(&line);
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
	put_line(out, "error: ", err->msg[0] ? err->msg : "it failed without saying why");
	out_hint(out, advice_of_error(err->code), err->hint);
	if (err->detail[0])
		out_detail(out, "%s", err->detail);
}

void out_question(struct out *out, const char *text)
{
	end_live(out);
	put(out->messages, "", text, " ");
}

/* One column short of the terminal's: some wrap when the last one is written. */
static void put_live(struct out *out, const char *text)
{
	struct buf line = BUF_INIT;

	buf_addf(&line, "%s%s", out->prefix ? out->prefix : "", text);
	out_clean(&line);
	if (out->live_width)
		buf_truncate(&line, utf8_fit(line.text, (size_t)out->live_width - 1));
	fprintf(out->messages, ERASE "%s", line.text);
	buf_dispose(&line);
}

void out_progress(struct out *out, const char *text)
{
	if (!out->terminal || out->quiet)
		return;
	if (*text) {
		put_live(out, text);
		out->live = true;
		fflush(out->messages);
	} else {
		end_live(out);
	}
}

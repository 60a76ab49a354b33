/* test_out.c - nothing that was written elsewhere drives the terminal. */
#include "tap.h"
#include "ui/out.h"

#include <stdlib.h>

static void is_clean(const char *text, size_t len, const char *want, const char *name)
{
	struct buf buf = BUF_INIT;

	buf_add(&buf, text, len);
	out_clean(&buf);
	is_str(buf.text, want, name);
	buf_dispose(&buf);
}

#define IS_CLEAN(text, want, name) is_clean(text, sizeof(text) - 1, want, name)

/* An app's name, a server's answer, a question about a branch. */
static void test_messages(void)
{
	struct err err = ERR_INIT;
	struct out out = { .prefix = "git cvx: \x1b]0;app\x07: " };
	char *text = NULL;
	size_t len = 0;

	out.messages = out.results = open_memstream(&text, &len);
	err_set(&err, ERR_SERVER, "it says: no\nhint: run this\x1b[A");
	err_hint(&err, "one\ntwo");
	out_error(&out, &err);
	out_question(&out, "undo '\x9b" "1m'?");
	fclose(out.messages);
	is_str(text, "git cvx: ?]0;app?: error: it says: no hint: run this?[A\n"
	       "git cvx: ?]0;app?: hint: one\ngit cvx: ?]0;app?: hint: two\n"
	       "undo '?1m'? ", "no message goes on as somebody else's");
	free(text);
}

/* ---- git's settings ------------------------------------------------------------- */

struct setting {
	const char *key, *value;
};

static int asked;

static const char *value_of(void *self, const char *key)
{
	asked++;
	for (const struct setting *s = self; s->key; s++)
		if (!strcmp(s->key, key))
			return s->value;
	return NULL;
}

#define SETTINGS(...) { (struct setting[]){ __VA_ARGS__, { NULL, NULL } }, value_of }
#define NOTHING_SET { (struct setting[]){ { NULL, NULL } }, value_of }

static void is_coloured(struct out out, bool want, const char *name)
{
	ok(out_is_coloured(&out) == want, name);
}

static void test_colours(void)
{
	struct out lazy = { .width = 80, .settings = SETTINGS({ "color.ui", "always" }) };

	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	asked = 0;
	out_is_coloured(&lazy);
	out_is_coloured(&lazy);
	is_int(asked, 2, "both settings are read, and once");
	is_coloured((struct out){ .width = 80, .settings = NOTHING_SET }, true,
	            "colours on a terminal");
	is_coloured((struct out){ .settings = NOTHING_SET }, false, "none in a pipe");
	is_coloured((struct out){ .width = 80, .settings = SETTINGS({ "color.ui", "false" }) },
	            false, "color.ui switches them off");
	is_coloured((struct out){ .settings = SETTINGS({ "color.ui", "true" }) }, false,
	            "true means automatic, as for git");
	is_coloured((struct out){ .settings = SETTINGS({ "color.ui", "always" }) }, true,
	            "always is always");
	is_coloured((struct out){ .settings = SETTINGS({ "color.ui", "never" },
	            { "color.cvx", "always" }) }, true, "color.cvx wins");
	is_coloured((struct out){ .width = 80, .settings = SETTINGS({ "color.ui", "always" },
	            { "color.cvx", "auto" }) }, true, "also with automatic");
	setenv("NO_COLOR", "1", 1);
	is_coloured((struct out){ .width = 80, .settings = SETTINGS({ "color.cvx", "auto" }) }, false,
	            "NO_COLOR switches automatic ones off");
	is_coloured((struct out){ .width = 80, .settings = SETTINGS({ "color.cvx", "always" }) },
	            true, "but not those that were asked for by name");
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	is_coloured((struct out){ .width = 80, .settings = NOTHING_SET }, false,
	            "nor are there any on a terminal that knows none");
}

/* What these hints look like under these settings; each is given twice. */
static void is_hinted(struct out_settings settings, const char *want, const char *name)
{
	struct out out = { .settings = settings };
	char *text = NULL;
	size_t len = 0;

	out.messages = open_memstream(&text, &len);
	for (int i = 0; i < 2; i++) {
		out_hint(&out, ADVICE_USAGE, "usage");
		out_hint(&out, ADVICE_TEMPLATE, "template");
	}
	fclose(out.messages);
	is_str(text, want, name);
	free(text);
}

#define IS_HINTED(want, name, ...) \
	is_hinted((struct out_settings)__VA_ARGS__, want, name)

static void test_hints(void)
{
	struct out quiet = { .settings = NOTHING_SET };

	unsetenv("GIT_ADVICE");
	asked = 0;
	out_hint(&quiet, ADVICE_USAGE, "");
	is_int(asked, 0, "nothing is read where nothing is said");
	IS_HINTED("hint: usage\nhint: template\n"
	          "hint: Disable this message with \"git config advice.cvxTemplate false\"\n"
	          "hint: usage\nhint: template\n", "a lesson says once how to be rid of it",
	          NOTHING_SET);
	IS_HINTED("hint: template\nhint: template\n", "those of one name are switched off, and "
	          "whoever switched some on knows how", SETTINGS({ "advice.cvxUsage", "false" },
	          { "advice.cvxTemplate", "true" }));
	IS_HINTED("", "all of them", SETTINGS({ "advice.cvx", "no" }));
	setenv("GIT_ADVICE", "0", 1);
	IS_HINTED("", "and as git does for its own", NOTHING_SET);
	unsetenv("GIT_ADVICE");
}

static void test_error_hints(void)
{
	struct err err = ERR_INIT;
	struct out out = { .settings = SETTINGS({ "advice.cvxBusy", "false" }) };
	char *text = NULL;
	size_t len = 0;

	err_set(&err, ERR_BUSY, "busy");
	err_hint(&err, "wait");
	out.messages = open_memstream(&text, &len);
	out_error(&out, &err);
	err_clear(&err);
	err_set(&err, ERR_DECISION, "no");
	err_hint(&err, "decide");
	out_error(&out, &err);
	fclose(out.messages);
	is_str(text, "error: busy\nerror: no\nhint: decide\n", "an error's hint goes by its code");
	free(text);
}

/* ---- a line that overwrites itself ---------------------------------------------- */

static void test_progress(void)
{
	struct out out = { .prefix = "cvx: ", .terminal = true, .live_width = 16 };
	char *text = NULL;
	size_t len = 0;

	out.messages = open_memstream(&text, &len);
	out_progress(&out, "one");
	out_progress(&out, "caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac and more");
	out_note(&out, "note");
	out_note(&out, "again");
	out_progress(&out, "x\033[A");
	out_progress(&out, "");
	out_progress(&out, "");
	fclose(out.messages);
	is_str(text, "\r\033[Kcvx: one"
	       "\r\033[Kcvx: caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac "
	       "\r\033[Kcvx: note\ncvx: again\n"
	       "\r\033[Kcvx: x?[A\r\033[K", "it is cut to the width, and gives way to messages");
	free(text);
	out = (struct out){ .prefix = "" };
	text = NULL;
	out.messages = open_memstream(&text, &len);
	out_progress(&out, "one");
	out_note(&out, "note");
	fclose(out.messages);
	is_str(text, "note\n", "and there is none where there is no terminal");
	free(text);
}

int main(void)
{
	IS_CLEAN("a\tb\nc", "a\tb\nc", "tabs and line ends pass");
	IS_CLEAN("caf\xc3\xa9 \xe2\x9c\x94 \xf0\x9f\x8c\xb1", "caf\xc3\xa9 \xe2\x9c\x94 \xf0\x9f\x8c\xb1",
	         "so does UTF-8");
	IS_CLEAN("\x1b[31mred\x07\x7f", "?[31mred??", "escapes don't");
	IS_CLEAN("a\xc2\x9b" "2Jb", "a?2Jb", "nor do those of one character beyond ASCII");
	IS_CLEAN("a\xe2\x80\xae" "b", "a?b", "nor what turns the text around");
	IS_CLEAN("a\x9b" "2J\xff" "b\xe2\x82", "a?2J?b??", "nor bytes that are no characters");
	IS_CLEAN("a\0b", "a?b", "nor NUL");
	IS_CLEAN("a\xe2\x80\xa8" "b\xd8\x9c" "c\xe2\x80\x8f" "d", "a?b?c?d",
	         "nor marks of direction, nor ends of lines that don't look like it");
	test_messages();
	test_colours();
	test_hints();
	test_error_hints();
	test_progress();
	return done();
}

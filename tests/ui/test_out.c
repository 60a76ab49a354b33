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
	struct out out = { .prefix = "git cvx: \x1b]0;app\x07: ", .hints = true };
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
	return done();
}

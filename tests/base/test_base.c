/* test_base.c - errors, buffers, arenas. */
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/secret.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_err(void)
{
	struct err err = ERR_INIT;
	char long_text[3000];

	is_int(err_set(&err, ERR_CONFIG, "cannot read '%s'", "x"), -1, "err_set returns -1");
	err_set(&err, ERR_IO, "a consequence");
	is_str(err.msg, "cannot read 'x'", "the first error wins");
	err_wrap(&err, "while planning");
	is_str(err.msg, "while planning: cannot read 'x'", "err_wrap puts a prefix in front");
	err_hint(&err, "one");
	err_hint(&err, "two");
	is_str(err.hint, "one\ntwo", "hints are lines");
	err_says(&err, ERR_SAYS_INSTALL);
	ok(err.says == ERR_SAYS_INSTALL, "what it says can be asked without reading it");
	is_int(err_exit_status(err.code), 128, "config errors exit 128");
	is_int(err_exit_status(ERR_USAGE), 129, "usage errors exit 129");

	err_clear(&err);
	memset(long_text, 'a', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	err_set(&err, ERR_IO, "%s", long_text);
	ok(!strcmp(err.msg + strlen(err.msg) - 3, "..."), "text cut short says so");
	err_wrap(&err, "prefix");
	ok(strlen(err.msg) < sizeof(err.msg), "a wrapped long text stays in bounds");
	ok(!strncmp(err.msg, "prefix: aaa", 11), "and keeps its prefix");

	err_clear(&err);
	memcpy(long_text + sizeof(err.msg) - 10, "sEcReT|vAlUe", 12);
	secret_add("sEcReT|vAlUe");
	err_set(&err, ERR_IO, "%s", long_text);
	ok(!strstr(err.msg, "sEc") && !strcmp(err.msg + strlen(err.msg) - 3, "..."),
	   "a secret where the text is cut is hidden whole");
	secret_forget_all();

	err_clear(&err);
	errno = ENOENT;
	err_errno(&err, "cannot open '%s'", "f");
	is_str(err.msg, "cannot open 'f': No such file or directory", "err_errno names the cause");
}

static void test_buf(void)
{
	struct buf buf = BUF_INIT, small = BUF_INIT_MAX(4);
	char *text;

	is_str(buf.text, "", "an empty buffer has text");
	buf_adds(&buf, "ab");
	buf_addf(&buf, "%d", 42);
	buf_addc(&buf, '!');
	is_str(buf.text, "ab42!", "pieces add up");
	buf_truncate(&buf, 2);
	is_str(buf.text, "ab", "truncate cuts");
	text = buf_detach(&buf);
	is_str(text, "ab", "detach hands the text over");
	is_str(buf.text, "", "and leaves an empty buffer");
	free(text);

	buf_adds(&small, "abcd");
	ok(!buf_overflowed(&small), "a buffer may be full");
	buf_addc(&small, 'e');
	ok(buf_overflowed(&small), "but not fuller");
	is_str(small.text, "abcd", "what did not fit was not added");
	buf_wipe(&small);
	is_str(small.text, "", "wiped");
}

static void test_arena(void)
{
	struct arena arena = { 0 };
	int *numbers = NULL;
	size_t count = 0;
	bool kept = true;

	is_str(arena_printf(&arena, "%s-%d", "x", 7), "x-7", "arena_printf");
	ok(arena_strdup(&arena, NULL) == NULL, "NULL stays NULL");
	for (int i = 0; i < 10000; i++) {
		numbers = arena_grow(&arena, numbers, count, sizeof(*numbers));
		numbers[count++] = i;
	}
	for (int i = 0; i < 10000; i++)
		kept = kept && numbers[i] == i;
	ok(kept, "a growing array keeps its elements");
	arena_dispose(&arena);
}

static void test_columns(void)
{
	is_int(utf8_columns("caf\xc3\xa9"), 4, "a character beyond ASCII is one column");
	is_int(utf8_columns("cafe\xcc\x81"), 4, "an accent that combines is none");
	is_int(utf8_columns("\xe6\x97\xa5\xe6\x9c\xac"), 4, "a wide one is two");
	is_int(utf8_columns("a\xff"), 2, "a byte that is none is one");
	is_int(utf8_fit("caf\xc3\xa9!", 4), 5, "as many bytes as fit");
	is_int(utf8_fit("a\xe6\x97\xa5", 2), 1, "no character is cut");
	is_int(utf8_fit("ab", 9), 2, "a text that fits is whole");
}

/* How a program ends that has no more memory. */
static int status_without(int wanted)
{
	int status = -1;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (!child) {
		if (wanted >= 0)
			memory_ends_with(wanted);
		close(STDERR_FILENO);
		out_of_memory();
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)
	       ? WEXITSTATUS(status) : -1;
}

int main(void)
{
	is_int(status_without(-1), 128, "out of memory is a failure like another, no signal");
	is_int(status_without(0), 0, "unless the program ends otherwise");
	test_err();
	test_buf();
	test_arena();
	test_columns();
	return done();
}

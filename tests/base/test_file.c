/* test_file.c - small files: whole or not at all. */
#include "base/file.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/cvx-file-XXXXXX";

static void test_folders(struct arena *arena)
{
	const char *deep = arena_printf(arena, "%s/a/b//c", dir);
	struct err err = ERR_INIT;
	struct stat st;

	ok(!folder_make(deep, &err) && !stat(deep, &st) && S_ISDIR(st.st_mode),
	   "a folder is made with those above it");
	is_int(folder_make(deep, &err), 0, "one that is there is fine");
	ok(folder_make(arena_printf(arena, "%s/text/x", dir), &err) && strstr(err.msg, "/text/x'"),
	   "below a file there is none, and the message says where");
}

static void test_texts(struct arena *arena)
{
	const char *path = arena_printf(arena, "%s/text", dir), *text = "";
	struct buf small = BUF_INIT_MAX(2);
	struct err err = ERR_INIT;
	struct stat st;
	bool found;

	ok(!file_text(&text, arena, path, &err) && !text, "no file is no error");
	ok(!file_replace(path, "one", &err) && !file_replace(path, "two", &err) &&
	   !file_text(&text, arena, path, &err), "what is replaced is read back");
	is_str(text, "two", "as it was written last");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0600, "nobody else may read it");
	ok(file_read(&small, &found, path, &err) && strstr(err.msg, "too large"),
	   "more than the buffer may hold is an error");
	buf_dispose(&small);
	err_clear(&err);
	ok(file_text(&text, arena, dir, &err) && err.code == ERR_IO, "a folder can't be read");
	err_clear(&err);
	is_int(truncate(path, 4), 0, "a byte more");
	ok(file_text(&text, arena, path, &err) && strstr(err.msg, "it holds a NUL"),
	   "nor is what ends before its end a text");
	err_clear(&err);
	path = arena_printf(arena, "%s/link", dir);
	ok(!symlink("/dev/zero", path) && file_text(&text, arena, path, &err) &&
	   strstr(err.msg, "/link'"), "nor can what a link leads to and has no end");
	unlink(path);
}

static void test_remove(struct arena *arena)
{
	const char *path = arena_printf(arena, "%s/text", dir);
	struct err err = ERR_INIT;

	ok(!file_remove(path, &err) && access(path, F_OK), "removed");
	is_int(file_remove(path, &err), 0, "twice is fine");
}

static void test_ids(struct arena *arena)
{
	const char *a = random_id(arena), *b = random_id(arena);

	ok(strlen(a) == 32 && strspn(a, "0123456789abcdef") == 32, "an id has 32 hex digits");
	ok(strcmp(a, b) != 0, "no two are the same");
}

int main(void)
{
	struct arena arena = { 0 };

	if (!mkdtemp(dir))
		return 1;
	test_texts(&arena);
	test_folders(&arena);
	test_remove(&arena);
	test_ids(&arena);
	rmdir(arena_printf(&arena, "%s/a/b/c", dir));
	rmdir(arena_printf(&arena, "%s/a/b", dir));
	rmdir(arena_printf(&arena, "%s/a", dir));
	ok(!rmdir(dir), "nothing is left beside the files");
	arena_dispose(&arena);
	return done();
}

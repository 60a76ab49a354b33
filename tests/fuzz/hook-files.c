/* hook-files.c - fuzzes what reads hooks: app/hook_text.h, hook_line.h, hook_makers.h. */
#include "fuzz.h"

#include "app/hook_line.h"
#include "app/hook_makers.h"
#include "app/hook_text.h"
#include "base/file.h"

#define EVENT "post-checkout"

/* Our line is put in and taken out: every byte of the file is as it was. */
static void check_line(struct arena *arena, const uint8_t *data, size_t len)
{
	struct err err = ERR_INIT;
	struct buf back = BUF_INIT;
	bool there = false, found = false;

	fuzz_write(EVENT, data, len);
	if (hook_line_look(&there, arena, ".", EVENT, &err)) {
		CLAIM(memchr(data, '\0', len) && *err.msg);
		return;
	}
	if (there) {
		CLAIM(!hook_line_remove(arena, ".", EVENT, &err));
		return;
	}
	CLAIM(!hook_line_add(arena, ".", EVENT, &err));
	CLAIM(!hook_line_look(&there, arena, ".", EVENT, &err) && there);
	CLAIM(!hook_line_remove(arena, ".", EVENT, &err));
	CLAIM(!file_read(&back, &found, EVENT, &err) && found);
	CLAIM(back.len == len && (!len || !memcmp(back.text, data, len)));
	buf_dispose(&back);
}

/* A program of any name: the block that calls it is ours, and with anything added it isn't ours
 * alone. */
static void check_block(const char *program)
{
	struct buf file = BUF_INIT, rest = BUF_INIT;

	buf_adds(&file, HOOK_TEXT_HEAD);
	hook_text_block(&file, program, EVENT);
	CLAIM(strchr(program, '\n') || hook_text_is_ours(file.text));
	buf_adds(&file, "# more\n");
	CLAIM(!hook_text_is_ours(file.text));
	hook_text_replace(&rest, file.text, NULL);
	CLAIM(strchr(program, '\n') || !strcmp(rest.text, HOOK_TEXT_HEAD "# more\n"));
	buf_dispose(&file);
	buf_dispose(&rest);
}

/* The block behind any text is found, put there anew and taken out: every byte of the others is
 * as it was. */
static void check_text(const char *text)
{
	struct buf block = BUF_INIT, file = BUF_INIT, again = BUF_INIT, rest = BUF_INIT;
	size_t from = 0, to = 0, n = strlen(text);

	hook_text_is_shell(text);
	hook_text_block(&block, "/opt/git-cvx-hook", EVENT);
	if (hook_text_find(text, &from, &to)) {
		CLAIM(from < to && to <= n);
	} else {
		buf_addf(&file, "%s\n%s", text, block.text);
		CLAIM(hook_text_find(file.text, &from, &to) && from == n + 1 && to == file.len);
		hook_text_replace(&again, file.text, block.text);
		CLAIM(!strcmp(again.text, file.text));
		hook_text_replace(&rest, file.text, NULL);
		CLAIM(rest.len == n + 1 && !strncmp(rest.text, text, n));
	}
	buf_dispose(&block);
	buf_dispose(&file);
	buf_dispose(&again);
	buf_dispose(&rest);
}

static void check_aside(struct arena *arena, const char *text)
{
	struct err err = ERR_INIT;
	const char *aside = NULL;
	size_t from, to;
	bool same = true;

	CLAIM(!hook_makers_same(&same, arena, "hook.old", "none", &err) && !same);
	CLAIM(!hook_makers_aside(&aside, arena, "hook", &err));
	CLAIM(!aside || hook_text_find(text, &from, &to));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	char *text = fuzz_text(data, len);

	check_block(text);
	check_text(text);
	check_line(&arena, data, len);
	fuzz_write("hook.old", data, len);
	check_aside(&arena, text);
	free(text);
	arena_dispose(&arena);
	return 0;
}

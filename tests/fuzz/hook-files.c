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

/* A program of any name: the shim that calls it is one, and with anything added it isn't. */
static void check_shim(const char *program)
{
	struct buf shim = BUF_INIT;

	hook_text_shim(&shim, program, EVENT);
	CLAIM(strchr(program, '\n') || hook_text_is_shim(shim.text));
	buf_adds(&shim, "# more\n");
	CLAIM(!hook_text_is_shim(shim.text));
	buf_dispose(&shim);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	char *text = fuzz_text(data, len);

	check_shim(text);
	hook_text_is_shim(text);
	check_line(&arena, data, len);
	fuzz_write("hook.old", data, len);
	CLAIM(!hook_makers_same(&arena, "hook.old", "none"));
	if (hook_makers_aside(&arena, "hook"))
		CLAIM(hook_text_is_shim(text));
	free(text);
	arena_dispose(&arena);
	return 0;
}

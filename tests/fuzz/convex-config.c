/* convex-config.c - fuzzes app/convex_config.h and what core/scan.h reads of a convex.config. */
#include "fuzz.h"

#include "app/convex_config.h"
#include "core/scan.h"

static void check_mounted(const char *text, size_t len)
{
	struct arena arena = { 0 };
	struct mounted mounted;

	scan_mounted(&mounted, &arena, text, len);
	fuzz_names(&mounted.names);
	arena_dispose(&arena);
}

static bool mounts(const char *text, const char *what)
{
	return scan_mounts(text, strlen(text), what);
}

/* Text with both taken out, the last first, as 'init --undo' does: the line of one can be what makes
 * the rest of a broken file read otherwise. */
static void unmount(struct buf *out, const char *text)
{
	struct buf half = BUF_INIT;
	bool removed;

	convex_config_unmount(&half, text, CONVEX_CONFIG_CVX, &removed);
	convex_config_unmount(out, half.text, CONVEX_CONFIG_MIGRATIONS, &removed);
	buf_dispose(&half);
}

/* A last line without an end may have got one. */
static void check_mount(const char *text)
{
	struct buf out = BUF_INIT, again = BUF_INIT, back = BUF_INIT, bare = BUF_INIT;
	struct err err = ERR_INIT;
	size_t n = strlen(text);

	unmount(&bare, text);
	if (convex_config_mount(&out, text, &err)) {
		CLAIM(err.code != ERR_NONE && *err.msg);
		goto done;
	}
	CLAIM(mounts(out.text, "cvx/convex.config"));
	CLAIM(mounts(out.text, CONVEX_CONFIG_MIGRATIONS));
	CLAIM(!convex_config_mount(&again, out.text, &err));
	CLAIM(text_equal(out.text, again.text));
	unmount(&back, out.text);
	if (text_equal(bare.text, text) && !text_equal(out.text, text))
		CLAIM(!strncmp(back.text, text, n) && strspn(back.text + n, "\r\n") == back.len - n);
done:
	buf_dispose(&out);
	buf_dispose(&again);
	buf_dispose(&back);
	buf_dispose(&bare);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = fuzz_text(data, len), *bytes = fuzz_bytes(data, len);

	check_mounted(bytes, len);
	check_mount(text);
	free(bytes);
	free(text);
	return 0;
}

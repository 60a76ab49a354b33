/* package-json.c - fuzzes app/package_json.h: a package.json of any branch. */
#include "fuzz.h"

#include "app/package_json.h"

static void check(const char *text)
{
	struct buf out = BUF_INIT, again = BUF_INIT, back = BUF_INIT;
	struct err err = ERR_INIT;
	bool removed = false;

	if (package_json_add(&out, text, &err)) {
		CLAIM(err.code != ERR_NONE && *err.msg);
		goto done;
	}
	CLAIM(package_json_is_app(out.text));
	CLAIM(!package_json_add(&again, out.text, &err));
	CLAIM(text_equal(out.text, again.text));
	if (!text_equal(out.text, text)) {
		package_json_remove(&back, out.text, &removed);
		CLAIM(removed && text_equal(back.text, text));
	}
done:
	buf_dispose(&out);
	buf_dispose(&again);
	buf_dispose(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf out = BUF_INIT;
	char *text = fuzz_text(data, len);
	bool removed;

	check(text);
	package_json_remove(&out, text, &removed);
	CLAIM(removed == !text_equal(out.text, text));
	buf_dispose(&out);
	free(text);
	return 0;
}

/* test_ini.c - settings files: what is read, and which line is blamed. */
#include "conf/ini.h"
#include "base/buf.h"
#include "tap.h"

#include <stdlib.h>

/* `want` has one line per entry: line, section, name in quotes, key = value. */
static const struct {
	const char *name, *text, *want;
} good[] = {
	{ "nothing", "", "" },
	{ "one key", "[hook]\nmode = auto\n", "2 hook mode=auto\n" },
	{ "indented as git writes it", "[hook]\n\tmode = auto\n\ttimeout = 30\n",
	  "2 hook mode=auto\n3 hook timeout=30\n" },
	{ "no newline at the end", "[hook]\nmode=auto", "2 hook mode=auto\n" },
	{ "line ends of Windows", "[hook]\r\n  mode = auto\r\n", "2 hook mode=auto\n" },
	{ "a byte order mark", "\xef\xbb\xbf[hook]\nmode=auto\n", "2 hook mode=auto\n" },
	{ "comments and empty lines", "# one\n; two\n\n[hook] ; three\n\t# four\nmode = auto # five\n",
	  "6 hook mode=auto\n" },
	{ "a comment sign inside a value", "[env \"x\"]\nbranch = a#b;c\n",
	  "2 env \"x\" branch=a#b;c\n" },
	{ "a quoted value", "[cvx]\nclone-name = \"  a ; b # c \" ; no\n",
	  "2 cvx clone-name=  a ; b # c \n" },
	{ "quotes in quotes", "[cvx]\nclone-name = \"a \\\"b\\\" \\\\\"\n",
	  "2 cvx clone-name=a \"b\" \\\n" },
	{ "an empty value", "[cvx]\nclone-name =\n", "2 cvx clone-name=\n" },
	{ "a colon in a value", "[env \"a:b\"]\nbranch = x:y=z\n", "2 env \"a:b\" branch=x:y=z\n" },
	{ "both of two equal keys, in order", "[hook]\nmode=off\n[hook]\nmode=auto\n",
	  "2 hook mode=off\n4 hook mode=auto\n" },
	{ "a section again", "[a]\nx=1\n[b]\ny=2\n[a]\nz=3\n", "2 a x=1\n4 b y=2\n6 a z=3\n" },
};

static const struct {
	const char *name, *text, *message;
} bad[] = {
	{ "no section", "mode = auto\n", "'f' line 1: the key stands in no section" },
	{ "no value", "[hook]\n\n\tmode\n", "'f' line 3: neither '[section]' nor 'key = value'" },
	{ "a section that isn't closed", "[hook\nmode = auto\n",
	  "'f' line 1: a section's name ends with ']'" },
	{ "text after a section", "[hook] mode = auto\n",
	  "'f' line 1: a section's name stands on a line of its own" },
	{ "a section's name that isn't closed", "\n[env \"x]\nkind = dev\n",
	  "'f' line 3: a section looks like [section] or [section \"name\"]" },
	{ "no key", "[hook]\n= auto\n", "'f' line 2: the key is missing" },
	{ "a key with a colon", "[hook]\nmo:de = auto\n",
	  "'f' line 2: a key has only letters, digits and '-'" },
	{ "a quote that isn't closed", "[hook]\nmode = \"auto\n",
	  "'f' line 2: a quote is not closed" },
	{ "a long section",
	  "[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\nx=1\n",
	  "'f' line 1: the section's name is too long" },
	{ "the first error of two", "[hook]\nmode\nmode\n",
	  "'f' line 2: neither '[section]' nor 'key = value'" },
};

static void print(struct buf *out, const struct ini *ini)
{
	for (size_t i = 0; i < ini->count; i++) {
		const struct ini_entry *e = &ini->items[i];

		buf_addf(out, "%d %s ", e->line, e->section);
		if (e->name)
			buf_addf(out, "\"%s\" ", e->name);
		buf_addf(out, "%s=%s\n", e->key, e->value);
	}
}

static void test_long_line(struct arena *arena)
{
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	char value[5001];
	struct ini ini;

	memset(value, 'v', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	buf_addf(&text, "[env \"x\"]\n\tbranch = %s\n# %s\n\tkind = dev\n\toops\n", value, value);
	is_int(ini_read(&ini, arena, "f", text.text, &err), -1, "an error after long lines");
	is_str(err.msg, "'f' line 5: neither '[section]' nor 'key = value'", "has the right line");
	err_clear(&err);
	buf_truncate(&text, text.len - strlen("\toops\n"));
	is_int(ini_read(&ini, arena, "f", text.text, &err), 0, "long lines are read");
	is_int((long long)ini.count, 2, "as two settings");
	is_str(ini.items[0].value, value, "whole");
	is_str(ini.items[1].value, "dev", "and what follows them");
	buf_dispose(&text);
}

int main(void)
{
	struct arena arena = { 0 };
	struct ini ini;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct err err = ERR_INIT;
		struct buf got = BUF_INIT;

		is_int(ini_read(&ini, &arena, "f", good[i].text, &err), 0, good[i].name);
		print(&got, &ini);
		is_str(err.code == ERR_NONE ? got.text : err.msg, good[i].want, "gives");
		buf_dispose(&got);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = ERR_INIT;

		is_int(ini_read(&ini, &arena, "f", bad[i].text, &err), -1, bad[i].name);
		is_str(err.msg, bad[i].message, "is blamed on its line");
		is_int(err.code, ERR_CONFIG, "as a settings error");
	}
	test_long_line(&arena);
	arena_dispose(&arena);
	return done();
}

/* test_table.c - rows in columns, and commands as they have to be typed. */
#include "ui/table.h"

#include "tap.h"
#include "ui/suggest.h"

#include <stdlib.h>

static struct arena arena;

static struct table_row rows[] = {
	{ .cells = { "one", "users, rooms", "", "what it does" },
	  .tones = { OUT_GOOD, OUT_PLAIN, OUT_PLAIN, OUT_FAINT } },
	{ .cells = { "two_and_three", "", "", "L\xc3\xa4nge\nund mehr" }, .below = "it \033[31mfailed" },
	{ .cells = { "an end" } },
};

static void is_table(struct out out, struct table table, const char *want, const char *name)
{
	char *text = NULL;
	size_t size;

	out.results = open_memstream(&text, &size);
	table.arena = &arena;
	table_print(&out, &table);
	fclose(out.results);
	is_str(text, want, name);
	free(text);
}

static void test_widths(void)
{
	const struct table table = { .indent = "  ", .rows = rows, .count = 3 };

	is_table((struct out){ .colours = OUT_NO }, table,
	         "  one            users, rooms  what it does\n"
	         "  two_and_three                L\xc3\xa4nge und mehr\n"
	         "    it ?[31mfailed\n"
	         "  an end\n",
	         "in a pipe nothing is cut; an empty column takes no room");
	is_table((struct out){ .colours = OUT_NO, .width = 40 }, table,
	         "  one            users, rooms  what it..\n"
	         "  two_and_three                L\xc3\xa4nge u..\n"
	         "    it ?[31mfailed\n"
	         "  an end\n",
	         "on a terminal lines end where it does");
	is_table((struct out){ .colours = OUT_NO, .width = 31, .unicode = true }, table,
	         "  one            users, rooms\n"
	         "  two_and_three\n"
	         "    it ?[31mfailed\n"
	         "  an end\n",
	         "a cell that has no room to speak of is left out, and leaves no blanks");
	is_table((struct out){ .colours = OUT_NO, .width = 12, .unicode = true }, table,
	         "  one\n"
	         "  two_and_t\xe2\x80\xa6\n"
	         "    it ?[31\xe2\x80\xa6\n"
	         "  an end\n",
	         "however narrow");
	is_table((struct out){ .colours = OUT_YES },
	         (struct table){ .indent = "", .rows = rows, .count = 1 },
	         "\033[32mone\033[m  users, rooms  \033[2mwhat it does\033[m\n", "in colour");
}

static void test_wrapping(void)
{
	struct table_row long_rows[] = {
		{ .cells = { "a", "a text of many words that goes on and on until it has come to "
		             "its end" } },
		{ .cells = { "an_id_that_is_as_long_as_they_are", "words that have little room" } },
		{ .cells = { "all of this belongs to no column", NULL }, .spans = true },
	};

	is_table((struct out){ .colours = OUT_NO, .width = 50 },
	         (struct table){ .indent = " ", .wraps = true, .rows = long_rows, .count = 1 },
	         " a  a text of many words that goes on and on until\n"
	         "    it has come to its end\n",
	         "words go on below their column");
	is_table((struct out){ .colours = OUT_NO, .width = 50 },
	         (struct table){ .indent = " ", .wraps = true, .rows = long_rows + 1, .count = 1 },
	         " an_id_that_is_as_long_as_they_are\n"
	         "   words that have little room\n",
	         "or on a line of their own");
	long_rows[1] = long_rows[0];
	is_table((struct out){ .colours = OUT_NO },
	         (struct table){ .indent = "", .wraps = true, .rows = long_rows + 1, .count = 2 },
	         "a  a text of many words that goes on and on until it has come to its end\n"
	         "all of this belongs to no column\n",
	         "in a pipe a row is a line; a cell that spans widens no column");
}

static void is_suggested(const char *options, const char *text, const char *want, const char *name)
{
	struct buf out = BUF_INIT;

	suggest(&out, text, options);
	is_str(out.text, want, name);
	buf_dispose(&out);
}

static void test_suggestions(void)
{
	struct buf options = BUF_INIT;

	suggest_option(&options, "--app", "admin");
	suggest_option(&options, "--env", "it's");
	is_str(options.text, "--app admin --env 'it'\\''s'", "options as a shell reads them");
	is_suggested(options.text, "use \"git cvx plan\", git cvx -h, git cvx <id>",
	             "use \"git cvx --app admin --env 'it'\\''s' plan\", git cvx -h, git cvx <id>",
	             "each command gets them, and nothing else");
	is_suggested(NULL, "git cvx plan", "git cvx plan", "none");
	is_suggested("", "git cvx plan", "git cvx plan", "none either");
	buf_dispose(&options);
}

int main(void)
{
	test_widths();
	test_wrapping();
	test_suggestions();
	arena_dispose(&arena);
	return done();
}

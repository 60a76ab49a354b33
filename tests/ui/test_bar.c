/* test_bar.c - how far a migration has come, in as many columns as there are. */
#include "base/utf8.h"
#include "tap.h"
#include "ui/bar.h"

#include <stdlib.h>

static void is_line(struct bar bar, int columns, bool unicode, const char *want)
{
	struct buf line = BUF_INIT;

	bar_line(&line, &bar, columns, unicode);
	is_str(line.text, want, want);
	buf_dispose(&line);
}

static void is_words(struct bar bar, const char *want)
{
	struct buf line = BUF_INIT;

	bar_words(&line, &bar);
	is_str(line.text, want, want);
	buf_dispose(&line);
}

#define LONG "running '20251008_153000_backfill_chat_room_user_events'"

static void test_lines(void)
{
	const struct bar half = { "running 'x'", 50, 100, 0, 5000 };

	is_line(half, 79, false,
	        "running 'x' [##############..............] 50 %, 50/100, 10/s, 6 s left");
	is_line(half, 79, true, "running 'x' \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588"
	        "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591\u2591"
	        "\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591"
	        " 50 %, 50/100, 10/s, 6 s left");
	is_line(half, 40, false, "running 'x' [#####......] 50 %, 6 s left");
	is_line(half, 30, false, "running 'x' [#####......] 50 %");
	is_line((struct bar){ LONG, 1248, 2400, 0, 3000 }, 79, false,
	        "running '20251008_153000_backfill_ch... [#####......] 52 %, 1248/2400, 3 s left");
	is_line((struct bar){ LONG, 1248, 2400, 0, 3000 }, 119, false,
	        "running '20251008_153000_backfill_chat_room_user_events' "
	        "[##############.............] 52 %, 1248/2400, 416/s, 3 s left");
	is_line((struct bar){ "running 'x'", 0, 100, 0, 100 }, 60, false,
	        "running 'x' [............................] 0 %, 0/100");
}

static void test_totals(void)
{
	is_line((struct bar){ "running 'x'", 100, 100, 0, 100 }, 40, false,
	        "running 'x' [###########.] 99 %, 100/100");
	is_line((struct bar){ "running 'x'", 101, 100, 0, 100 }, 60, false,
	        "running 'x': 101 documents, for 0 s");
	is_line((struct bar){ "running 'x'", 1, -1, 0, 100 }, 60, false,
	        "running 'x': 1 document, for 0 s");
	is_line((struct bar){ "running 'x'", 5, 0, 0, 100 }, 60, false,
	        "running 'x': 5 documents, for 0 s");
}

static void test_words(void)
{
	is_words((struct bar){ "running 'x'", 1200, 2400, 0, 10000 },
	         "running 'x': 1200 of 2400 documents, 120/s, 11 s left, for 10 s");
	is_words((struct bar){ "running 'x'", 1200, 2400, 1190, 10000 },
	         "running 'x': 1200 of 2400 documents, 1.0/s, 21 min left, for 10 s");
	is_words((struct bar){ "running 'x'", 100, 100000, 0, 60000 },
	         "running 'x': 100 of 100000 documents, 1.7/s, 16 h 39 min left, for 60 s");
}

/* Whatever the numbers are, a line that has a bar fits. */
static void test_widths(void)
{
	bool fits = true;

	for (int columns = 30; columns < 200; columns++) {
		for (int64_t done = 0; done <= 100000; done += 997) {
			struct bar bar = { LONG, done, 100000, 0, done * 3 };
			struct buf line = BUF_INIT;

			bar_line(&line, &bar, columns, columns % 2);
			fits = fits && utf8_columns(line.text) <= (size_t)columns;
			buf_dispose(&line);
		}
	}
	ok(fits, "every line fits");
}

int main(void)
{
	test_lines();
	test_totals();
	test_words();
	test_widths();
	return done();
}

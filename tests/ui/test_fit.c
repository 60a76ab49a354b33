/* test_fit.c - as much of a text as fits. */
#include "base/utf8.h"
#include "tap.h"
#include "ui/fit.h"

static void is_fit(const char *text, size_t most, enum fit_how how, bool unicode, const char *want)
{
	struct buf out = BUF_INIT;

	fit_add(&out, text, most, how, unicode);
	is_str(out.text, want, text);
	ok(utf8_columns(out.text) <= most, "and it fits");
	buf_dispose(&out);
}

int main(void)
{
	struct buf out = BUF_INIT;

	is_fit("20251015_090000_split", 21, FIT_CUT_MIDDLE, false, "20251015_090000_split");
	is_fit("20251015_090000_split_user_name", 20, FIT_CUT_MIDDLE, false, "20251015_..user_name");
	is_fit("20251015_090000_split_user_name", 20, FIT_CUT_MIDDLE, true,
	       "20251015_\xe2\x80\xa6_user_name");
	is_fit("feature/long-name", 8, FIT_CUT_END, false, "featur..");
	is_fit("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 5, FIT_CUT_END, true,
	       "\xe6\x97\xa5\xe6\x9c\xac\xe2\x80\xa6");
	is_fit("abc", 2, FIT_CUT_END, false, "ab");
	is_fit("abc", 0, FIT_CUT_MIDDLE, true, "");
	fit_pad(&out, "caf\xc3\xa9", 6, FIT_CUT_END, true);
	is_str(out.text, "caf\xc3\xa9  ", "filled up by columns, not by bytes");
	buf_dispose(&out);
	return done();
}

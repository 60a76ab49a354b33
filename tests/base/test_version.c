/* test_version.c - versions of programs and packages, compared. */
#include "base/version.h"
#include "tap.h"

int main(void)
{
	ok(version_is_older("0.3.5", "0.3.6"), "by the last number");
	ok(!version_is_older("0.3.6", "0.3.6"), "the same is not older");
	ok(!version_is_older("0.3.10", "0.3.6"), "as numbers, not as text");
	ok(!version_is_older("1.0.0", "0.3.6") && version_is_older("0.9.9", "1.0"), "by the first");
	ok(!version_is_older("2.39", "2.36") && version_is_older("2.35.9", "2.36"),
	   "two numbers will do");
	ok(!version_is_older("2.54.0-rc1", "2.54.0"), "what comes behind them doesn't count");
	ok(version_is_older("", "0.0.1") && version_is_older("latest", "0.0.1"),
	   "what is no version is older than any");
	return done();
}

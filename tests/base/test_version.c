/* test_version.c - versions of programs and packages, compared. */
#include "base/version.h"
#include "tap.h"

static void test_ranges(void)
{
	ok(version_is_in("20.0.0", ">=20.0.0") && !version_is_in("18.20.4", ">=20.0.0"), ">=");
	ok(version_is_in("22.11.0", ">= 22") && version_is_in("22.11.0", ">=v22.11"), "parts of it");
	ok(version_is_in("20.9.0", "^18 || ^20 || >=22.1") && !version_is_in("21.0.0",
	   "^18 || ^20 || >=22.1") && !version_is_in("22.0.0", "^20||>=22.1"), "alternatives");
	ok(version_is_in("20.9.0", ">=18 <21") && !version_is_in("21.0.0", ">=18 <21") &&
	   version_is_in("21.9.0", "<=21") && version_is_in("21.0.0", ">20"), "between two");
	ok(!version_is_in("20.9.0", ">20"), "> 20 is 21 and newer");
	ok(version_is_in("20.9.1", "~20.9") && !version_is_in("20.10.0", "~20.9.0") &&
	   version_is_in("20.10.0", "~20"), "~");
	ok(version_is_in("20.1.2", "20.x") && version_is_in("20.1.2", "20") &&
	   !version_is_in("21.0.0", "20") && version_is_in("20.1.2", "=20.1.2"), "one of them");
	ok(version_is_in("20.0.0", "*") && version_is_in("20.0.0", "") &&
	   version_is_in("20.0.0", "18 - 20") && version_is_in("20.0.0", "lts/*"),
	   "what can't be read keeps nothing out");
	ok(!version_is_in("", ">=20") && !version_is_in("nightly", "*"), "no version is in none");
}

int main(void)
{
	test_ranges();
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

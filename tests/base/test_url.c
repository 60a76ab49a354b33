/* test_url.c - what a server's URL says by its text alone. */
#include "base/url.h"
#include "tap.h"

#include <string.h>

static bool is_here(const char *host)
{
	return url_host_is_loopback(host, strlen(host));
}

int main(void)
{
	is_int((int)url_length("http://x//"), 8, "without the slashes at its end");
	is_int((int)url_length("//"), 0, "of nothing but slashes nothing is left");
	ok(url_is_same("http://x/", "http://x") && url_is_same("http://x", "http://x//"),
	   "slashes at the end don't count");
	ok(!url_is_same("http://x", "http://xy") && !url_is_same("http://x", "http://y"),
	   "another host is another one");

	ok(is_here("localhost") && is_here("LocalHost"), "a name has no case");
	ok(is_here("[::1]") && is_here("127.0.0.1") && is_here("127.255.2.3"), "a number");
	ok(!is_here("127.0.0.256") && !is_here("127.0.0.-1") && !is_here("127.1") &&
	   !is_here("127.0.0.1.") && !is_here("127.0.0.1.example"), "only a whole one");
	ok(!is_here("") && !is_here("128.0.0.1") && !is_here("localhost.example") &&
	   !is_here("[::2]"), "nobody else");
	ok(url_host_is_loopback("127.0.0.1:3210", 9), "the length says where it ends");
	return done();
}

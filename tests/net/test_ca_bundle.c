/* test_ca_bundle.c - certificates are found where another system keeps them. */
#include "net/ca_bundle.h"
#include "tap.h"

#include <unistd.h>

int main(void)
{
	static const char here[] = "/dev/null", *const nowhere[] = { "/nowhere/a", NULL };
	static const char *const places[] = { "/nowhere/a", "/dev/zero", here, NULL };

	ok(!ca_bundle_instead(here, places), "the usual file counts where it is there");
	ok(!ca_bundle_instead(NULL, places), "no file is usual: the library knows another way");
	is_str(ca_bundle_instead("/nowhere/b", places), "/dev/zero",
	       "it isn't there: the first place that is");
	ok(!ca_bundle_instead("/nowhere/b", nowhere), "nothing anywhere: the library says so");
	for (const char *const *place = ca_bundle_places; *place; place++)
		ok(**place == '/', "the system's places are absolute");
	return done();
}

/* test_near.c - the word that was meant. */
#include "base/near.h"
#include "tap.h"

static const char *meant(const char *word, size_t within)
{
	static const char *const words[] = { "status", "migrate", "mark", "log" };
	struct near near = { word, NULL, within + 1 };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		near_offer(&near, words[i]);
	return near.best;
}

int main(void)
{
	is_str(meant("migrat", 2), "migrate", "a letter less");
	is_str(meant("statuss", 2), "status", "a letter more");
	is_str(meant("lag", 2), "log", "another one");
	is_str(meant("mork", 2), "mark", "the closest of several");
	is_str(meant("mirgate", 1), NULL, "two that are swapped count two");
	is_str(meant("", 2), NULL, "nothing is close to nothing");
	is_str(meant("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 2), NULL,
	       "nor to what is very long");
	return done();
}

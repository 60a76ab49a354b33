/* finding.c - what `git cvx doctor` found out. */
#include "core/finding.h"

const char *finding_word(enum finding_state state)
{
	static const char *const words[] = { "ok", "warn", "fail", "skip" };

	return words[state];
}

size_t findings_count(const struct findings *findings, enum finding_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i].state == state;
	return count;
}

/* version.c - versions of programs and packages, compared. */
#include "base/version.h"

#include <stdio.h>
#include <string.h>

bool version_is_older(const char *version, const char *than)
{
	int a[3] = { 0 }, b[3] = { 0 };

	if (sscanf(version, "%d.%d.%d", &a[0], &a[1], &a[2]) < 2)
		return true;
	sscanf(than, "%d.%d.%d", &b[0], &b[1], &b[2]);
	for (int i = 0; i < 3; i++)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

/* As far as the other one says anything. */
static int compare(const int *version, const int *with, int count)
{
	for (int i = 0; i < count; i++)
		if (version[i] != with[i])
			return version[i] < with[i] ? -1 : 1;
	return 0;
}

/* One comparison, ">=20.0.0"; *text is behind it afterwards. */
static bool holds(const int *version, const char **text)
{
	size_t op = strspn(*text, "<>=^~"), gap = strspn(*text + op, " v");
	const char *mark = *text, *number = *text + op + gap;
	int with[3] = { 0 }, count = sscanf(number, "%d.%d.%d", &with[0], &with[1], &with[2]);
	int order = compare(version, with, count > 0 ? count : 0);

	*text = number + strcspn(number, " |");
	if (count < 1)
		return true;
	switch (op ? *mark : '=') {
	case '>':
		return op > 1 ? order >= 0 : order > 0;
	case '<':
		return op > 1 ? order <= 0 : order < 0;
	case '^':
		return order >= 0 && version[0] == with[0];
	case '~':
		return order >= 0 && !compare(version, with, count > 2 ? 2 : count);
	default:
		return order == 0;
	}
}

bool version_is_in(const char *version, const char *range)
{
	int is[3] = { 0 };

	if (sscanf(version, "%d.%d.%d", &is[0], &is[1], &is[2]) < 1)
		return false;
	if (!range[strspn(range, " ")] || strstr(range, " - "))
		return true;
	while (*range) {
		bool all = true;

		for (range += strspn(range, " "); *range && *range != '|';
		     range += strspn(range, " "))
			all = holds(is, &range) && all;
		if (all)
			return true;
		range += strspn(range, "|");
	}
	return false;
}

/* version.c - versions of programs and packages, compared. */
#include "base/version.h"

#include <stdio.h>

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

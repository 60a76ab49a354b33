/* unprivileged.c - run a command as a user who may not read everything.
 *
 *     unprivileged COMMAND [ARGUMENT...]
 *
 * As root: as user and group 65534, without the rights of root. Exits with 99 if that can't
 * be, so that a test fails rather than reads what should be unreadable. */
#include <grp.h>
#include <stdio.h>
#include <unistd.h>

#define OTHER 65534

int main(int argc, char **argv)
{
	if (argc < 2)
		return 99;
	if (!geteuid() && (setgroups(0, NULL) || setgid(OTHER) || setuid(OTHER))) {
		perror("unprivileged");
		return 99;
	}
	if (!geteuid())
		return 99;
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 99;
}

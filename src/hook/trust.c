/* trust.c - may this repository be read, as git sees it? */
#include "hook/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* By root, for whoever called sudo. */
static bool is_sudo_user(uid_t owner)
{
	const char *id = getenv("SUDO_UID");
	char *end;
	unsigned long user = id ? strtoul(id, &end, 10) : 0;

	return id && end != id && !*end && user == owner;
}

/* What isn't there is nobody's. */
static bool is_ours(const char *path, uid_t user)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT;
	return st.st_uid == user || (!user && is_sudo_user(st.st_uid));
}

/* It knows safe.directory. */
static bool git_reads_it(void)
{
	static char *const argv[] = { "git", "rev-parse", "--git-dir", NULL };
	posix_spawn_file_actions_t files;
	int status = -1;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
	if (!posix_spawnp(&pid, argv[0], &files, NULL, argv, environ))
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	posix_spawn_file_actions_destroy(&files);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

bool trust_place(const struct place *place, struct arena *arena)
{
	const char *dot_git = arena_printf(arena, "%s/.git", place->worktree);
	uid_t user = geteuid();

	return (is_ours(place->worktree, user) && is_ours(dot_git, user) &&
	        (!strcmp(dot_git, place->git_dir) || is_ours(place->git_dir, user))) ||
	       git_reads_it();
}

/* watcher.c - find a running `convex dev` through /proc. */
#include "push/watcher.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "convex", ".../bin/convex", ".../bin/main.js" of the convex package; then "dev". */
static bool is_convex_dev(const char *words, size_t len)
{
	bool convex = false;

	for (const char *word = words; word < words + len; word += strlen(word) + 1) {
		const char *slash = strrchr(word, '/');

		if (convex && !strcmp(word, "dev"))
			return true;
		convex = !strcmp(slash ? slash + 1 : word, "convex") ||
		         strstr(word, "/convex/bin/main.js");
	}
	return false;
}

static bool runs_convex_dev(const char *pid)
{
	char path[64], words[4096];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%.20s/cmdline", pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	n = fread(words, 1, sizeof(words) - 1, f);
	fclose(f);
	words[n] = '\0';
	return is_convex_dev(words, n);
}

static bool works_in(const char *pid, const char *folder)
{
	char path[64];
	struct stat here, there;

	snprintf(path, sizeof(path), "/proc/%.20s/cwd", pid);
	return !stat(path, &there) && !stat(folder, &here) && here.st_dev == there.st_dev &&
	       here.st_ino == there.st_ino;
}

static bool is_ours(const char *pid)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%.20s", pid);
	return !stat(path, &st) && st.st_uid == geteuid();
}

long watcher_pid(const char *folder)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	long found = 0;

	while (proc && !found && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]) && is_ours(entry->d_name) &&
		    runs_convex_dev(entry->d_name) && works_in(entry->d_name, folder))
			found = strtol(entry->d_name, NULL, 10);
	if (proc)
		closedir(proc);
	return found;
}

bool watcher_is_running(const char *folder)
{
	return watcher_pid(folder) != 0;
}

/* hook_mode.c - modes as the umask and core.sharedRepository have them. */
#include "app/hook_mode.h"

#include "app/disk.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define GROUP 0660
#define EVERYBODY 0664

static int of_word(const char *value)
{
	static const struct {
		const char *word;
		int bits;
	} words[] = {
		{ "umask", 0 }, { "group", GROUP }, { "all", EVERYBODY }, { "world", EVERYBODY },
		{ "everybody", EVERYBODY }, { "true", GROUP }, { "yes", GROUP }, { "on", GROUP },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcasecmp(value, words[i].word))
			return words[i].bits;
	return 0;
}

/* 1 and 2 are what the first versions of git wrote for group and everybody. A mode without the
 * owner's bits git itself refuses. */
int hook_mode_shared(const char *value)
{
	char *end;
	long bits;

	if (!value)
		return 0;
	bits = strtol(value, &end, 8);
	if (end == value || *end)
		return of_word(value);
	if (bits == 1 || bits == 2)
		return bits == 1 ? GROUP : EVERYBODY;
	return (bits & 0600) == 0600 ? -(int)(bits & 0666) : 0;
}

/* Those who may read may also run the file, or enter the folder. */
static mode_t with_run(mode_t mode)
{
	return mode | (mode & 0444) >> 2;
}

mode_t hook_mode_run(mode_t mode, int shared)
{
	mode &= 07777;
	if (shared < 0)
		return with_run((mode & ~(mode_t)0777) | (mode_t)-shared);
	return with_run(mode | (mode_t)shared);
}

mode_t hook_mode_new(int shared)
{
	return hook_mode_run(0777 & ~disk_umask(), shared);
}

/* As git does, the folder's group is that of what will be made in it. */
int hook_mode_folder(const char *path, int shared, struct err *err)
{
	struct stat st;
	bool is_new = stat(path, &st) != 0;

	if (folder_make(path, err))
		return -1;
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return err_set(err, ERR_IO, "'%s' isn't a folder", path);
	if (is_new && shared && chmod(path, hook_mode_run(st.st_mode, shared) | S_ISGID))
		return err_errno(err, "cannot change the mode of '%s'", path);
	return 0;
}

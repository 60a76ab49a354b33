/* embedded.c - find a file that the program carries along. */
#include "app/embedded.h"

#include <string.h>

const struct embedded_file *embedded_find(const char *path)
{
	for (size_t i = 0; i < embedded_count; i++)
		if (!strcmp(embedded_files[i].path, path))
			return &embedded_files[i];
	return NULL;
}

const char *embedded_below(const struct embedded_file *file, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(file->path, folder, n) ? NULL : file->path + n;
}

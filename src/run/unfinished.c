/* unfinished.c - which schema another client submitted and never made active. */
#include "run/unfinished.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

int unfinished_note(const char *path, const char *schema, struct err *err)
{
	return path ? file_replace(path, schema, err) : 0;
}

bool unfinished_is(const char *path, const char *schema)
{
	struct arena arena = { 0 };
	struct err ignored = ERR_INIT;
	const char *text = NULL;
	bool is = path && !file_text(&text, &arena, path, &ignored) && text &&
	          !strcmp(text, schema);

	arena_dispose(&arena);
	return is;
}

int unfinished_forget(const char *path, struct err *err)
{
	return path && !access(path, F_OK) ? file_remove(path, err) : 0;
}

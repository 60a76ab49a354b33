/* trail.c - the text of a run that nobody watched, and how it ended. */
#include "run/trail.h"

#include "base/file.h"

#include <stdio.h>
#include <unistd.h>

void trail_name(struct trail *out, struct arena *arena, const char *dir, const char *key)
{
	*out = (struct trail){
		.text = arena_printf(arena, "%s/%s", dir, key),
		.end = arena_printf(arena, "%s/%s.end", dir, key),
	};
}

int trail_find(struct trail *out, struct arena *arena, const char *dir, const char *key,
               struct err *err)
{
	trail_name(out, arena, dir, key);
	return folder_make(dir, err);
}

int trail_clear(const struct trail *trail, struct err *err)
{
	return file_remove(trail->text, err) || file_remove(trail->end, err) ? -1 : 0;
}

int trail_seen(const struct trail *trail, struct err *err)
{
	return file_remove(trail->text, err);
}

bool trail_has_text(const struct trail *trail)
{
	return !access(trail->text, F_OK);
}

int trail_end(const struct trail *trail, int status, struct err *err)
{
	char line[16];

	snprintf(line, sizeof(line), "%d\n", status);
	return file_replace(trail->end, line, err);
}

bool trail_ended(const struct trail *trail, struct arena *arena, int *status)
{
	struct err ignored = ERR_INIT;
	const char *text;

	return !file_text(&text, arena, trail->end, &ignored) && text &&
	       sscanf(text, "%d", status) == 1;
}

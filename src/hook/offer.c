/* offer.c - answers for shells, from local files only. */
#include "hook/offer.h"

#include "core/migration.h"
#include "hook/apps.h"
#include "hook/state.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum filter { ALL, APPLIED, PENDING };

struct offering {
	struct buf *out;
	const struct place *place;
	struct arena *arena;
	enum filter filter;
};

static void offer(struct offering *o, const struct state_id *id)
{
	if ((o->filter == APPLIED && !id->applied) || (o->filter == PENDING && id->applied))
		return;
	buf_adds(o->out, id->id);
	buf_adds(o->out, id->applied ? "\tapplied" : "\tpending");
	buf_adds(o->out, id->about ? ": " : "");
	for (const char *p = id->about; p && *p; p++)
		buf_addc(o->out, *p == '\n' || *p == '\t' ? ' ' : *p);
	buf_addc(o->out, '\n');
}

/* ---- a folder of migrations --------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const struct state_id *x = a, *y = b;

	return strcmp(x->id, y->id);
}

struct files {
	struct state_id *fresh;   /* without a record */
	size_t count;
	bool *is_there;           /* of those that have one, beside known.ids */
};

static void note_file(struct files *files, struct arena *arena, const struct state_known *known,
                      const char *id)
{
	const struct state_id *recorded = bsearch(&(struct state_id){ .id = id }, known->ids,
	                                          known->count, sizeof(*known->ids), by_id);

	if (recorded) {
		files->is_there[recorded - known->ids] = true;
		return;
	}
	files->fresh = arena_grow(arena, files->fresh, files->count, sizeof(*files->fresh));
	files->fresh[files->count++] = (struct state_id){ .id = arena_strdup(arena, id) };
}

/* A branch may have no such folder. */
static void list_files(struct files *files, struct arena *arena, const struct state_known *known)
{
	DIR *folder = opendir(known->folder);
	struct dirent *entry;
	size_t stem;

	while (folder && (entry = readdir(folder)))
		if (migration_file_kind(entry->d_name, &stem) == MIGRATION_FILE_OK) {
			entry->d_name[stem] = '\0';
			note_file(files, arena, known, entry->d_name);
		}
	if (folder)
		closedir(folder);
}

/* qsort() minds a NULL, even for none. */
static void sort(struct state_id *ids, size_t count)
{
	if (count)
		qsort(ids, count, sizeof(*ids), by_id);
}

/* What is applied stays on offer when its file is gone. */
static void offer_folder(struct offering *o, struct state_known *known)
{
	struct files files = { .is_there = arena_alloc(o->arena, known->count + 1) };
	size_t next = 0;

	sort(known->ids, known->count);
	list_files(&files, o->arena, known);
	sort(files.fresh, files.count);
	for (size_t i = 0; i < known->count; i++) {
		while (next < files.count && by_id(&files.fresh[next], &known->ids[i]) < 0)
			offer(o, &files.fresh[next++]);
		if (files.is_there[i] || known->ids[i].applied)
			offer(o, &known->ids[i]);
	}
	while (next < files.count)
		offer(o, &files.fresh[next++]);
}

/* ---- an app ------------------------------------------------------------------------- */

/* What modules hold only a scanner can tell, unless they are as they were. */
static bool offer_known(struct offering *o, const char *home, struct state_known *known)
{
	bool as_recorded = o->filter == APPLIED || known->is_listed;

	if (known->folder && !as_recorded) {
		offer_folder(o, known);
		return true;
	}
	if (!as_recorded && state_compare(home, o->place->worktree) != STATE_SAME)
		return false;
	for (size_t i = 0; i < known->count; i++)
		offer(o, &known->ids[i]);
	return true;
}

/* How many letters of the current folder's path are the app's; -1: it isn't in it. */
static long nearness(const struct place *place, const char *app, const char *here)
{
	size_t top = strlen(place->worktree), n = strlen(app);

	if (strncmp(here, place->worktree, top) != 0)
		return -1;
	here += top + (here[top] == '/');
	return strncmp(here, app, n) || (n && here[n] && here[n] != '/') ? -1 : (long)n;
}

/* Of several the one whose folder is the nearest above the current one; NULL: none is. */
static const char *home_here(const struct offering *o, const struct names *homes)
{
	char *here = getcwd(NULL, 0);
	const char *found = NULL;
	struct state_known known;
	long best = -1;

	for (size_t i = 0; here && i < homes->count; i++) {
		long near = state_known(&known, o->arena, homes->items[i]) && known.app
			? nearness(o->place, known.app, here) : -1;

		if (near > best) {
			best = near;
			found = homes->items[i];
		}
	}
	free(here);
	return found;
}

static bool offer_homes(struct offering *o, const struct names *homes, const char *one)
{
	struct state_known known;

	for (size_t i = 0; i < homes->count; i++)
		if ((!one || !strcmp(one, homes->items[i])) &&
		    (!state_known(&known, o->arena, homes->items[i]) ||
		     !offer_known(o, homes->items[i], &known)))
			return false;
	return true;
}

enum offer_answer offer_words(struct buf *out, const struct place *place,
                              struct arena *arena, const struct offer_wish *wish)
{
	static const char *const words[] = { "ids", "applied", "pending" };
	struct offering o = { out, place, arena, ALL };
	const char *home = NULL;
	struct names homes;

	if (!strcmp(wish->word, "apps") || !strcmp(wish->word, "environments"))
		return OFFER_ASK;
	while (o.filter <= PENDING && strcmp(wish->word, words[o.filter]) != 0)
		o.filter++;
	if (o.filter > PENDING)
		return OFFER_UNKNOWN;
	apps_homes(&homes, arena, place->git_dir);
	if (homes.count > 1)
		home = wish->app ? apps_home(arena, place->git_dir, wish->app)
		                 : home_here(&o, &homes);
	if (offer_homes(&o, &homes, home))
		return OFFER_DONE;
	buf_truncate(out, 0);
	return OFFER_ASK;
}

void offer_summary(struct buf *out, const struct place *place, struct arena *arena)
{
	struct buf text = BUF_INIT;
	struct names homes;
	bool known = false;

	if (place_has_journal(place, arena)) {
		buf_adds(out, "unfinished run\n");
		return;
	}
	apps_homes(&homes, arena, place->git_dir);
	for (size_t i = 0; i < homes.count; i++) {
		buf_adds(&text, text.len ? "; " : "");
		if (homes.count > 1)
			buf_addf(&text, "%s: ", strrchr(homes.items[i], '/') + 1);
		if (!state_summary(&text, homes.items[i])) {
			buf_adds(&text, "not known");
			continue;
		}
		known = true;
		if (state_compare(homes.items[i], place->worktree) != STATE_SAME)
			buf_adds(&text, ", changed since");
	}
	if (known)
		buf_addf(out, "%s\n", text.text);
	buf_dispose(&text);
}

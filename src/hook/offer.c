/* offer.c - answers for shells, from local files only. */
#include "hook/offer.h"

#include "core/migration.h"
#include "hook/apps.h"
#include "hook/state.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool has_line(const struct buf *lines, const char *text, size_t len)
{
	for (const char *p = lines->text; *p; p += strcspn(p, "\n"), p += *p == '\n')
		if (strcspn(p, "\n") == len && !memcmp(p, text, len))
			return true;
	return false;
}

/* The ids of the files in a folder, but for those that `known` has. */
static void add_files(struct buf *out, const char *folder, const struct buf *known)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, NULL, alphasort);
	size_t len;

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		if (migration_file_kind(name, &len) == MIGRATION_FILE_OK &&
		    !has_line(known, name, len)) {
			buf_add(out, name, len);
			buf_addc(out, '\n');
		}
		free(entries[i]);
	}
	free(entries);
}

static bool is_known_word(const char *word, enum state_filter *filter)
{
	static const char *const words[] = { "ids", "applied", "pending" };

	for (*filter = STATE_ALL; *filter <= STATE_PENDING; ++*filter)
		if (!strcmp(word, words[*filter]))
			return true;
	return false;
}

/* What is in the folder and wasn't recorded is new, so it is pending. */
enum offer_answer offer_ids(struct buf *out, const struct place *place,
                            struct arena *arena, const char *word)
{
	struct buf folder = BUF_INIT, known = BUF_INIT;
	enum offer_answer answer = OFFER_ASK;
	enum state_filter filter;
	struct names homes;
	bool recorded;

	if (!is_known_word(word, &filter))
		return OFFER_UNKNOWN;
	apps_homes(&homes, arena, place->git_dir);
	recorded = homes.count == 1 && state_ids(&known, homes.items[0], STATE_ALL);
	if (recorded && (filter == STATE_APPLIED || state_folder(&folder, homes.items[0]))) {
		state_ids(out, homes.items[0], filter);
		if (filter != STATE_APPLIED)
			add_files(out, folder.text, &known);
		answer = OFFER_DONE;
	}
	buf_dispose(&known);
	buf_dispose(&folder);
	return answer;
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

/* record_lineup.c - lineups and their differences as JSON, version 1. */
#include "codec/record.h"

#include "codec/writer.h"

#include <string.h>

static void write_tree(struct writer *w, const char *name, const struct record_lineup *of)
{
	writer_object(w, name);
	writer_opt_text(w, "tree", of->tree);
	writer_opt_text(w, "commit", of->commit);
	writer_opt_text(w, "branch", of->branch);
	writer_end(w);
}

static void write_place(struct writer *w, const char *name, const struct migration *m)
{
	if (!m)
		return;
	writer_object(w, name);
	writer_text(w, "file", m->file);
	writer_opt_text(w, "source", m->source);
	writer_end(w);
}

static void write_migration(struct writer *w, const struct record_lineup *of, size_t i)
{
	const struct migration *m = &of->lineup->items[i];

	writer_object(w, NULL);
	writer_text(w, "id", m->id);
	writer_opt_text(w, "state", of->states ? overview_state_word(of->states[i]) : NULL);
	writer_text(w, "file", m->file);
	writer_opt_text(w, "source", m->source);
	writer_opt_text(w, "description", m->description);
	writer_names(w, "tables", &m->tables);
	writer_text(w, "up", m->up_path);
	writer_opt_text(w, "down", m->down_path);
	writer_end(w);
}

void record_list(struct buf *out, const struct record_lineup *list)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	write_tree(&w, "target", list);
	writer_list(&w, "migrations");
	for (size_t i = 0; i < list->lineup->count; i++)
		write_migration(&w, list, i);
	writer_end(&w);
	writer_end(&w);
	buf_addc(out, '\n');
}

static void write_change(struct writer *w, const struct migration *a,
                         const struct migration *b)
{
	if (a && b && !strcmp(a->source, b->source))
		return;
	writer_object(w, NULL);
	writer_text(w, "change", !b ? "removed" : !a ? "added" : "edited");
	writer_text(w, "id", a ? a->id : b->id);
	write_place(w, "from", a);
	write_place(w, "to", b);
	writer_end(w);
}

void record_diff(struct buf *out, const struct record_lineup *from,
                 const struct record_lineup *to)
{
	const struct lineup *a = from->lineup, *b = to->lineup;
	struct writer w = WRITER_INIT(out);
	size_t i = 0, j = 0;

	writer_object(&w, NULL);
	writer_integer(&w, "version", RECORD_VERSION);
	write_tree(&w, "from", from);
	write_tree(&w, "to", to);
	writer_list(&w, "changes");
	while (i < a->count || j < b->count) {
		int order = i == a->count ? 1 : j == b->count ? -1 :
			strcmp(a->items[i].id, b->items[j].id);

		write_change(&w, order <= 0 ? &a->items[i] : NULL,
		             order >= 0 ? &b->items[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	writer_end(&w);
	writer_end(&w);
	buf_addc(out, '\n');
}

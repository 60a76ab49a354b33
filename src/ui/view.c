/* view.c - lineup and difference as text for people. */
#include "ui/view.h"

#include "ui/suggest.h"
#include "ui/table.h"

#include <string.h>

void view_line(struct out *out, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list args;

	va_start(args, fmt);
	buf_vaddf(&text, fmt, args);
	va_end(args);
	buf_addc(&text, '\n');
	out_result(out, text.text);
	buf_dispose(&text);
}

void view_hint(struct out *out, const char *indent, const char *text)
{
	struct buf line = BUF_INIT;

	buf_adds(&line, indent);
	suggest(&line, text, out->options);
	buf_addc(&line, '\n');
	out_result(out, line.text);
	buf_dispose(&line);
}

void view_advice(struct out *out, const char *indent, const char *advice)
{
	while (advice && *advice) {
		size_t len = strcspn(advice, "\n");
		struct buf line = BUF_INIT;

		buf_addf(&line, "(%.*s)", (int)len, advice);
		view_hint(out, indent, line.text);
		buf_dispose(&line);
		advice += len + (advice[len] == '\n');
	}
}

const char *view_names(const struct names *names, struct arena *arena)
{
	const char *text = "";

	for (size_t i = 0; i < names->count; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? ", " : "", names->items[i]);
	return text;
}

void view_list(struct out *out, const struct record_lineup *list, struct arena *arena)
{
	const enum overview_state *states = list->states;
	const struct lineup *lineup = list->lineup;
	struct table table = { .arena = arena, .indent = "" };

	for (size_t i = 0; i < lineup->count; i++) {
		const struct migration *m = &lineup->items[i];
		bool applied = states && states[i] == OVERVIEW_APPLIED;

		*table_add(&table) = (struct table_row){
			.cells = { states ? overview_state_word(states[i]) : NULL, m->id,
			           view_names(&m->tables, arena), m->down_path ? NULL : "irreversible",
			           m->description },
			.tones = { applied ? OUT_GOOD : OUT_DOUBTFUL, OUT_PLAIN, OUT_PLAIN,
			           OUT_DOUBTFUL, OUT_FAINT },
		};
	}
	table_print(out, &table);
}

void view_diff(struct out *out, const struct changes *changes, struct arena *arena)
{
	static const struct {
		const char *sign;
		enum out_tone tone;
	} looks[] = {
		[CHANGE_REMOVED] = { "-", OUT_BAD }, [CHANGE_ADDED] = { "+", OUT_GOOD },
		[CHANGE_EDITED] = { "~", OUT_DOUBTFUL },
	};
	struct table table = { .arena = arena, .indent = "" };

	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];
		const struct migration *m = c->to ? c->to : c->from;

		*table_add(&table) = (struct table_row){
			.cells = { arena_printf(arena, "%s %s", looks[c->kind].sign, m->id),
			           view_names(&m->tables, arena), m->description },
			.tones = { looks[c->kind].tone, OUT_PLAIN, OUT_FAINT },
		};
	}
	table_print(out, &table);
}

/* plan_case.c - read one folder of tests/plans; its README documents the lines. */
#include "plan_case.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 16

/* The words of one line. */
struct line {
	char *words[WORDS_MAX];
	size_t count;
};

static bool has(const struct line *line, const char *word)
{
	for (size_t i = 0; i < line->count; i++)
		if (!strcmp(line->words[i], word))
			return true;
	return false;
}

/* The value of key=value, or NULL. */
static const char *value(const struct line *line, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < line->count; i++)
		if (!strncmp(line->words[i], key, n) && line->words[i][n] == '=')
			return line->words[i] + n + 1;
	return NULL;
}

static long number(const struct line *line, const char *key, long otherwise)
{
	const char *text = value(line, key);

	return text ? strtol(text, NULL, 10) : otherwise;
}

/* Every word after the first `skip` must be one of those listed. */
static void check_words(struct plan_case *c, const struct line *line, size_t skip,
                        const char *const *known)
{
	for (size_t i = skip; i < line->count; i++) {
		size_t k = 0, n;

		for (; known[k]; k++) {
			n = strlen(known[k]);
			if (!strncmp(line->words[i], known[k], n) &&
			    (known[k][n - 1] == '=' || !line->words[i][n]))
				break;
		}
		if (!known[k]) {
			printf("# not understood: '%s'\n", line->words[i]);
			c->bad = true;
		}
	}
}

static struct names split(struct plan_case *c, const char *text)
{
	struct names names = { 0 };

	while (text && *text) {
		size_t n = strcspn(text, ",");

		names_add(&names, &c->arena, arena_strndup(&c->arena, text, n));
		text += n + (text[n] == ',');
	}
	return names;
}

static void read_target(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = { "tables=", "source=", "no-down", "stub", NULL };
	struct lineup *to = &c->target;
	const char *id = line->words[0], *tables = value(line, "tables");
	const char *source = value(line, "source");
	struct migration m = {
		.id = id, .file = arena_printf(&c->arena, "m/%s.ts", id),
		.source = source ? source : arena_printf(&c->arena, "source-of-%s", id),
		.tables = split(c, tables ? tables : "t"),
		.up_path = arena_printf(&c->arena, "migrations/%s:up", id),
		.down_path = has(line, "no-down")
			? NULL : arena_printf(&c->arena, "migrations/%s:down", id),
		.is_stub = has(line, "stub"),
	};

	check_words(c, line, 1, known);
	m.table = m.tables.count ? m.tables.items[0] : NULL;
	to->items = arena_grow(&c->arena, to->items, to->count, sizeof(m));
	to->items[to->count++] = m;
}

static void read_row(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = {
		"up", "down", "sealed-up", "seq=", "tables=", "source=", "no-source", "no-seal", "no-down",
		"foreign", "clone=", "name=", "processed=", "ended=", NULL,
	};
	struct ledger *to = &c->ledger;
	const char *id = line->words[0], *source = value(line, "source");
	const char *tables = value(line, "tables"), *clone = value(line, "clone");
	struct ledger_row row = {
		.id = id, .direction = has(line, "down") ? DIRECTION_DOWN : DIRECTION_UP,
		.sequence = number(line, "seq", (long)to->count + 1),
		.source = has(line, "no-source") ? NULL :
			source ? source : arena_printf(&c->arena, "source-of-%s", id),
		.seal = has(line, "no-seal") ? NULL : arena_printf(&c->arena, "seal-of-%s", id),
		.tables = split(c, tables ? tables : "t"),
		.up_path = arena_printf(&c->arena, has(line, "sealed-up")
			? "cvxSealed/%s:up" : "migrations/%s:up", id),
		.down_path = has(line, "no-down")
			? NULL : arena_printf(&c->arena, "cvxSealed/%s:down", id),
		.clone_id = !clone ? "me" : *clone ? clone : NULL,
		.clone_name = value(line, "name"), .foreign = has(line, "foreign"),
		.processed = number(line, "processed", -1),
		.completed_at = number(line, "ended", 100),
	};

	if (!strcmp(id, "bridge")) {
		to->bridge_run = "run";
		return;
	}
	if (line->count < 2 || row_status_parse(line->words[1], &row.status))
		c->bad = true;
	check_words(c, line, 2, known);
	to->rows = arena_grow(&c->arena, to->rows, to->count, sizeof(row));
	to->rows[to->count++] = row;
}

static void read_history(struct plan_case *c, const struct line *line)
{
	if (!strcmp(line->words[0], "unknown"))
		c->input.history = NULL;
	else
		names_add(&c->history, &c->arena, line->words[0]);
}

static void read_status(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = { "processed=", "ended=", NULL };
	struct component_statuses *to = &c->statuses;
	struct component_status status = {
		.name = line->words[0], .known = true,
		.state = component_state_parse(line->count > 1 ? line->words[1] : ""),
		.processed = number(line, "processed", 10),
		.latest_end = number(line, "ended", 0),
	};

	check_words(c, line, 2, known);
	to->items = arena_grow(&c->arena, to->items, to->count, sizeof(status));
	to->items[to->count++] = status;
}

static void read_policy(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = {
		"edited=redo", "irreversible=skip", "order=replay", "strict", "max-downs=",
		"up", "down", "id=", "hook", "take-over", "undo-partial",
		"finish-first", "restart", "elsewhere=",
		"offline", "redo=", "riders=", "since=", NULL,
	};
	struct plan_input *in = &c->input;

	check_words(c, line, 0, known);
	if (value(line, "edited"))
		in->policy.edited = EDITED_REDO;
	if (value(line, "irreversible"))
		in->policy.irreversible = IRREVERSIBLE_SKIP;
	if (value(line, "order"))
		in->policy.order = ORDER_REPLAY;
	in->policy.strict |= has(line, "strict");
	in->policy.max_downs = (int)number(line, "max-downs", in->policy.max_downs);
	in->scope = has(line, "up") ? PLAN_UP : has(line, "down") ? PLAN_DOWN
		: value(line, "redo") ? PLAN_REDO : in->scope;
	in->id = value(line, "id") ? value(line, "id") : in->id;
	in->by_hook |= has(line, "hook");
	in->take_over |= has(line, "take-over");
	in->half_done.undo |= has(line, "undo-partial");
	in->half_done.finish |= has(line, "finish-first");
	in->half_done.restart |= has(line, "restart");
	if (has(line, "offline"))
		in->clone_id = NULL;
	if (value(line, "redo")) {
		c->redo = split(c, value(line, "redo"));
		in->redo = &c->redo;
	}
	if (value(line, "riders")) {
		c->begun = (struct plan_begun){ split(c, value(line, "riders")),
			number(line, "since", 0) };
		in->begun = &c->begun;
	}
	if (value(line, "elsewhere")) {
		struct names ids = split(c, value(line, "elsewhere"));

		c->elsewhere = (struct plan_needs){ .count = ids.count };
		c->elsewhere.items = arena_alloc(&c->arena,
		                                 ids.count * sizeof(*c->elsewhere.items));
		for (size_t i = 0; i < ids.count; i++)
			c->elsewhere.items[i] = (struct plan_need){ ids.items[i], "/second" };
		in->elsewhere = &c->elsewhere;
	}
}

char *plan_case_text(struct plan_case *c, const char *folder, const char *name)
{
	char *path = arena_printf(&c->arena, "%s/%s", folder, name), *text, bytes[4096];
	FILE *file = fopen(path, "r");
	struct buf buf = BUF_INIT;
	size_t n;

	if (!file)
		return NULL;
	while ((n = fread(bytes, 1, sizeof(bytes), file)))
		buf_add(&buf, bytes, n);
	fclose(file);
	text = arena_strdup(&c->arena, buf.text);
	buf_dispose(&buf);
	return text;
}

static void read_lines(struct plan_case *c, const char *folder, const char *name,
                       void (*read)(struct plan_case *, const struct line *))
{
	char *text = plan_case_text(c, folder, name), *rest, *word;

	while (text && *text) {
		struct line line = { .count = 0 };
		char *end = text + strcspn(text, "\n"), *next = *end ? end + 1 : end;

		*end = '\0';
		text[strcspn(text, "#")] = '\0';
		for (word = strtok_r(text, " \t", &rest); word && line.count < WORDS_MAX;
		     word = strtok_r(NULL, " \t", &rest))
			line.words[line.count++] = word;
		if (line.count)
			read(c, &line);
		text = next;
	}
}

void plan_case_read(struct plan_case *c, const char *folder)
{
	struct err err = ERR_INIT;

	*c = (struct plan_case){ .ledger = { .ledger_id = "id", .mounted = true } };
	c->input = (struct plan_input){
		.target = &c->target, .ledger = &c->ledger, .statuses = &c->statuses,
		.history = &c->history, .policy = POLICY_INIT, .clone_id = "me",
	};
	read_lines(c, folder, "target", read_target);
	read_lines(c, folder, "ledger", read_row);
	read_lines(c, folder, "history", read_history);
	read_lines(c, folder, "component", read_status);
	read_lines(c, folder, "policy", read_policy);
	ledger_sort(&c->ledger);
	if (lineup_sort(&c->target, &err))
		c->bad = true;
}

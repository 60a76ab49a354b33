/* test_plans.c - run every case of tests/plans; its README documents the lines. */
#include "base/buf.h"
#include "core/plan.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

#define WORDS_MAX 16

struct plan_case {
	struct arena arena;
	struct lineup target;
	struct ledger ledger;
	struct component_statuses statuses;
	struct names history, elsewhere;
	struct plan_input input;
	bool bad;            /* a line that isn't understood */
};

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
	struct names names = { NULL, 0 };

	while (text && *text) {
		size_t n = strcspn(text, ",");

		names_add(&names, &c->arena, arena_strndup(&c->arena, text, n));
		text += n + (text[n] == ',');
	}
	return names;
}

static void read_target(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = { "tables=", "source=", "no-down", "template", NULL };
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
		.is_template = has(line, "template"),
	};

	check_words(c, line, 1, known);
	m.table = m.tables.count ? m.tables.items[0] : NULL;
	to->items = arena_grow(&c->arena, to->items, to->count, sizeof(m));
	to->items[to->count++] = m;
}

static void read_row(struct plan_case *c, const struct line *line)
{
	static const char *const known[] = {
		"up", "down", "seq=", "tables=", "source=", "no-source", "no-seal", "no-down",
		"clone=", "name=", "processed=", "ended=", NULL,
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
		.up_path = arena_printf(&c->arena, "migrations/%s:up", id),
		.down_path = has(line, "no-down")
			? NULL : arena_printf(&c->arena, "cvxSealed/%s:down", id),
		.clone_id = !clone ? "me" : *clone ? clone : NULL, .clone_name = value(line, "name"),
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
		"up", "down", "id=", "hook", "take-over", "undo-partial", "elsewhere=", "offline",
		NULL,
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
	in->scope = has(line, "up") ? PLAN_UP : has(line, "down") ? PLAN_DOWN : in->scope;
	in->id = value(line, "id") ? value(line, "id") : in->id;
	in->by_hook |= has(line, "hook");
	in->take_over |= has(line, "take-over");
	in->undo_partial |= has(line, "undo-partial");
	if (has(line, "offline"))
		in->clone_id = NULL;
	if (value(line, "elsewhere")) {
		c->elsewhere = split(c, value(line, "elsewhere"));
		in->elsewhere = &c->elsewhere;
	}
}

/* The file's text, or NULL if there is none. */
static char *slurp(struct plan_case *c, const char *folder, const char *name)
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
	char *text = slurp(c, folder, name), *rest, *word;

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

static void print_step(struct buf *out, const struct step *step)
{
	static const char *const lives[] = {
		[LIFE_FIRST] = "first", [LIFE_RESUME] = "resume", [LIFE_AGAIN] = "again",
	};

	buf_addf(out, "%s %s", step_kind_word(step->kind), step->id);
	if (step->kind == STEP_UP || step->kind == STEP_DOWN)
		buf_addf(out, " %s", lives[step->life]);
	buf_addf(out, ": %s", step_reason_text(step->reason));
	if (step->because_of)
		buf_addf(out, " (%s)", step->because_of);
	buf_addc(out, '\n');
}

static void print_plan(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->step_count; i++)
		print_step(out, &plan->steps[i]);
	for (size_t i = 0; i < plan->refusal_count; i++) {
		const struct refusal *r = &plan->refusals[i];

		buf_addf(out, "refuse %s %s: %s\n", refusal_kind_word(r->kind),
		         r->id ? r->id : "-", r->text);
		for (const char *hint = r->hint; hint && *hint; hint += *hint == '\n') {
			buf_addf(out, "  hint: %.*s\n", (int)strcspn(hint, "\n"), hint);
			hint += strcspn(hint, "\n");
		}
	}
	for (size_t i = 0; i < plan->note_count; i++)
		buf_addf(out, "note %s %s: %s\n", note_kind_word(plan->notes[i].kind),
		         plan->notes[i].id, plan->notes[i].text);
	if (plan->close_bridge)
		buf_adds(out, "close\n");
	if (plan_is_empty(plan))
		buf_adds(out, "empty\n");
}

/* What holds for every plan, whatever the case is about. */
static bool is_sound(const struct plan *plan)
{
	size_t downs = 0, ups = 0, rank = 0;

	for (size_t i = 0; i < plan->step_count; i++) {
		const struct step *s = &plan->steps[i];
		bool down = s->kind == STEP_DOWN, up = s->kind == STEP_UP;
		size_t here = up ? 2 : down ? 1 : 0;

		downs += down;
		ups += up;
		if (here < rank || (up && !s->migration) || (!up && s->kind != STEP_ADOPT && !s->row))
			return false;
		if (s->bridge != (down ? BRIDGE_YES : up ? BRIDGE_IF_REFUSED : BRIDGE_NO))
			return false;
		rank = here;
	}
	return downs == plan->downs && ups == plan->ups;
}

/* The case's name is its folder and the sentence that `expect` begins with. */
static void run_case(const char *root, const char *name)
{
	struct plan_case c = { .ledger = { .ledger_id = "id", .mounted = true } };
	struct buf got = BUF_INIT;
	struct err err = ERR_INIT;
	const char *folder = arena_printf(&c.arena, "%s/%s", root, name);
	char *expect = slurp(&c, folder, "expect"), *want;
	struct plan plan;

	c.input = (struct plan_input){
		.target = &c.target, .ledger = &c.ledger, .statuses = &c.statuses,
		.history = &c.history, .policy = POLICY_INIT, .clone_id = "me",
	};
	read_lines(&c, folder, "target", read_target);
	read_lines(&c, folder, "ledger", read_row);
	read_lines(&c, folder, "history", read_history);
	read_lines(&c, folder, "component", read_status);
	read_lines(&c, folder, "policy", read_policy);
	ledger_sort(&c.ledger);
	if (c.bad || lineup_sort(&c.target, &err) || !expect || strncmp(expect, "# ", 2)) {
		ok(false, arena_printf(&c.arena, "%s: can be read", name));
		goto done;
	}
	plan_make(&plan, &c.arena, &c.input);
	print_plan(&got, &plan);
	want = expect + strcspn(expect, "\n");
	if (*want)
		*want++ = '\0';
	is_str(got.text, want, arena_printf(&c.arena, "%s: %s", name, expect + 2));
	if (!is_sound(&plan))
		ok(false, arena_printf(&c.arena, "%s: a sound plan", name));
done:
	buf_dispose(&got);
	arena_dispose(&c.arena);
}

static int no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

int main(void)
{
	const char *srcdir = getenv("srcdir");
	struct arena arena = { NULL };
	const char *root = arena_printf(&arena, "%s/tests/plans", srcdir ? srcdir : ".");
	struct dirent **entries = NULL;
	int n = scandir(root, &entries, no_dots, alphasort);

	ok(n >= 40, "there are cases");
	for (int i = 0; i < n; i++) {
		run_case(root, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	arena_dispose(&arena);
	return done();
}

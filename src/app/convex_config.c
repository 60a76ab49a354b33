/* convex_config.c - edit a convex.config.ts as text. */
#include "app/convex_config.h"

#include "core/scan.h"
#include "core/token.h"

#include <string.h>

/* How the file is written. */
struct style {
	char quote;
	bool semicolons;
	const char *newline;
};

struct component {
	const char *name, *path, *suffix;
};

static const struct component components[] = {
	{ "migrations", CONVEX_CONFIG_MIGRATIONS, CONVEX_CONFIG_MIGRATIONS },
	{ "cvx", CONVEX_CONFIG_CVX, "cvx/convex.config" },
};

static const char fresh[] =
	"import { defineApp } from \"convex/server\";\n"
	"\n"
	"const app = defineApp();\n"
	"\n"
	"export default app;\n";

/* As the first string and the first statement have it. */
static struct style style_of(const struct tokens *t)
{
	struct style style = { '"', false, strstr(t->text, "\r\n") ? "\r\n" : "\n" };
	bool found = false;

	for (size_t i = 0; i < t->count; i++) {
		if (tokens_at(t, i)->kind == TOKEN_STRING && !found) {
			style.quote = t->text[tokens_at(t, i)->start];
			found = true;
		}
		style.semicolons = style.semicolons || tokens_is(t, i, ";");
	}
	return style;
}

static void import_line(struct buf *out, const struct component *c, const struct style *s)
{
	buf_addf(out, "import %s from %c%s%c%s%s", c->name, s->quote, c->path, s->quote,
	         s->semicolons ? ";" : "", s->newline);
}

static void use_line(struct buf *out, const char *app, const struct component *c,
                     const struct style *s)
{
	buf_addf(out, "%s.use(%s)%s%s", app, c->name, s->semicolons ? ";" : "",
	         s->newline);
}

/* The offset behind the line that holds `at`, or behind the last line of a comment that begins
 * in it. */
static size_t line_end(const struct tokens *t, size_t at)
{
	size_t c = 0;

	for (const char *newline = strchr(t->text + at, '\n'); newline;) {
		size_t offset = (size_t)(newline - t->text), end;

		while (c < t->comment_count && t->comments[c].start + t->comments[c].len <= offset)
			c++;
		if (c == t->comment_count || t->comments[c].start > offset)
			return offset + 1;
		end = t->comments[c].start + t->comments[c].len;
		newline = strchr(t->text + end, '\n');
	}
	return strlen(t->text);
}

static bool is_one_of(const struct tokens *t, size_t i, const char *marks)
{
	for (char mark[2] = { *marks, '\0' }; *marks; mark[0] = *++marks)
		if (tokens_is(t, i, mark))
			return true;
	return false;
}

/* The last token of a top-level statement that begins at token i: a semicolon, or one
 * that a line ends behind, where no bracket is open and nothing says that it goes on. */
static size_t statement_end(const struct tokens *t, size_t i)
{
	size_t depth = tokens_at(t, i)->depth, k = i;

	for (; k + 1 < t->count; k++) {
		const struct token *here = tokens_at(t, k), *next = tokens_at(t, k + 1);
		const char *between = t->text + here->start + here->len;
		size_t gap = next->start - here->start - here->len;

		if (here->depth != depth || next->depth != depth)
			continue;
		if (tokens_is(t, k, ";") ||
		    (memchr(between, '\n', gap) && !is_one_of(t, k, "([{,=.:?|&") &&
		     !is_one_of(t, k + 1, ".;=:,?|&*%<>^")))
			return k;
	}
	return k;
}

/* Where things go. */
struct places {
	size_t imports;     /* offset behind the last import */
	size_t uses;        /* offset behind the definition of the app or its last use */
	const char *app;    /* the app's variable */
};

static bool is_declaration(const struct tokens *t, size_t i)
{
	return tokens_is(t, i, "const") || tokens_is(t, i, "let") || tokens_is(t, i, "var");
}

/* `const app = defineApp(…)`, with or without a type; from the first token to the last. */
static bool is_definition(const struct tokens *t, size_t i, size_t end)
{
	for (size_t k = i + 2; k < end; k++)
		if (tokens_is(t, k, "="))
			return tokens_is(t, k + 1, "defineApp") &&
			       tokens_is(t, k + 2, "(");
	return false;
}

/* The offset behind the line in which the statement ends whose last token this is. */
static size_t behind(const struct tokens *t, size_t last)
{
	const struct token *token = tokens_at(t, last);

	return line_end(t, token->start + token->len - 1);
}

/* Each statement is passed over as a whole: none lies in another's. */
static bool find_places(struct places *out, const struct tokens *t, struct arena *arena)
{
	size_t imports = t->count, uses = t->count;

	*out = (struct places){ 0 };
	for (size_t i = 0; i < t->count; i++) {
		size_t first = i;

		if (tokens_at(t, i)->depth)
			continue;
		if (tokens_is(t, i, "import") && !tokens_is(t, i + 1, "(")) {
			i = imports = statement_end(t, i);
		} else if (is_declaration(t, i)) {
			i = statement_end(t, i);
			if (is_definition(t, first, i)) {
				out->app = tokens_value(t, first + 1, arena);
				uses = i;
			}
		} else if (out->app && tokens_is(t, i, out->app) && tokens_is(t, i + 1, ".") &&
		           tokens_is(t, i + 2, "use")) {
			i = uses = statement_end(t, i);
		}
	}
	if (!out->app || imports == t->count)
		return false;
	out->imports = behind(t, imports);
	out->uses = behind(t, uses);
	return out->imports <= out->uses;
}

static bool name_is_taken(const struct tokens *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (tokens_is(t, i, name) && !(i && tokens_is(t, i - 1, ".")))
			return true;
	return false;
}

static int by_hand(const struct component *c, struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "convex.config.ts is written in a way that git-cvx "
	        "can't edit: it doesn't mount '%s'", c->path);
	err_hint(err, "add these two lines by hand:");
	err_hint(err, "  import %s from \"%s\";", c->name, c->path);
	return err_hint(err, "  app.use(%s);", c->name);
}

static int mount_one(struct buf *out, const char *text, const struct component *c,
                     struct err *err)
{
	struct arena arena = { 0 };
	struct style style;
	struct tokens tokens;
	struct places places;
	int rc = -1;

	tokens_read(&tokens, &arena, text, strlen(text));
	style = style_of(&tokens);
	if (!find_places(&places, &tokens, &arena) || name_is_taken(&tokens, c->name) ||
	    scan_has_conflict_markers(text, strlen(text))) {
		by_hand(c, err);
		goto done;
	}
	buf_add(out, text, places.imports);
	if (text[places.imports - 1] != '\n')
		buf_adds(out, style.newline);
	import_line(out, c, &style);
	buf_add(out, text + places.imports, places.uses - places.imports);
	if (text[places.uses - 1] != '\n' && places.uses != places.imports)
		buf_adds(out, style.newline);
	use_line(out, places.app, c, &style);
	buf_adds(out, text + places.uses);
	rc = 0;
done:
	arena_dispose(&arena);
	return rc;
}

/* A text with things left open can look otherwise once there is more in it. The line that ours
 * stands behind may have got its end. */
static bool holds(const char *before, const char *after, const struct component *c)
{
	struct buf back = BUF_INIT;
	size_t n = strlen(before);
	bool removed, good;

	convex_config_unmount(&back, after, c->path, &removed);
	good = removed && scan_mounts(after, strlen(after), c->suffix) &&
	       !strncmp(back.text, before, n) && strspn(back.text + n, "\r\n") == back.len - n;
	buf_dispose(&back);
	return good;
}

int convex_config_mount(struct buf *out, const char *text, struct err *err)
{
	struct buf now = BUF_INIT, next = BUF_INIT;
	int rc = 0;

	buf_adds(&now, text ? text : fresh);
	for (size_t i = 0; !rc && i < sizeof(components) / sizeof(components[0]); i++) {
		if (scan_mounts(now.text, now.len, components[i].suffix))
			continue;
		rc = mount_one(&next, now.text, &components[i], err);
		if (!rc && !holds(now.text, next.text, &components[i]))
			rc = by_hand(&components[i], err);
		buf_dispose(&now);
		now = next;
		next = (struct buf)BUF_INIT;
	}
	if (!rc)
		buf_add(out, now.text, now.len);
	buf_dispose(&now);
	return rc;
}

/* The tokens from i on are those of a line that mount_one() writes: the app's name, if
 * it is the line that uses the component; "" if it is the import; else NULL. */
static const char *ours_at(const struct tokens *t, size_t i, const struct component *c,
                           struct arena *arena)
{
	if (tokens_is(t, i, "import") && tokens_is(t, i + 1, c->name))
		return "";
	return tokens_is(t, i + 1, ".") && tokens_is(t, i + 2, "use") &&
	       tokens_is(t, i + 4, c->name) ? tokens_value(t, i, arena) : NULL;
}

/* The whole line at token i, if it is one that mount_one() writes; else 0. */
static size_t our_line(const struct tokens *t, size_t i, const struct component *c,
                       const struct style *style, struct arena *arena)
{
	const char *line = t->text + tokens_at(t, i)->start, *app;
	struct buf ours = BUF_INIT;
	size_t len;

	if (tokens_at(t, i)->depth || !(app = ours_at(t, i, c, arena)))
		return 0;
	if (*app)
		use_line(&ours, app, c, style);
	else
		import_line(&ours, c, style);
	len = strncmp(line, ours.text, ours.len) || (line != t->text && line[-1] != '\n')
	      ? 0 : ours.len;
	buf_dispose(&ours);
	return len;
}

/* Leaves its lines out; how many there were, of the import and of the use. */
static void leave_out(struct buf *out, size_t lines[2], const struct tokens *t,
                      const struct component *c, struct arena *arena)
{
	const struct style style = style_of(t);
	size_t done = 0;

	for (size_t i = 0; i < t->count; i++) {
		size_t len = our_line(t, i, c, &style, arena);

		if (!len)
			continue;
		buf_add(out, t->text + done, tokens_at(t, i)->start - done);
		done = tokens_at(t, i)->start + len;
		lines[!tokens_is(t, i, "import")]++;
	}
	buf_adds(out, t->text + done);
}

static const struct component *component_of(const char *path)
{
	return strcmp(path, CONVEX_CONFIG_CVX) ? &components[0] : &components[1];
}

static bool names_it(const char *text, const struct component *c)
{
	size_t n = strlen(c->suffix);
	struct arena arena = { 0 };
	struct tokens t;
	bool found = false;

	tokens_read(&t, &arena, text, strlen(text));
	for (size_t i = 0; i < t.count && !found; i++) {
		const char *value = tokens_at(&t, i)->kind == TOKEN_STRING
		                    ? tokens_value(&t, i, &arena) : NULL;
		const char *at = value ? strstr(value, c->suffix) : NULL;

		found = at && (at == value || at[-1] == '/') && (!at[n] || at[n] == '.');
	}
	arena_dispose(&arena);
	return found;
}

bool convex_config_names(const char *text, const char *path)
{
	return names_it(text, component_of(path));
}

void convex_config_unmount(struct buf *out, const char *text, const char *path,
                           bool *removed)
{
	const struct component *c = component_of(path);
	size_t lines[2] = { 0 };
	struct arena arena = { 0 };
	struct tokens before, after;

	tokens_read(&before, &arena, text, strlen(text));
	leave_out(out, lines, &before, c, &arena);
	tokens_read(&after, &arena, out->text, out->len);
	*removed = lines[0] && lines[1] && !names_it(out->text, c) && !name_is_taken(&after, c->name);
	if (!*removed) {
		buf_truncate(out, 0);
		buf_adds(out, text);
	}
	arena_dispose(&arena);
}

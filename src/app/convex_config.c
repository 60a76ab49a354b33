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
	{ "migrations", CONVEX_CONFIG_MIGRATIONS, "@convex-dev/migrations/convex.config" },
	{ "cvx", CONVEX_CONFIG_CVX, "cvx/convex.config" },
};

static const char fresh[] =
	"import { defineApp } from \"convex/server\";\n"
	"\n"
	"const app = defineApp();\n"
	"\n"
	"export default app;\n";

static struct style style_of(const char *text)
{
	const char *single = strchr(text, '\''), *twice = strchr(text, '"');

	return (struct style){
		.quote = single && (!twice || single < twice) ? '\'' : '"',
		.semicolons = strchr(text, ';') != NULL,
		.newline = strstr(text, "\r\n") ? "\r\n" : "\n",
	};
}

static void import_line(struct buf *out, const struct component *c, const struct style *s)
{
	buf_addf(out, "import %s from %c%s%c%s%s", c->name, s->quote, c->path, s->quote,
	         s->semicolons ? ";" : "", s->newline);
}

static void use_line(struct buf *out, const char *app, const struct component *c,
                     const struct style *s)
{
	buf_addf(out, "%s.use(%s)%s%s", app, c->name, s->semicolons ? ";" : "", s->newline);
}

/* The offset behind the line that holds `at`. */
static size_t line_end(const char *text, size_t at)
{
	const char *newline = strchr(text + at, '\n');

	return newline ? (size_t)(newline - text) + 1 : strlen(text);
}

/* The last token of a top-level statement that begins at token i: before a semicolon, or
 * before the next token on a line of its own that no bracket encloses. */
static size_t statement_end(const struct tokens *t, size_t i)
{
	size_t depth = tokens_at(t, i)->depth, k = i;

	for (; k + 1 < t->count; k++) {
		const struct token *here = tokens_at(t, k), *next = tokens_at(t, k + 1);
		const char *between = t->text + here->start + here->len;
		size_t gap = next->start - here->start - here->len;

		if (here->depth == depth && tokens_is(t, k, ";"))
			return k;
		if (next->depth == depth && memchr(between, '\n', gap) && !tokens_is(t, k + 1, ".") &&
		    !tokens_is(t, k + 1, ";") && here->depth == depth && !tokens_is(t, k, ","))
			return k;
	}
	return k;
}

/* Where things go. */
struct places {
	size_t imports;         /* offset behind the last import */
	size_t uses;            /* offset behind the definition of the app, or its last use() */
	const char *app;        /* the app's variable */
};

static bool is_definition(const struct tokens *t, size_t i)
{
	return (tokens_is(t, i, "const") || tokens_is(t, i, "let") || tokens_is(t, i, "var")) &&
	       tokens_is(t, i + 2, "=") && tokens_is(t, i + 3, "defineApp") &&
	       tokens_is(t, i + 4, "(");
}

static bool find_places(struct places *out, const struct tokens *t, struct arena *arena)
{
	*out = (struct places){ 0 };
	for (size_t i = 0; i < t->count; i++) {
		size_t behind;

		if (tokens_at(t, i)->depth)
			continue;
		behind = line_end(t->text, tokens_at(t, statement_end(t, i))->start);
		if (tokens_is(t, i, "import") && !tokens_is(t, i + 1, "("))
			out->imports = behind;
		if (is_definition(t, i)) {
			out->app = tokens_value(t, i + 1, arena);
			out->uses = behind;
		}
		if (out->app && tokens_is(t, i, out->app) && tokens_is(t, i + 1, ".") &&
		    tokens_is(t, i + 2, "use"))
			out->uses = behind;
	}
	return out->app != NULL && out->imports && out->imports <= out->uses;
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
	err_set(err, ERR_UNSUPPORTED, "convex.config.ts is written in a way that git-cvx can't "
	        "edit: it doesn't mount '%s'", c->path);
	err_hint(err, "add these two lines by hand:");
	err_hint(err, "  import %s from \"%s\";", c->name, c->path);
	return err_hint(err, "  app.use(%s);", c->name);
}

static int mount_one(struct buf *out, const char *text, const struct component *c,
                     struct err *err)
{
	struct arena arena = { 0 };
	struct style style = style_of(text);
	struct tokens tokens;
	struct places places;
	int rc = -1;

	tokens_read(&tokens, &arena, text, strlen(text));
	if (!find_places(&places, &tokens, &arena) || name_is_taken(&tokens, c->name)) {
		by_hand(c, err);
		goto done;
	}
	buf_add(out, text, places.imports);
	if (places.imports && text[places.imports - 1] != '\n')
		buf_adds(out, style.newline);
	import_line(out, c, &style);
	buf_add(out, text + places.imports, places.uses - places.imports);
	if (places.uses && text[places.uses - 1] != '\n')
		buf_adds(out, style.newline);
	use_line(out, places.app, c, &style);
	buf_adds(out, text + places.uses);
	rc = 0;
done:
	arena_dispose(&arena);
	return rc;
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
		buf_dispose(&now);
		now = next;
		next = (struct buf)BUF_INIT;
	}
	if (!rc)
		buf_add(out, now.text, now.len);
	buf_dispose(&now);
	return rc;
}

/* The line is one that mount_one() writes for this component. */
static bool is_ours(const char *line, size_t len, const char *text, const struct component *c)
{
	struct style style = style_of(text);
	struct buf ours = BUF_INIT;
	const char *dot = memchr(line, '.', len);
	bool same;

	import_line(&ours, c, &style);
	same = ours.len == len && !memcmp(ours.text, line, len);
	buf_truncate(&ours, 0);
	if (!same && dot && !strncmp(dot, ".use(", 5)) {
		buf_add(&ours, line, (size_t)(dot - line));
		buf_addf(&ours, ".use(%s)%s%s", c->name, style.semicolons ? ";" : "", style.newline);
		same = ours.len == len && !memcmp(ours.text, line, len);
	}
	buf_dispose(&ours);
	return same;
}

void convex_config_unmount(struct buf *out, const char *text, const char *path, bool *removed)
{
	const struct component *c = strcmp(path, CONVEX_CONFIG_CVX) ? &components[0]
	                                                             : &components[1];

	*removed = false;
	for (size_t at = 0; text[at]; ) {
		size_t end = line_end(text, at);

		if (is_ours(text + at, end - at, text, c))
			*removed = true;
		else
			buf_add(out, text + at, end - at);
		at = end;
	}
}

/* package_json.c - edit a package.json as text. */
#include "app/package_json.h"

#include "core/scan.h"
#include "core/token.h"

#include <stdio.h>
#include <string.h>

/* JSON is JavaScript enough for its tokens. */
struct package {
	struct arena arena;
	struct tokens tokens;
	size_t migrations, convex;   /* tokens of the members' names; 0 if there are none */
	size_t neighbour;            /* the member that migrations belongs in front of */
};

static const char *value(struct package *p, size_t i)
{
	return tokens_at(&p->tokens, i)->kind == TOKEN_STRING
	       ? tokens_value(&p->tokens, i, &p->arena) : NULL;
}

/* Token i is the name of a member: "name": */
static const char *member(struct package *p, size_t i)
{
	return tokens_is(&p->tokens, i + 1, ":") ? value(p, i) : NULL;
}

/* The members of the object whose '{' is token `open`. */
static void read_members(struct package *p, size_t open)
{
	size_t depth = tokens_at(&p->tokens, open)->depth + 1, neighbour = 0, convex = 0;

	for (size_t i = open + 1; tokens_at(&p->tokens, i)->depth >= depth; i++) {
		const char *name = member(p, i);

		if (!name || tokens_at(&p->tokens, i)->depth != depth)
			continue;
		if (!strcmp(name, MIGRATIONS_PACKAGE))
			p->migrations = i;
		if (!strcmp(name, "convex"))
			convex = i;
		if (!neighbour && strcmp(name, MIGRATIONS_PACKAGE) > 0)
			neighbour = i;
	}
	if (convex && !p->convex) {
		p->convex = convex;
		p->neighbour = neighbour;
	}
}

static void read_package(struct package *p, const char *text)
{
	static const char *const in[] = { "dependencies", "devDependencies" };

	*p = (struct package){ 0 };
	tokens_read(&p->tokens, &p->arena, text, strlen(text));
	for (size_t k = 0; k < sizeof(in) / sizeof(in[0]); k++)
		for (size_t i = 0; i < p->tokens.count; i++) {
			const char *name = tokens_at(&p->tokens, i)->depth == 1 ? member(p, i) : NULL;

			if (name && !strcmp(name, in[k]) && tokens_is(&p->tokens, i + 2, "{"))
				read_members(p, i + 2);
		}
}

bool package_json_is_app(const char *text)
{
	struct package p;
	bool found;

	read_package(&p, text);
	found = p.convex;
	arena_dispose(&p.arena);
	return found;
}

/* No version that "^0.2.0", "~0.3.1", "0.3.3" allow is new enough; other forms may. */
static bool is_too_old(const char *range)
{
	int major, minor, patch;
	char kind = *range == '^' || *range == '~' ? *range++ : '=';

	if (sscanf(range, "%d.%d.%d", &major, &minor, &patch) != 3 || major)
		return false;
	return minor < 3 || (minor == 3 && kind == '=' && patch < 6);
}

static int check_version(const char *range, struct err *err)
{
	if (!range || !is_too_old(range))
		return 0;
	err_set(err, ERR_DECISION, "'package.json' asks for " MIGRATIONS_PACKAGE " '%s', "
	        "which is older than " MIGRATIONS_MINIMUM, range);
	return err_hint(err, "npm install " MIGRATIONS_PACKAGE "@" PACKAGE_MIGRATIONS_RANGE);
}

/* The blanks in front of the member, as the file has them. */
static size_t gap_before(const struct package *p, size_t i)
{
	const struct token *before = tokens_at(&p->tokens, i - 1);

	return tokens_at(&p->tokens, i)->start - before->start - before->len;
}

static void put(struct buf *out, const char *text, const struct package *p)
{
	size_t at = tokens_at(&p->tokens, p->neighbour)->start;
	size_t gap = gap_before(p, p->neighbour);

	buf_add(out, text, at);
	buf_adds(out, "\"" MIGRATIONS_PACKAGE "\": \"" PACKAGE_MIGRATIONS_RANGE "\",");
	buf_add(out, text + at - gap, gap);
	buf_adds(out, text + at);
}

/* What was written is accepted only if reading it says so. */
static bool reads(const char *text, bool with_migrations)
{
	struct package p;
	bool as_wanted;

	read_package(&p, text);
	as_wanted = p.convex && !p.migrations == !with_migrations;
	arena_dispose(&p.arena);
	return as_wanted;
}

static int by_hand(struct err *err)
{
	err_set(err, ERR_UNSUPPORTED, "'package.json' is written in a way that git-cvx can't edit: it "
	        "has no dependency on '" MIGRATIONS_PACKAGE "'");
	return err_hint(err, "npm install " MIGRATIONS_PACKAGE "@" PACKAGE_MIGRATIONS_RANGE);
}

/* What is no JSON can look otherwise once there is more in it. */
static int check_added(const char *before, const char *after, struct err *err)
{
	struct buf back = BUF_INIT;
	bool removed, same;

	package_json_remove(&back, after, &removed);
	same = removed && text_equal(back.text, before) && reads(after, true);
	buf_dispose(&back);
	return same ? 0 : by_hand(err);
}

int package_json_add(struct buf *out, const char *text, struct err *err)
{
	struct buf added = BUF_INIT;
	struct package p;
	int rc = -1;

	read_package(&p, text);
	if (!p.convex) {
		err_set(err, ERR_NO_APP, "there is no Convex app here: 'package.json' has no "
		        "dependency on 'convex'");
		err_hint(err, "go to the app's folder, or name it: git cvx init <folder>");
		goto done;
	}
	if (p.migrations) {
		rc = check_version(value(&p, p.migrations + 2), err);
		if (!rc)
			buf_adds(out, text);
		goto done;
	}
	if (scan_has_conflict_markers(text, strlen(text))) {
		rc = by_hand(err);
		goto done;
	}
	put(&added, text, &p);
	rc = check_added(text, added.text, err);
	if (!rc)
		buf_add(out, added.text, added.len);
done:
	buf_dispose(&added);
	arena_dispose(&p.arena);
	return rc;
}

void package_json_remove(struct buf *out, const char *text, bool *removed)
{
	struct package p;
	size_t from, to;

	read_package(&p, text);
	*removed = p.migrations && value(&p, p.migrations + 2) &&
	           !strcmp(value(&p, p.migrations + 2), PACKAGE_MIGRATIONS_RANGE) &&
	           tokens_is(&p.tokens, p.migrations + 3, ",");
	if (*removed) {
		from = tokens_at(&p.tokens, p.migrations)->start;
		to = tokens_at(&p.tokens, p.migrations + 4)->start;
		buf_add(out, text, from);
		buf_adds(out, text + to);
		*removed = reads(out->text, false) && !scan_has_conflict_markers(text, strlen(text));
	}
	if (!*removed) {
		buf_truncate(out, 0);
		buf_adds(out, text);
	}
	arena_dispose(&p.arena);
}

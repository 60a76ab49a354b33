/* token.c - cut a TypeScript source into tokens. */
#include "core/token.h"

#include "base/utf8.h"

#include <string.h>

/* An open bracket, or '$' for the ${ of a template literal. */
struct open {
	char mark;
	bool control;     /* the ( of if, while, …: after its ) a slash begins a regex */
};

struct lexer {
	const char *text;
	size_t len, pos;
	struct arena *arena;
	struct tokens *out;
	struct open *open;
	size_t depth, deepest;
	bool value_before; /* what ended just now is a value: a slash divides */
	bool control_word; /* the last token was if, while, for, with */
	char last_mark;    /* the last token, if it was a mark; else 0 */
	size_t last_end;
	char *doomed;      /* see doom(): of these places, on one line */
	size_t doomed_from, doomed_to;
};

static bool is_word_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || c == '#' || (unsigned char)c >= 0x80;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The byte n places on, 0 beyond the end. */
static char peek(const struct lexer *lx, size_t n)
{
	return n < lx->len - lx->pos ? lx->text[lx->pos + n] : '\0';
}

static bool starts(const struct lexer *lx, const char *s)
{
	size_t n = strlen(s);

	return lx->len - lx->pos >= n && !memcmp(lx->text + lx->pos, s, n);
}

static bool word_among(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n && !memcmp(*words, s, n))
			return true;
	return false;
}

/* Add the token that reaches from start to the current position. */
static void emit(struct lexer *lx, enum token_kind kind, size_t start, bool is_value)
{
	struct tokens *out = lx->out;

	out->items = arena_grow(lx->arena, out->items, out->count, sizeof(*out->items));
	out->items[out->count++] =
		(struct token){ kind, start, lx->pos - start, lx->depth };
	lx->value_before = is_value;
	lx->control_word = false;
	lx->last_mark = kind == TOKEN_MARK ? lx->text[start] : '\0';
	lx->last_end = lx->pos;
}

static void push(struct lexer *lx, char mark, bool control)
{
	if (lx->depth == lx->deepest)
		lx->open = arena_grow(lx->arena, lx->open, lx->deepest++, sizeof(*lx->open));
	lx->open[lx->depth++] = (struct open){ mark, control };
}

static void read_comment(struct lexer *lx)
{
	struct tokens *out = lx->out;
	bool block = peek(lx, 1) == '*';
	size_t start = lx->pos;

	lx->pos += 2;
	while (lx->pos < lx->len && (block ? !starts(lx, "*/") : !is_line_end(peek(lx, 0))))
		lx->pos++;
	if (block && lx->pos < lx->len)
		lx->pos += 2;
	out->comments = arena_grow(lx->arena, out->comments, out->comment_count,
	                           sizeof(*out->comments));
	out->comments[out->comment_count++] =
		(struct token){ .start = start, .len = lx->pos - start };
}

static void read_string(struct lexer *lx)
{
	char quote = peek(lx, 0);
	size_t start = lx->pos++;

	while (lx->pos < lx->len && peek(lx, 0) != quote && !is_line_end(peek(lx, 0)))
		lx->pos += peek(lx, 0) == '\\' && lx->len - lx->pos > 1 ? 2 : 1;
	if (lx->pos < lx->len && peek(lx, 0) == quote)
		lx->pos++;
	emit(lx, TOKEN_STRING, start, true);
}

/* From a backtick, or from the } that ends a ${}. */
static void read_template(struct lexer *lx)
{
	bool whole = peek(lx, 0) == '`';
	size_t start = lx->pos++;

	while (lx->pos < lx->len && peek(lx, 0) != '`' && !starts(lx, "${"))
		lx->pos += peek(lx, 0) == '\\' && lx->len - lx->pos > 1 ? 2 : 1;
	if (starts(lx, "${")) {
		lx->pos += 2;
		emit(lx, TOKEN_TEMPLATE_PIECE, start, false);
		push(lx, '$', false);
		return;
	}
	if (lx->pos < lx->len)
		lx->pos++;
	emit(lx, whole ? TOKEN_TEMPLATE : TOKEN_TEMPLATE_PIECE, start, true);
}

/* Is it known that no regex ends from this place on, inside a class or outside of one? */
static char *doomed_at(const struct lexer *lx, size_t i)
{
	return i >= lx->doomed_from && i < lx->doomed_to ? &lx->doomed[i - lx->doomed_from] : NULL;
}

/* A regex that isn't closed on its line dooms whatever is tried on the way that it took: each
 * place is passed in vain but twice, however many slashes there are. */
static void doom(struct lexer *lx, size_t start, size_t end)
{
	bool in_class = false;

	if (start >= lx->doomed_to) {
		lx->doomed_from = start;
		lx->doomed_to = end;
		lx->doomed = arena_alloc(lx->arena, end - start);
	}
	for (size_t i = start; i < end; i++) {
		char *known = doomed_at(lx, i);

		if (!known || *known & (in_class ? 2 : 1))
			return;
		*known |= in_class ? 2 : 1;
		if (lx->text[i] == '\\')
			i++;
		else if (lx->text[i] == '[' || lx->text[i] == ']')
			in_class = lx->text[i] == '[';
	}
}

/* The closing slash of a regex whose body begins there; 0: there is none on the line. */
static size_t regex_end(struct lexer *lx, size_t start)
{
	bool in_class = false;
	size_t i = start;

	for (; i < lx->len && (in_class || lx->text[i] != '/'); i++) {
		const char *known = doomed_at(lx, i);

		if (is_line_end(lx->text[i]) || (known && *known & (in_class ? 2 : 1)))
			break;
		if (lx->text[i] == '\\' && i + 1 < lx->len && !is_line_end(lx->text[i + 1]))
			i++;
		else if (lx->text[i] == '[')
			in_class = true;
		else if (lx->text[i] == ']')
			in_class = false;
	}
	if (i < lx->len && lx->text[i] == '/' && !in_class)
		return i;
	doom(lx, start, i);
	return 0;
}

/* False, and nothing read, if the slash begins none that ends on its line. */
static bool read_regex(struct lexer *lx)
{
	size_t start = lx->pos, end = regex_end(lx, start + 1);

	if (!end)
		return false;
	lx->pos = end + 1;
	while (lx->pos < lx->len && is_word_char(peek(lx, 0)))
		lx->pos++;
	emit(lx, TOKEN_REGEX, start, true);
	return true;
}

/* How many bytes go on with a word here: a letter of it, or the escape of one. */
static size_t word_piece(const struct lexer *lx)
{
	unsigned long code;

	if (lx->pos >= lx->len)
		return 0;
	return is_word_char(peek(lx, 0)) ? 1
		: utf8_escape(&code, lx->text + lx->pos, lx->len - lx->pos);
}

static void read_word(struct lexer *lx)
{
	static const char *const before_value[] = {
		"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new",
		"else", "do", "instanceof", "yield", "await", "default", NULL,
	};
	static const char *const control[] = { "if", "while", "for", "with", NULL };
	size_t start = lx->pos, n;
	bool property = lx->last_mark == '.';
	bool number = peek(lx, 0) >= '0' && peek(lx, 0) <= '9';
	const char *s = lx->text + start;

	while ((n = word_piece(lx)))
		lx->pos += n;
	n = lx->pos - start;
	emit(lx, number ? TOKEN_NUMBER : TOKEN_WORD, start,
	     property || !word_among(s, n, before_value));
	lx->control_word = !property && word_among(s, n, control);
}

/* Does a value end with this mark, so that a slash after it divides? */
static bool ends_value(const struct lexer *lx, char c)
{
	bool doubled = lx->last_mark == c && lx->last_end == lx->pos;

	switch (c) {
	case ']':
	case '.':
		return true;
	case '+':
	case '-':
		return doubled;
	case '!':
		return lx->value_before; /* TypeScript's x! */
	default:
		return false;
	}
}

static void read_mark(struct lexer *lx)
{
	char c = peek(lx, 0);
	bool value = ends_value(lx, c), control = lx->control_word;
	bool closes = strchr(")]}", c) && lx->depth && lx->open[lx->depth - 1].mark != '$';

	if (closes) {
		lx->depth--;
		if (c == ')')
			value = !lx->open[lx->depth].control;
	}
	lx->pos++;
	emit(lx, TOKEN_MARK, lx->pos - 1, value);
	if (strchr("([{", c))
		push(lx, c, control);
}

static void read_token(struct lexer *lx)
{
	char c = peek(lx, 0);

	if ((unsigned char)c <= ' ')
		lx->pos++;
	else if (starts(lx, "//") || starts(lx, "/*"))
		read_comment(lx);
	else if (c == '"' || c == '\'')
		read_string(lx);
	else if (c == '`' || (c == '}' && lx->depth && lx->open[lx->depth - 1].mark == '$')) {
		if (c == '}')
			lx->depth--;
		read_template(lx);
	} else if (word_piece(lx))
		read_word(lx);
	else if (c != '/' || lx->value_before || !read_regex(lx))
		read_mark(lx);
}

void tokens_read(struct tokens *out, struct arena *arena, const char *text, size_t len)
{
	struct lexer lx = { .text = text, .len = len, .arena = arena, .out = out };

	*out = (struct tokens){ .text = text };
	if (starts(&lx, "\xef\xbb\xbf"))
		lx.pos = 3;
	if (starts(&lx, "#!"))
		while (lx.pos < len && !is_line_end(peek(&lx, 0)))
			lx.pos++;
	while (lx.pos < len)
		read_token(&lx);
}

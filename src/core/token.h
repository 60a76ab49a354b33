/* token.h - cut a TypeScript source into tokens.
 *
 * Enough of the language that nothing inside a comment, string, template literal or
 * regular expression looks like code. Any bytes are accepted: what isn't closed ends
 * where it must end at the latest. Knows no grammar; that is scan.c's part. */
#ifndef CVX_CORE_TOKEN_H
#define CVX_CORE_TOKEN_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,           /* name or keyword; some of it may be written as \u escapes */
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_TEMPLATE,       /* template literal without ${} */
	TOKEN_TEMPLATE_PIECE, /* text of one before, between or after its ${} */
	TOKEN_REGEX,
	TOKEN_MARK,           /* one byte of punctuation */
};

struct token {
	enum token_kind kind;
	size_t start, len;    /* in the text, quotes included */
	size_t depth;         /* brackets and ${} open around it; a bracket's own is outside */
};

struct tokens {
	const char *text;
	struct token *items;    size_t count;
	struct token *comments; size_t comment_count; /* kind and depth unset */
};

/* The tokens point into text, which must outlive them. */
void tokens_read(struct tokens *out, struct arena *arena, const char *text, size_t len);

/* The i-th token; beyond the last one a TOKEN_END at depth 0. */
const struct token *tokens_at(const struct tokens *tokens, size_t i);

/* The i-th token is this word, however it is written, or this mark (one character). */
bool tokens_is(const struct tokens *tokens, size_t i, const char *word_or_mark);

/* The text of a word, the value of a string or of a template without ${}; else NULL. */
const char *tokens_value(const struct tokens *tokens, size_t i, struct arena *arena);

#endif

/* scanner.c - fuzzes core/token.h and core/scan.h: TypeScript sources of any branch. */
#include "fuzz.h"

#include "base/buf.h"
#include "core/scan.h"
#include "core/token.h"

static void check_tokens(struct arena *arena, const char *text, size_t len)
{
	struct tokens tokens;
	size_t end = 0;

	tokens_read(&tokens, arena, text, len);
	CLAIM(tokens.count <= len + 1 && tokens.comment_count <= len);
	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *t = tokens_at(&tokens, i);

		CLAIM(t->start >= end && t->len <= len && t->start <= len - t->len);
		CLAIM(t->depth <= len);
		end = t->start + t->len;
		tokens_value(&tokens, i, arena);
	}
	CLAIM(tokens_at(&tokens, tokens.count)->kind == TOKEN_END);
}

static void check_exports(struct arena *arena, const char *text, size_t len)
{
	struct scan_exports exports;

	scan_exports(&exports, arena, text, len);
	for (size_t i = 0; i < exports.count; i++) {
		const struct scan_export *e = &exports.items[i];

		CLAIM(e->name && *e->name && e->tokens);
		CLAIM(e->len <= len && e->start <= len - e->len);
	}
}

/* Only inserts: what was there is still there, in its order. */
static void check_marks(const char *text, size_t len)
{
	struct buf marked = BUF_INIT;
	size_t at = 0;

	scan_mark_pure(&marked, text, len);
	for (size_t i = 0; i < marked.len && at < len; i++)
		at += marked.text[i] == text[at];
	CLAIM(at == len);
	buf_dispose(&marked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	char *text = fuzz_bytes(data, len);
	struct scan once, again;

	check_tokens(&arena, text, len);
	scan_source(&once, &arena, text, len);
	scan_source(&again, &arena, text, len);
	fuzz_names(&once.tables);
	CLAIM(fuzz_same_names(&once.tables, &again.tables));
	CLAIM(text_equal(once.table, again.table));
	CLAIM(text_equal(once.description, again.description));
	check_exports(&arena, text, len);
	check_marks(text, len);
	scan_has_conflict_markers(text, len);
	free(text);
	arena_dispose(&arena);
	return 0;
}

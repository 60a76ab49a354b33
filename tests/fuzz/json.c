/* json.c - fuzzes what reads JSON: codec/json.h, git/json_peek.h, and answers of a server. */
#include "fuzz.h"

#include "codec/json.h"
#include "codec/record.h"
#include "codec/wire.h"
#include "codec/writer.h"
#include "git/json_peek.h"

/* The writer's depth is bounded, and our own values are flat. */
static size_t depth_of(const struct value *v)
{
	size_t deepest = 0;

	for (size_t i = 0; i < v->count; i++) {
		size_t depth = depth_of(&v->items[i].value);

		deepest = depth > deepest ? depth : deepest;
	}
	return deepest + 1;
}

static void put(struct writer *w, const char *name, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL: writer_null(w, name); return;
	case VALUE_FLAG: writer_flag(w, name, v->flag); return;
	case VALUE_NUMBER: writer_number(w, name, v->number); return;
	case VALUE_TEXT: writer_bytes(w, name, v->text, v->len); return;
	case VALUE_LIST: writer_list(w, name); break;
	case VALUE_OBJECT: writer_object(w, name); break;
	}
	for (size_t i = 0; i < v->count; i++) {
		CLAIM((v->kind == VALUE_OBJECT) == (v->items[i].name != NULL));
		put(w, v->items[i].name, &v->items[i].value);
	}
	writer_end(w);
}

/* What is written is read back, and written the same again. */
static void check_written(struct arena *arena, const struct value *value)
{
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct writer one = WRITER_INIT(&first), two = WRITER_INIT(&second);
	struct err err = ERR_INIT;
	const struct value *read = NULL;

	put(&one, NULL, value);
	CLAIM(!value_parse(&read, arena, first.text, first.len, &err));
	CLAIM(read->kind == value->kind && read->count == value->count);
	put(&two, NULL, read);
	CLAIM(text_equal(first.text, second.text));
	buf_dispose(&first);
	buf_dispose(&second);
}

static void check_peek(struct arena *arena, const char *text)
{
	static const char *const one[] = { "functions", NULL };
	static const char *const two[] = { "dependencies", "convex", NULL };
	static const char *const *const keys[] = { one, two };

	for (size_t i = 0; i < 2; i++) {
		const char *found = NULL;
		enum json_peek how = json_peek(&found, arena, text, keys[i]);

		CLAIM((how == JSON_PEEK_STRING) == (found != NULL));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	struct err err = ERR_INIT, other = ERR_INIT;
	char *text = fuzz_text(data, len), *bytes = fuzz_bytes(data, len);
	const struct value *value = NULL;
	struct wire_answer answer = { 0 };
	struct buf body = BUF_INIT;
	struct agreed agreed;

	if (value_parse(&value, &arena, bytes, len, &err))
		CLAIM(err.code == ERR_SERVER && *err.msg);
	else if (depth_of(value) < WRITER_DEPTH)
		check_written(&arena, value);
	check_peek(&arena, text);
	buf_add(&body, data, len);
	if (!wire_answer(&answer, &arena, "cvx:ledger", &body, &other))
		CLAIM(answer.value != NULL);
	err_clear(&other);
	if (record_read_plan(&agreed, &arena, bytes, len, &other))
		CLAIM(other.code != ERR_NONE && *other.msg);
	buf_dispose(&body);
	free(bytes);
	free(text);
	arena_dispose(&arena);
	return 0;
}

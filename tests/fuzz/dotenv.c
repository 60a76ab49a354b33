/* dotenv.c - fuzzes conf/dotenv.h: env files. */
#include "fuzz.h"

#include "conf/dotenv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	struct dotenv once, again;
	char *text = fuzz_text(data, len);

	dotenv_read(&once, &arena, text);
	dotenv_read(&again, &arena, text);
	CLAIM(once.count == again.count && once.count <= len);
	for (size_t i = 0; i < once.count; i++) {
		CLAIM(once.items[i].key && *once.items[i].key && once.items[i].value);
		CLAIM(!strcmp(once.items[i].key, again.items[i].key));
		CLAIM(!strcmp(once.items[i].value, again.items[i].value));
		CLAIM(strlen(once.items[i].key) + strlen(once.items[i].value) < len);
	}
	if (once.count) {
		const struct dotenv_entry *last = &once.items[once.count - 1];

		CLAIM(dotenv_find(&once, last->key) == last->value);
	}
	free(text);
	arena_dispose(&arena);
	return 0;
}

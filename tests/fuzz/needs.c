/* needs.c - fuzzes push/needs.h: what a bundle refers to. */
#include "fuzz.h"

#include "push/needs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena arena = { 0 };
	struct names functions = { 0 }, components = { 0 }, f = { 0 }, c = { 0 };
	char *text = fuzz_text(data, len);

	needs_read(&functions, &components, &arena, text, "migrations/x");
	needs_read(&f, &c, &arena, text, "migrations/x");
	fuzz_names(&functions);
	fuzz_names(&components);
	CLAIM(fuzz_same_names(&functions, &f) && fuzz_same_names(&components, &c));
	for (size_t i = 0; i < functions.count; i++)
		CLAIM(strncmp(functions.items[i], "migrations/", 11) != 0);
	free(text);
	arena_dispose(&arena);
	return 0;
}

/* test_migration.c - ids, file names, lineups and lists of names. */
#include "core/migration.h"
#include "tap.h"

static void test_ids(void)
{
	char id[MIGRATION_ID_MAX + 2];

	memset(id, 'a', sizeof(id));
	id[MIGRATION_ID_MAX + 1] = '\0';
	ok(migration_id_problem(id) != NULL, "62 bytes are too long for an id");
	id[MIGRATION_ID_MAX] = '\0';
	ok(!migration_id_problem(id), "61 bytes are not");
	ok(!migration_id_problem("20251008_153000_backfill"), "digits, letters and _ are an id");
	ok(migration_id_problem("") != NULL, "the empty text is no id");
	ok(strstr(migration_id_problem("a-b"), "dash") != NULL, "a dash is named");
	ok(strstr(migration_id_problem("a.b"), "dot") != NULL, "a dot is named");
	ok(migration_id_problem("a b") && migration_id_problem("\xc3\xa4"), "nothing else goes");
}

static enum migration_file kind(const char *name)
{
	size_t stem;

	return migration_file_kind(name, &stem);
}

static void test_files(void)
{
	size_t stem = 0;

	ok(migration_file_kind("a1.ts", &stem) == MIGRATION_FILE_OK, "a .ts file is one");
	is_int((long long)stem, 2, "its stem is the id");
	ok(kind("a1.js") == MIGRATION_FILE_OK && kind("a1.tsx") == MIGRATION_FILE_OK,
	   "so are .js and .tsx");
	ok(kind("_helpers.ts") == MIGRATION_FILE_SKIP, "_x isn't");
	ok(kind("index.ts") == MIGRATION_FILE_SKIP, "index isn't");
	ok(kind("a1.test.ts") == MIGRATION_FILE_SKIP && kind("a1.d.ts") == MIGRATION_FILE_SKIP,
	   "tests and declarations aren't");
	ok(kind("README.md") == MIGRATION_FILE_SKIP && kind(".ts") == MIGRATION_FILE_SKIP &&
	   kind(".a1.ts") == MIGRATION_FILE_SKIP, "other files aren't");
	ok(kind("indexes.ts") == MIGRATION_FILE_OK, "a name that begins with index is one");
	ok(migration_file_kind("a-1.ts", &stem) == MIGRATION_FILE_BAD && stem == 3,
	   "a dash is worth a word");
	ok(kind("a.b.ts") == MIGRATION_FILE_BAD, "so is a second dot");
}

static void test_lineup(void)
{
	struct migration items[] = {
		{ .id = "b", .file = "m/b.ts" },
		{ .id = "B", .file = "m/B.ts" },
		{ .id = "a", .file = "m/a.ts" },
	};
	struct migration twice[] = {
		{ .id = "a", .file = "m/a.ts" },
		{ .id = "a", .file = "m/a.js" },
	};
	struct lineup lineup = { items, 3, "main", NULL }, bad = { twice, 2, "main", NULL };
	struct lineup empty = { NULL, 0, "main", NULL };
	struct err err = ERR_INIT;

	ok(!lineup_sort(&lineup, &err), "a lineup is sorted");
	ok(!strcmp(items[0].id, "B") && !strcmp(items[2].id, "b"), "bytewise");
	ok(lineup_find(&lineup, "a") == &items[1] && lineup_find(&lineup, "B") == &items[0] &&
	   lineup_find(&lineup, "b") == &items[2], "each is found");
	ok(!lineup_find(&lineup, "c") && !lineup_find(&lineup, ""), "others are not");
	ok(!lineup_sort(&empty, &err) && !lineup_find(&empty, "a"), "an empty one is fine");
	is_int(lineup_sort(&bad, &err), -1, "two files for one id fail");
	is_str(err.msg, "'m/a.js' and 'm/a.ts' are one migration, 'a'", "and are named");
}

static void test_names(void)
{
	struct arena arena = { 0 };
	struct names a = { 0 }, b = { 0 };

	ok(!names_overlap(&a, &b) && !names_contain(&a, "x"), "empty lists share nothing");
	names_add(&a, &arena, "x");
	names_add(&a, &arena, "y");
	names_add(&a, &arena, "x");
	names_add(&b, &arena, "z");
	is_int((long long)a.count, 2, "a name is added once");
	ok(!names_overlap(&a, &b), "different names don't overlap");
	names_add(&b, &arena, "y");
	ok(names_overlap(&a, &b) && names_overlap(&b, &a), "a shared one does");
	arena_dispose(&arena);
}

/* The tree beside a long list answers as looking at each name would. */
static void test_many_names(void)
{
	struct arena arena = { 0 };
	struct names all = { 0 }, plain = { 0 }, copy;
	unsigned seed = 20251008;
	bool same = true;

	for (int i = 0; i < 3000; i++) {
		char name[8] = "";
		bool is_new;

		seed = seed * 1103515245 + 12345;
		for (unsigned k = 0; k < (seed >> 16 & 7) && k < 6; k++)
			name[k] = (char)("a\xc3" "bA"[seed >> (4 + 2 * k) & 3]);
		is_new = true;
		for (size_t k = 0; k < plain.count; k++)
			is_new &= strcmp(plain.items[k], name) != 0;
		same = same && names_contain(&all, name) == !is_new;
		names_add(&all, &arena, arena_strdup(&arena, name));
		if (is_new) {
			plain.items = arena_grow(&arena, plain.items, plain.count,
			                         sizeof(*plain.items));
			plain.items[plain.count++] = arena_strdup(&arena, name);
		}
	}
	for (size_t i = 0; i < all.count && i < plain.count; i++)
		same = same && !strcmp(all.items[i], plain.items[i]);
	ok(same && all.count == plain.count && all.count > 100, "each of many names once, in order");
	copy = all;
	names_add(&copy, &arena, "one more");
	ok(names_contain(&copy, "one more") && !names_contain(&all, "one more"),
	   "a copy goes its own way");
	all.count = 40;
	names_add(&all, &arena, "another");
	ok(all.count == 41 && names_contain(&all, "another") && !names_contain(&all, "one more"),
	   "what was taken out isn't in it");
	arena_dispose(&arena);
}

int main(void)
{
	test_many_names();
	test_ids();
	test_files();
	test_lineup();
	test_names();
	return done();
}

/* test_id.c - a migration by what somebody typed. */
#include "core/id.h"
#include "tap.h"

static struct migration items[] = {
	{ .id = "20251008_100000_add_user_role" }, { .id = "20251015_090000_split_user_name" },
	{ .id = "20251015_100000_rename_room" }, { .id = "all" }, { .id = "all_of_it" },
};
static struct ledger_row rows[] = {
	{ .id = "20251015_090000_split_user_name" }, { .id = "20260101_000000_gone" },
};
static const struct lineup target = { .items = items, .count = 5 };
static const struct ledger ledger = { .rows = rows, .count = 2 };
static const struct id_known known = { &target, &ledger };

static void finds(const char *typed, const char *want, const char *name)
{
	is_str(id_find(&known, typed), want, name);
}

static void hints(const char *typed, const char *want, const char *name)
{
	struct arena arena = { 0 };

	is_str(id_hint(&known, &arena, typed), want, name);
	arena_dispose(&arena);
}

int main(void)
{
	finds("20251008_100000_add_user_role", "20251008_100000_add_user_role", "an id is itself");
	finds("20251008", "20251008_100000_add_user_role", "its beginning is enough");
	finds("20251015_09", "20251015_090000_split_user_name",
	      "one that branch and ledger hold is one");
	finds("2026", "20260101_000000_gone", "one that the ledger alone knows");
	finds("20251015", NULL, "two begin so");
	finds("all", "all", "what is an id is no beginning");
	finds("split", NULL, "a part of it is no beginning");
	finds("", NULL, "nothing is none");
	hints("split_user", "did you mean '20251015_090000_split_user_name'?", "but it is near");
	hints("20251015_090000_split_usr_nam", "did you mean '20251015_090000_split_user_name'?",
	      "a mistyped one");
	hints("20251015", "several begin so: '20251015_090000_split_user_name', "
	      "'20251015_100000_rename_room'", "several are listed");
	hints("20", "several begin so: '20251008_100000_add_user_role', "
	      "'20251015_090000_split_user_name', '20251015_100000_rename_room' ...",
	      "many aren't, all of them");
	hints("something_else", "git cvx list", "one like none");
	return done();
}

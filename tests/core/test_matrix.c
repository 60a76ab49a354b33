/* test_matrix.c - lineups and ledgers side by side. */
#include "matrix_case.h"
#include "tap.h"

static struct arena arena;

/* "a there edited | applied never". */
static const char *row_text(const struct matrix *m, size_t i)
{
	const char *text = m->rows[i].id;

	for (size_t k = 0; k < m->branch_count; k++)
		text = arena_printf(&arena, "%s %s", text, matrix_on_word(m->rows[i].on[k]));
	text = arena_printf(&arena, "%s |", text);
	for (size_t k = 0; k < m->linked_count; k++)
		text = arena_printf(&arena, "%s %s", text, matrix_in_word(m->rows[i].in[k]));
	return text;
}

static void test_cells(void)
{
	static const char *const rows[] = {
		"20250901_a there there absent | applied applied never unknown",
		"20250902_b there there absent | applied never never unknown",
		"20250903_c absent there absent | applied never never unknown",
		"20250904_d there edited absent | applied never never unknown",
		"20250905_e absent absent absent | never phantom never unknown",
		"20250906_f there absent absent | failed never never unknown",
		"20250907_g absent there absent | undone never never unknown",
		"20250908_h absent absent absent | never unfinished never unknown",
		"20250909_i absent absent absent | never applied never unknown",
	};
	struct matrix m = case_matrix(&arena);

	is_int((long long)m.row_count, 9, "every migration of branches and ledgers, once");
	for (size_t i = 0; i < m.row_count; i++)
		is_str(row_text(&m, i), rows[i], m.rows[i].id);
	is_str(m.rows[0].description, "The \"first\" <b>", "with what it says of itself");
}

static void test_stands(void)
{
	struct matrix m = case_matrix(&arena);
	struct matrix_environment *e = m.environments;

	is_str(matrix_stand(&e[0], &arena), "1 behind and 1 ahead of main, 1 not finished",
	       "against the current branch");
	is_str(matrix_stand(&e[1], &arena),
	       "4 behind and 1 ahead of feature/topic, 1 not finished",
	       "or the one it belongs to; what was removed from it doesn't count");
	is_str(matrix_stand(&e[2], &arena), "4 behind main", "nothing was done");
	is_str(matrix_stand(&e[3], &arena), "", "nothing is known");
	is_int((long long)e[0].failed, 1, "what has failed");
	is_int((long long)e[1].failed, 1, "or not ended");
	e[0].behind = 0;
	is_str(matrix_stand(&e[0], &arena), "1 ahead of main, 1 not finished", "ahead");
	e[0].ahead = 0;
	is_str(matrix_stand(&e[0], &arena), "not in step with main, 1 not finished",
	       "what hasn't finished is in no step");
	e[0].failed = 0;
	is_str(matrix_stand(&e[0], &arena), "in step with main", "in step");
	is_str(matrix_counts(&m, &arena), "3 branches, 4 environments, 9 migrations", "counts");
}

static void test_no_past(void)
{
	struct matrix m = case_matrix(&arena);

	m.past = NULL;
	case_staging[3].foreign = false;
	matrix_make(&m, &arena);
	is_int(m.rows[8].in[1], MATRIX_PHANTOM, "where the history isn't known, it counts as one");
	case_staging[3].foreign = true;
	matrix_make(&m, &arena);
	is_int(m.rows[8].in[1], MATRIX_APPLIED, "but for what nobody answers for");
	is_int((long long)m.environments[1].ahead, 1, "which doesn't count either");
	case_staging[3].foreign = false;
}

static void test_modules(void)
{
	struct migration ours[] = { { .id = "z" }, { .id = "m" } };
	struct migration theirs[] = { { .id = "z" }, { .id = "x" }, { .id = "m" }, { .id = "a" } };
	const struct lineup lineups[] = { { ours, 2, "main", "Down" }, { theirs, 4, "t", "Down" } };
	struct ledger_row row = { .id = "gone", .status = ROW_COMPLETED };
	const struct ledger ledger = { .rows = &row, .count = 1 };
	struct matrix_branch branches[] = {
		{ .name = "main", .lineup = &lineups[0] }, { .name = "t", .lineup = &lineups[1] },
	};
	struct matrix_environment dev = { .name = "dev", .ledger = &ledger };
	struct matrix m = { .branches = branches, .branch_count = 2, .environments = &dev,
	                    .environment_count = 1, .linked_count = 1 };
	const char *order = "";

	matrix_make(&m, &arena);
	for (size_t i = 0; i < m.row_count; i++)
		order = arena_printf(&arena, "%s%s ", order, m.rows[i].id);
	is_str(order, "z x m a gone ", "exports of modules have an order of their own");
}

static void test_nothing(void)
{
	struct matrix m = { .branch_count = 0 };

	matrix_make(&m, &arena);
	is_int((long long)m.row_count, 0, "nothing at all");
	is_str(matrix_counts(&m, &arena), "0 branches, 0 environments, 0 migrations", "is counted");
}

int main(void)
{
	test_cells();
	test_stands();
	test_no_past();
	test_modules();
	test_nothing();
	arena_dispose(&arena);
	return done();
}

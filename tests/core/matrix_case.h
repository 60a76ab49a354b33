/* matrix_case.h - three branches and four environments that tests look at. */
#ifndef CVX_TESTS_CORE_MATRIX_CASE_H
#define CVX_TESTS_CORE_MATRIX_CASE_H

#include "core/matrix.h"

/* a and b everywhere; c on topic only, applied in dev; d edited on topic; e in the ledger of
 * staging only; f failed, g undone, h not ended, i was on main once. */
static struct migration case_main[] = {
	{ .id = "20250901_a", .source = "1", .description = "The \"first\" <b>" },
	{ .id = "20250902_b", .source = "2" }, { .id = "20250904_d", .source = "4" },
	{ .id = "20250906_f", .source = "6" },
};
static struct migration case_topic[] = {
	{ .id = "20250901_a", .source = "1" }, { .id = "20250902_b", .source = "2" },
	{ .id = "20250903_c", .source = "3" }, { .id = "20250904_d", .source = "44" },
	{ .id = "20250907_g", .source = "7" },
};
static const struct lineup case_lineups[] = {
	{ case_main, 4, "main", NULL }, { case_topic, 5, "topic", NULL }, { NULL, 0, "docs", NULL },
};

static struct ledger_row case_dev[] = {
	{ .id = "20250901_a", .status = ROW_COMPLETED, .source = "1", .started_at = 1760518800000.0,
	  .completed_at = 1760518801000.0, .processed = 25, .clone_name = "Ada@fern",
	  .commit = "1a2b3c4d5e6f", .branch = "main" },
	{ .id = "20250902_b", .status = ROW_COMPLETED, .source = "2", .processed = -1 },
	{ .id = "20250903_c", .status = ROW_COMPLETED, .source = "3", .processed = 1 },
	{ .id = "20250904_d", .status = ROW_COMPLETED, .source = "4", .processed = -1 },
	{ .id = "20250906_f", .status = ROW_FAILED, .processed = 3, .clone_name = "bo<script>@oak",
	  .error = "Uncaught Error: no blank in '</td>'\n    at a.ts" },
	{ .id = "20250907_g", .status = ROW_ROLLED_BACK, .direction = DIRECTION_DOWN, .processed = 0 },
};
static struct ledger_row case_staging[] = {
	{ .id = "20250901_a", .status = ROW_COMPLETED, .source = "1", .processed = -1 },
	{ .id = "20250905_e", .status = ROW_COMPLETED, .branch = "gone/branch", .processed = -1,
	  .clone_name = "bo@oak" },
	{ .id = "20250908_h", .status = ROW_RUNNING, .processed = -1 },
	{ .id = "20250909_i", .status = ROW_COMPLETED, .processed = -1 },
};
static const struct ledger case_ledgers[] = {
	{ .ledger_id = "l1", .rows = case_dev, .count = 6 },
	{ .ledger_id = "l2", .rows = case_staging, .count = 4 },
};

static inline struct matrix case_matrix(struct arena *arena)
{
	static struct matrix_branch branches[3];
	static struct matrix_environment environments[5];
	static const char *past_ids[] = { "20250901_a", "20250909_i" };
	static const struct names past = { .items = past_ids, .count = 2 };
	struct matrix m = { .branches = branches, .branch_count = 3, .past = &past,
		.environments = environments, .environment_count = 5, .linked_count = 4,
		.other_branches = 2 };

	branches[0] = (struct matrix_branch){ "main", "1a2b3c4d", true, true, NULL,
	                                      &case_lineups[0] };
	branches[1] = (struct matrix_branch){ "feature/topic", "2b3c", false, true, NULL,
	                                      &case_lineups[1] };
	branches[2] = (struct matrix_branch){ "docs", "3c4d", false, false, NULL, &case_lineups[2] };
	environments[0] = (struct matrix_environment){ .name = "dev", .access = MATRIX_READ,
		.ledger = &case_ledgers[0] };
	environments[1] = (struct matrix_environment){ .name = "staging", .access = MATRIX_READ,
		.ledger = &case_ledgers[1], .wanted_branch = "feature/topic", .is_production = true };
	environments[2] = (struct matrix_environment){ .name = "new", .access = MATRIX_EMPTY };
	environments[3] = (struct matrix_environment){ .name = "away", .access = MATRIX_SILENT,
		.problem = "the deployment at 'http://127.0.0.1:9' doesn't answer" };
	environments[4] = (struct matrix_environment){ .name = "live", .access = MATRIX_NOT_LINKED };
	matrix_make(&m, arena);
	return m;
}

#endif

/* record.c - for shell tests: write recorded state as a run leaves it.
 *
 *     record [--head-counts] GIT_DIR WORKTREE [ID...]     all but the last ID count as applied */
#include "hook/state.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const watched[] = {
	"convex/migrations/*", "convex/schema.*", "convex/convex.config.*", ".env*", ".cvx.ini",
};

int main(int argc, char **argv)
{
	struct state_id *ids = xcalloc((size_t)argc, sizeof(*ids));
	struct state_record record = { .watched = watched, .watched_count = 5, .ids = ids,
		.deployment = "d", .signature = "signature", .summary = "in step" };
	struct buf seen = BUF_INIT;
	struct err err = ERR_INIT;
	int rc;

	record.head_counts = argc > 1 && !strcmp(argv[1], "--head-counts");
	argc -= record.head_counts;
	argv += record.head_counts;
	if (argc < 3)
		return 129;
	record.worktree = argv[2];
	for (int i = 3; i < argc; i++)
		ids[record.id_count++] = (struct state_id){ argv[i], i + 1 < argc, NULL };
	rc = state_look(&seen, argv[1], &record, &err) ||
	     state_write(argv[1], &record, &seen, &err);
	if (rc)
		fprintf(stderr, "%s\n", err.msg);
	buf_dispose(&seen);
	free(ids);
	return rc ? 128 : 0;
}

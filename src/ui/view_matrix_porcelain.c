/* view_matrix_porcelain.c - branches, environments and migrations, for scripts. */
#include "ui/view_matrix.h"

#include "ui/porcelain.h"

static void environment(struct porcelain *p, const struct matrix_environment *e)
{
	bool compared = e->branch != NULL;

	porcelain_text(p, "environment");
	porcelain_text(p, e->name);
	porcelain_text(p, matrix_access_word(e->access));
	porcelain_text(p, e->is_production ? "production" : NULL);
	porcelain_text(p, compared ? e->branch->name : NULL);
	porcelain_number(p, compared ? (int64_t)e->behind : -1);
	porcelain_number(p, compared ? (int64_t)e->ahead : -1);
	porcelain_text(p, e->problem);
	porcelain_end(p);
}

void view_matrix_porcelain(struct out *out, const struct matrix *m, bool nul)
{
	struct porcelain p;

	porcelain_begin(&p, out, nul);
	for (size_t i = 0; i < m->branch_count; i++) {
		porcelain_text(&p, "branch");
		porcelain_text(&p, m->branches[i].name);
		porcelain_text(&p, m->branches[i].commit);
		porcelain_text(&p, m->branches[i].is_current ? "current" : NULL);
		porcelain_text(&p, m->branches[i].problem);
		porcelain_end(&p);
	}
	for (size_t i = 0; i < m->environment_count; i++)
		environment(&p, &m->environments[i]);
	for (size_t i = 0; i < m->row_count; i++) {
		porcelain_text(&p, "migration");
		porcelain_text(&p, m->rows[i].id);
		for (size_t k = 0; k < m->branch_count; k++)
			porcelain_text(&p, matrix_on_word(m->rows[i].on[k]));
		for (size_t k = 0; k < m->environment_count; k++)
			porcelain_text(&p, matrix_in_word(m->rows[i].in[k]));
		porcelain_end(&p);
	}
}

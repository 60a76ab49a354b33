/* view_log_porcelain.c - what was done to a deployment, for scripts. */
#include "ui/view_log.h"

#include "core/error_text.h"
#include "ui/porcelain.h"

static void add_error(struct porcelain *p, const struct log_entry *e)
{
	struct buf error = BUF_INIT;
	const char *line;

	if (e->error && p->nul) {
		buf_adds(&error, error_text(e->error));
	} else if (e->error) {
		size_t len = error_line(&line, e->error);

		buf_add(&error, line, len);
	}
	porcelain_text(p, error.text);
	buf_dispose(&error);
}

void view_log_porcelain(struct out *out, const struct view_log *view, bool nul)
{
	struct porcelain p;

	porcelain_begin(&p, out, nul);
	for (size_t i = 0; i < view->count; i++) {
		const struct log_entry *e = &view->log->items[i];

		porcelain_number(&p, (int64_t)log_when(e));
		porcelain_text(&p, log_action_word(e->action));
		porcelain_text(&p, log_result_word(e->result));
		porcelain_names(&p, &e->ids);
		porcelain_number(&p, e->processed);
		porcelain_number(&p, e->ms);
		porcelain_text(&p, e->by.commit);
		porcelain_text(&p, e->by.branch);
		porcelain_text(&p, e->by.clone_name);
		porcelain_text(&p, e->release_id);
		add_error(&p, e);
		porcelain_end(&p);
	}
}

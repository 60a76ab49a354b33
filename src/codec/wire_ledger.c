/* wire_ledger.c - requests to our component, and what it answers. */
#include "codec/wire_ledger.h"

#include "codec/wire_text.h"

#include <string.h>

void wire_holder(const struct value *busy, struct lease_holder *out)
{
	const struct value *holder = value_member(busy, "holder");

	*out = (struct lease_holder){
		.clone_name = value_text(holder, "cloneName"),
		.command = value_text(holder, "command"),
		.run_id = value_text(holder, "runId"),
		.expires_in_ms = value_integer(busy, "expiresInMs", 0),
	};
	if (!out->clone_name && holder)
		out->clone_name = "somebody";
}

int wire_hello(const struct value *answer, struct ledger *out, struct lease_holder *lease,
               struct err *err)
{
	const struct value *bridge = value_member(answer, "bridge"), *baseline;
	double revision = 0;

	if (value_need_number(answer, "revision", &revision, err))
		return -1;
	baseline = value_member(answer, "baseline");
	*out = (struct ledger){
		.revision = value_integer(answer, "revision", 0),
		.mounted = true,
		.has_baseline = baseline && baseline->kind == VALUE_OBJECT,
		.bridge_since = value_number(bridge, "since", 0),
	};
	wire_holder(value_member(answer, "lease"), lease);
	return wire_word(answer, "ledgerId", &out->ledger_id, err) ||
	       wire_word(bridge, "runId", &out->bridge_run, err) ||
	       wire_word(bridge, "tree", &out->bridge_tree, err) ? -1 : 0;
}

void wire_write_page(struct writer *w, const char *cursor, int limit)
{
	writer_opt_text(w, "cursor", cursor);
	writer_integer(w, "limit", limit);
}

int wire_read_page(const struct value *answer, struct arena *arena, struct ledger *ledger,
                   const char **cursor, struct err *err)
{
	const struct value *rows = NULL;
	double revision = 0;

	if (value_need_list(answer, "rows", &rows, err) ||
	    value_need_number(answer, "revision", &revision, err))
		return -1;
	for (size_t i = 0; i < rows->count; i++) {
		ledger->rows = arena_grow(arena, ledger->rows, ledger->count,
		                          sizeof(*ledger->rows));
		if (wire_read_row(&rows->items[i].value, arena,
		                  &ledger->rows[ledger->count], err))
			return -1;
		ledger->count++;
	}
	ledger->revision = value_integer(answer, "revision", 0);
	*cursor = value_text(answer, "cursor");
	return 0;
}

void wire_write_acquire(struct writer *w, const struct lease_request *request)
{
	writer_text(w, "token", request->token);
	writer_object(w, "holder");
	writer_text(w, "cloneId", request->clone_id);
	writer_text(w, "cloneName", request->clone_name);
	writer_text(w, "runId", request->run_id);
	writer_text(w, "command", request->command);
	writer_opt_text(w, "commitSha", request->commit);
	writer_opt_text(w, "branch", request->branch);
	writer_end(w);
	writer_opt_integer(w, "revision", request->revision);
	if (request->same_run)
		writer_text(w, "sameRun", request->run_id);
}

void wire_write_start(struct writer *w, const struct start_request *request,
                      const char *migrations)
{
	writer_text(w, "token", request->token);
	writer_object(w, "row");
	writer_text(w, "migrationId", request->row->id);
	writer_text(w, "direction", direction_word(request->row->direction));
	wire_write_row(w, request->row);
	writer_end(w);
	if (request->resume)
		writer_flag(w, "resume", true);
	writer_text(w, "fn", request->fn);
	writer_object(w, "args");
	if (request->reset)
		writer_flag(w, "reset", true);
	writer_opt_text(w, "cursor", request->cursor);
	writer_end(w);
	/* The default name goes without saying: older copies don't know the field. */
	if (strcmp(migrations, "migrations"))
		writer_text(w, "migrationsComponent", migrations);
}

void wire_write_finish(struct writer *w, const struct finish_request *request)
{
	writer_text(w, "token", request->token);
	writer_text(w, "migrationId", request->id);
	writer_text(w, "direction", direction_word(request->direction));
	writer_text(w, "status", row_status_word(request->status));
	writer_opt_text(w, "error", request->error);
	writer_opt_integer(w, "recordsProcessed", request->processed);
}

void wire_write_record(struct writer *w, const char *token, const char *reason,
                       const struct ledger_row *rows, size_t count)
{
	writer_text(w, "token", token);
	writer_text(w, "reason", reason);
	writer_list(w, "rows");
	for (size_t i = 0; i < count; i++) {
		writer_object(w, NULL);
		writer_text(w, "migrationId", rows[i].id);
		writer_text(w, "status", row_status_word(rows[i].status));
		wire_write_row(w, &rows[i]);
		writer_opt_text(w, "renamedFrom", rows[i].renamed_from);
		/* What ran without us tells itself when it ended and how far it came. */
		if (!strcmp(reason, "adopted")) {
			if (rows[i].completed_at > 0)
				writer_number(w, "completedAt", rows[i].completed_at);
			writer_opt_integer(w, "recordsProcessed", rows[i].processed);
		}
		writer_end(w);
	}
	writer_end(w);
}

void wire_write_row(struct writer *w, const struct ledger_row *row)
{
	writer_opt_text(w, "name", row->name);
	writer_opt_text(w, "description", row->description);
	writer_opt_text(w, "environment", row->environment);
	writer_opt_text(w, "sourceHash", row->source);
	writer_opt_text(w, "sealHash", row->seal);
	writer_opt_text(w, "table", row->table);
	if (row->tables.count)
		writer_names(w, "tables", &row->tables);
	writer_opt_text(w, "commitSha", row->commit);
	writer_opt_text(w, "branch", row->branch);
	writer_opt_text(w, "upPath", row->up_path);
	writer_opt_text(w, "downPath", row->down_path);
	if (row->clone_id) {
		writer_object(w, "appliedBy");
		writer_text(w, "cloneId", row->clone_id);
		writer_opt_text(w, "cloneName", row->clone_name);
		if (row->foreign)
			writer_flag(w, "foreign", true);
		writer_end(w);
	}
}

/* Of a migration that was marked as foreign and never sealed, git-cvx 0.1.0 wrote a path that
 * is none. */
static int read_down_path(const struct value *in, const char **out, struct err *err)
{
	const char *text = value_text(in, "downPath");

	*out = NULL;
	return text && !strcmp(text, "cvxSealed/s(null):down")
	       ? 0 : wire_function(in, "downPath", out, err);
}

int wire_read_row(const struct value *in, struct arena *arena, struct ledger_row *out,
                  struct err *err)
{
	const struct value *by = value_member(in, "appliedBy");
	const char *status = NULL, *direction = NULL;

	*out = (struct ledger_row){
		.name = value_text(in, "name"),
		.description = value_text(in, "description"),
		.error = value_text(in, "error"),
		.source = value_text(in, "sourceHash"),
		.table = value_text(in, "table"),
		.commit = value_text(in, "commitSha"),
		.branch = value_text(in, "branch"),
		.clone_id = value_text(by, "cloneId"),
		.clone_name = value_text(by, "cloneName"),
		.foreign = value_flag(by, "foreign"),
		.environment = value_text(in, "environment"),
		.sequence = value_integer(in, "sequence", -1),
		.processed = value_integer(in, "recordsProcessed", -1),
		.started_at = value_number(in, "startedAt", -1),
		.completed_at = value_number(in, "completedAt", -1),
	};
	if (wire_id(in, "migrationId", &out->id, err) ||
	    wire_hash(in, "sealHash", &out->seal, err) ||
	    wire_function(in, "upPath", &out->up_path, err) ||
	    read_down_path(in, &out->down_path, err) ||
	    value_need_text(in, "status", &status, err) ||
	    value_need_text(in, "direction", &direction, err) ||
	    value_names(in, "tables", arena, &out->tables, err))
		return -1;
	if (row_status_parse(status, &out->status))
		return err_set(err, ERR_SERVER, "status '%s' is unknown", status);
	if (direction_parse(direction, &out->direction))
		return err_set(err, ERR_SERVER, "direction '%s' is unknown", direction);
	return 0;
}

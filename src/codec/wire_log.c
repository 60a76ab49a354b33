/* wire_log.c - what our component remembers of the past: events and releases. */
#include "codec/wire_log.h"

#include "codec/wire_text.h"

#include <string.h>

static enum event_kind kind_of(const char *type)
{
	static const struct {
		const char *type;
		enum event_kind kind;
	} kinds[] = {
		{ "start", EVENT_START }, { "resume", EVENT_RESUME }, { "finish", EVENT_FINISH },
		{ "record", EVENT_RECORD }, { "baseline", EVENT_BASELINE },
		{ "release", EVENT_RELEASE },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].type, type))
			return kinds[i].kind;
	return EVENT_OTHER;
}

static int read_run(const struct value *in, struct ledger_event *out, struct err *err)
{
	const char *direction = NULL;

	if (wire_id(in, "migrationId", &out->id, err) ||
	    value_need_text(in, "direction", &direction, err))
		return -1;
	if (direction_parse(direction, &out->direction))
		return err_set(err, ERR_SERVER, "direction '%s' is unknown", direction);
	return 0;
}

static int read_status(const struct value *in, struct ledger_event *out, struct err *err)
{
	const char *status = NULL;

	if (value_need_text(in, "status", &status, err))
		return -1;
	if (row_status_parse(status, &out->status))
		return err_set(err, ERR_SERVER, "status '%s' is unknown", status);
	return 0;
}

/* All of what is recorded together is recorded as the same. */
static int read_record(const struct value *in, struct arena *arena, struct ledger_event *out,
                       struct err *err)
{
	const struct value *list = NULL;

	if (value_need_list(in, "migrations", &list, err))
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		const char *id = NULL;

		if (wire_id(&list->items[i].value, "migrationId", &id, err) ||
		    read_status(&list->items[i].value, out, err))
			return -1;
		names_add(&out->ids, arena, id);
	}
	return 0;
}

static int read_event(const struct value *in, struct arena *arena, struct ledger_event *out,
                      struct err *err)
{
	const struct value *by = value_member(in, "by");
	const char *type = NULL;

	*out = (struct ledger_event){
		.by = { value_text(by, "cloneId"), value_text(by, "cloneName"),
		        value_text(by, "runId"), value_text(by, "command"),
		        value_text(by, "commitSha"), value_text(by, "branch") },
		.error = value_text(in, "error"), .reason = value_text(in, "reason"),
		.note = value_text(in, "note"),
		.processed = value_integer(in, "recordsProcessed", -1),
		.ms = value_integer(in, "executionTimeMs", -1),
		.release_id = value_text(in, "releaseId"),
	};
	if (value_need_text(in, "type", &type, err) ||
	    value_need_number(in, "at", &out->at, err))
		return -1;
	out->kind = kind_of(type);
	switch (out->kind) {
	case EVENT_FINISH:
		return read_run(in, out, err) || read_status(in, out, err) ? -1 : 0;
	case EVENT_START:
	case EVENT_RESUME:
		return read_run(in, out, err);
	case EVENT_RECORD:
		return read_record(in, arena, out, err);
	case EVENT_RELEASE:
		return value_need_text(in, "releaseId", &out->release_id, err) ||
		       value_need_text(in, "status", &out->release_status, err) ? -1 : 0;
	case EVENT_BASELINE:
	case EVENT_OTHER:
		break;
	}
	return 0;
}

int wire_read_events(const struct value *answer, struct arena *arena,
                     struct ledger_events *out, const char **cursor, struct err *err)
{
	const struct value *rows = NULL;

	if (value_need_list(answer, "rows", &rows, err))
		return -1;
	for (size_t i = 0; i < rows->count; i++) {
		out->items = arena_grow(arena, out->items, out->count, sizeof(*out->items));
		if (read_event(&rows->items[i].value, arena, &out->items[out->count], err))
			return -1;
		out->count++;
	}
	*cursor = value_text(answer, "cursor");
	return 0;
}

static int read_release(const struct value *in, struct arena *arena, struct release *out,
                        struct err *err)
{
	const struct value *list = value_member(in, "migrations");

	*out = (struct release){
		.environment = value_text(in, "environment"), .commit = value_text(in, "commitSha"),
		.tag = value_text(in, "tag"), .by = value_text(in, "initiatedBy"),
		.notes = value_text(in, "notes"),
		.started_at = value_number(in, "startedAt", -1),
		.completed_at = value_number(in, "completedAt", -1),
	};
	if (value_need_text(in, "releaseId", &out->id, err) ||
	    value_need_text(in, "status", &out->status, err))
		return -1;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const char *id;

		if (wire_id(&list->items[i].value, "migrationId", &id, err))
			return -1;
		names_add(&out->migrations, arena, id);
	}
	return 0;
}

int wire_read_releases(const struct value *answer, struct arena *arena, struct releases *out,
                       const char **cursor, struct err *err)
{
	const struct value *rows = NULL;

	if (value_need_list(answer, "rows", &rows, err))
		return -1;
	for (size_t i = 0; i < rows->count; i++) {
		out->items = arena_grow(arena, out->items, out->count, sizeof(*out->items));
		if (read_release(&rows->items[i].value, arena, &out->items[out->count], err))
			return -1;
		out->count++;
	}
	*cursor = value_text(answer, "cursor");
	return 0;
}

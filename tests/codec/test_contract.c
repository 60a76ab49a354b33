/* test_contract.c - every example of tests/contract for the functions that we call: our
 * requests say nothing that the example doesn't, and its answer can be read. */
#include "codec/wire_ledger.h"
#include "codec/wire_log.h"
#include "codec/wire_seal.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	struct buf text = BUF_INIT;
	char bytes[4096];
	size_t n;

	if (!file) {
		perror(path);
		abort();
	}
	while ((n = fread(bytes, 1, sizeof(bytes), file)))
		buf_add(&text, bytes, n);
	fclose(file);
	*len = text.len;
	return buf_detach(&text);
}

/* Everything in `small` is in `large`, and the same there. */
static bool is_part(const struct value *small, const struct value *large)
{
	if (!large || small->kind != large->kind)
		return false;
	switch (small->kind) {
	case VALUE_NULL:
		return true;
	case VALUE_FLAG:
		return small->flag == large->flag;
	case VALUE_NUMBER:
		return fabs(small->number - large->number) < 1e-6;
	case VALUE_TEXT:
		return !strcmp(small->text, large->text);
	case VALUE_LIST:
		if (small->count != large->count)
			return false;
		for (size_t i = 0; i < small->count; i++)
			if (!is_part(&small->items[i].value, &large->items[i].value))
				return false;
		return true;
	case VALUE_OBJECT:
		for (size_t i = 0; i < small->count; i++) {
			/* What the example leaves to the server's default we may say. */
			if (!strcmp(small->items[i].name, "status") &&
			    !value_member(large, "status"))
				continue;
			if (!is_part(&small->items[i].value,
			             value_member(large, small->items[i].name)))
				return false;
		}
		return true;
	}
	return false;
}

/* ---- the example's arguments as the struct that our encoder takes -------------------- */

/* A row of a request names what changes: what is missing for reading is made up. */
static struct ledger_row *row_of(const struct value *in, struct arena *arena)
{
	struct ledger_row *row = arena_alloc(arena, sizeof(*row));
	const struct value *by = value_member(in, "appliedBy");
	const char *direction = value_text(in, "direction");
	const char *status = value_text(in, "status");
	struct err err = ERR_INIT;

	*row = (struct ledger_row){
		.id = value_text(in, "migrationId"), .name = value_text(in, "name"),
		.description = value_text(in, "description"),
		.environment = value_text(in, "environment"),
		.source = value_text(in, "sourceHash"), .seal = value_text(in, "sealHash"),
		.table = value_text(in, "table"), .commit = value_text(in, "commitSha"),
		.branch = value_text(in, "branch"), .up_path = value_text(in, "upPath"),
		.down_path = value_text(in, "downPath"), .clone_id = value_text(by, "cloneId"),
		.clone_name = value_text(by, "cloneName"), .status = ROW_COMPLETED,
		.foreign = value_flag(by, "foreign"),
		.renamed_from = value_text(in, "renamedFrom"),
		.processed = value_integer(in, "recordsProcessed", -1),
		.completed_at = value_number(in, "completedAt", -1), .sequence = -1,
	};
	if (direction)
		ok(!direction_parse(direction, &row->direction), "a direction we know");
	if (status)
		ok(!row_status_parse(status, &row->status), "a status we know");
	ok(!value_names(in, "tables", arena, &row->tables, &err), "tables are names");
	return row;
}

static void write_start(struct writer *w, const struct value *in, struct arena *arena)
{
	const char *migrations = value_text(in, "migrationsComponent");
	struct start_request request = {
		.token = value_text(in, "token"), .fn = value_text(in, "fn"),
		.row = row_of(value_member(in, "row"), arena),
		.reset = value_flag(value_member(in, "args"), "reset"),
		.resume = value_flag(in, "resume"),
	};

	wire_write_start(w, &request, migrations ? migrations : "migrations");
}

static void write_acquire(struct writer *w, const struct value *in, struct arena *arena)
{
	const struct value *holder = value_member(in, "holder");
	struct lease_request request = {
		.token = value_text(in, "token"), .run_id = value_text(holder, "runId"),
		.clone_id = value_text(holder, "cloneId"),
		.clone_name = value_text(holder, "cloneName"),
		.command = value_text(holder, "command"),
		.commit = value_text(holder, "commitSha"), .branch = value_text(holder, "branch"),
		.revision = value_integer(in, "revision", -1),
		.same_run = value_text(in, "sameRun") != NULL,
	};

	(void)arena;
	wire_write_acquire(w, &request);
}

static void write_finish(struct writer *w, const struct value *in, struct arena *arena)
{
	struct finish_request request = {
		.token = value_text(in, "token"), .id = value_text(in, "migrationId"),
		.error = value_text(in, "error"),
		.processed = value_integer(in, "recordsProcessed", -1),
	};

	(void)arena;
	ok(!direction_parse(value_text(in, "direction"), &request.direction) &&
	   !row_status_parse(value_text(in, "status"), &request.status), "words we know");
	wire_write_finish(w, &request);
}

static void write_record(struct writer *w, const struct value *in, struct arena *arena)
{
	const struct value *list = value_member(in, "rows");
	struct ledger_row *rows = arena_alloc(arena, list->count * sizeof(*rows));

	for (size_t i = 0; i < list->count; i++)
		rows[i] = *row_of(&list->items[i].value, arena);
	wire_write_record(w, value_text(in, "token"), value_text(in, "reason"), rows,
	                  list->count);
}

static void write_page(struct writer *w, const struct value *in, struct arena *arena)
{
	(void)arena;
	wire_write_page(w, value_text(in, "cursor"), (int)value_integer(in, "limit", 500));
}

/* ---- reading answers ------------------------------------------------------------------ */

static int read_hello(const struct value *answer, struct arena *arena, struct err *err)
{
	struct lease_holder lease;
	struct ledger ledger;

	(void)arena;
	if (wire_hello(answer, &ledger, &lease, err))
		return -1;
	ok(!ledger.ledger_id == (value_member(answer, "ledgerId")->kind == VALUE_NULL) &&
	   ledger.has_baseline == (value_member(answer, "baseline")->kind == VALUE_OBJECT) &&
	   !ledger.bridge_run == (value_member(answer, "bridge")->kind == VALUE_NULL) &&
	   !lease.clone_name == (value_member(answer, "lease")->kind == VALUE_NULL),
	   "tells what is there");
	return 0;
}

static bool is_same(const char *read, const struct value *in, const char *name)
{
	const char *written = value_text(in, name);

	return read && written ? !strcmp(read, written) : !read && !written;
}

/* By these it is decided what was edited, what can be undone, and by which function. */
static bool is_as_written(const struct ledger_row *row, const struct value *in)
{
	return is_same(row->id, in, "migrationId") && is_same(row->source, in, "sourceHash") &&
	       is_same(row->seal, in, "sealHash") && is_same(row->table, in, "table") &&
	       is_same(row->commit, in, "commitSha") && is_same(row->branch, in, "branch") &&
	       is_same(row->up_path, in, "upPath") && is_same(row->down_path, in, "downPath");
}

static int read_page(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger ledger = { .mounted = true };
	const char *cursor = NULL;

	if (wire_read_page(answer, arena, &ledger, &cursor, err))
		return -1;
	is_int((long long)ledger.count, (long long)value_member(answer, "rows")->count,
	       "all of its rows");
	ok(!ledger.count || (ledger.rows[0].id && ledger.rows[0].sequence > 0),
	   "with id and sequence");
	for (size_t i = 0; i < ledger.count; i++)
		ok(is_as_written(&ledger.rows[i], &value_member(answer, "rows")->items[i].value),
		   "and with source, seal and paths as they are written");
	return 0;
}

static int read_row(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger_row row;

	if (wire_read_row(value_member(answer, "row"), arena, &row, err))
		return -1;
	ok(row.sequence > 0, "with a sequence");
	ok(is_as_written(&row, value_member(answer, "row")),
	   "and with source, seal and paths as they are written");
	return 0;
}

static int read_seal(const struct value *answer, struct arena *arena, struct err *err)
{
	struct buf source = BUF_INIT;
	struct seal seal = { .hash = NULL };
	int parts = 0, ret;

	ret = wire_read_seal(answer, arena, &seal, &source, &parts, err);
	ok(!ret && parts == 2 && source.len && seal.indexes->count == 1 &&
	   seal.functions.count == 1 && seal.components.count == 1 && seal.client,
	   "source, indexes and needs");
	buf_dispose(&source);
	return ret;
}

static int read_events(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger_events events = { 0 };
	const char *cursor = NULL;

	if (wire_read_events(answer, arena, &events, &cursor, err))
		return -1;
	is_int((long long)events.count, (long long)value_member(answer, "rows")->count,
	       "all of its rows");
	for (size_t i = 0; i < events.count; i++) {
		const struct ledger_event *e = &events.items[i];
		const char *type = value_text(&value_member(answer, "rows")->items[i].value, "type");

		ok(e->at > 0 && e->by.clone_name && e->by.command && e->by.run_id &&
		   e->by.commit && e->by.branch, "with when, by whom and about what");
		ok((e->kind == EVENT_OTHER) == !strncmp(type, "bridge-", 7), type);
		ok((e->kind > EVENT_FINISH || e->id) &&
		   (e->kind != EVENT_RECORD || (e->ids.count && e->reason)) &&
		   (e->kind != EVENT_RELEASE || (e->release_id && e->release_status)),
		   "with what it is about");
	}
	return 0;
}

static int read_releases(const struct value *answer, struct arena *arena, struct err *err)
{
	struct releases releases = { 0 };
	const char *cursor = NULL;
	int rc = wire_read_releases(answer, arena, &releases, &cursor, err);

	ok(!rc && releases.count == 1 && !cursor && releases.items[0].environment &&
	   releases.items[0].commit && releases.items[0].tag && releases.items[0].by &&
	   releases.items[0].migrations.count == 1 &&
	   releases.items[0].completed_at > releases.items[0].started_at, "one release");
	return rc;
}

static int read_any(const struct value *answer, struct arena *arena, struct err *err)
{
	(void)answer, (void)arena, (void)err;
	return 0; /* of these only success counts */
}

static const struct function {
	const char *path;
	void (*write)(struct writer *w, const struct value *request, struct arena *arena);
	int (*read)(const struct value *answer, struct arena *arena, struct err *err);
} functions[] = {
	{ "cvxStart:start", write_start, read_row },
	{ "lease:acquire", write_acquire, read_any },
	{ "lease:renew", NULL, read_any },
	{ "lease:release", NULL, read_any },
	{ "ledger:hello", NULL, read_hello },
	{ "ledger:read", write_page, read_page },
	{ "ledger:events", write_page, read_events },
	{ "releases:list", write_page, read_releases },
	{ "ledger:finish", write_finish, read_row },
	{ "ledger:record", write_record, read_any },
	{ "ledger:setBaseline", NULL, read_any },
	{ "ledger:openBridge", NULL, read_any },
	{ "ledger:closeBridge", NULL, read_any },
	{ "seals:put", NULL, read_any },
	{ "seals:get", NULL, read_seal },
};

/* ---- one example ---------------------------------------------------------------------- */

static void check_request(const struct function *function, const struct value *args,
                          struct arena *arena)
{
	const struct value *ours = NULL;
	struct buf out = BUF_INIT;
	struct writer w = WRITER_INIT(&out);
	struct err err = ERR_INIT;

	wire_begin_request(&w, NULL, function->path);
	function->write(&w, value_member(args, "request"), arena);
	wire_end(&w);
	ok(!value_parse(&ours, arena, out.text, out.len, &err), "our request is JSON");
	/* The page size is ours to choose, and so is which facts we know. */
	if (function->write != write_page &&
	    !ok(is_part(value_member(ours, "args"), args), "and what the example says"))
		printf("# %s\n", out.text);
	buf_dispose(&out);
}

static enum err_code expected_code(const char *code)
{
	return !strcmp(code, "LEASE_LOST") ? ERR_LEASE_LOST :
	       !strcmp(code, "LEDGER_MOVED") ? ERR_LEDGER_MOVED :
	       !strcmp(code, "BUSY") ? ERR_BUSY :
	       !strcmp(code, "NOT_FOUND") ? ERR_NOT_FOUND : ERR_SERVER;
}

/* A value back into JSON, to make an HTTP answer of it. */
static void write_value(struct writer *w, const char *name, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		writer_null(w, name);
		break;
	case VALUE_FLAG:
		writer_flag(w, name, value->flag);
		break;
	case VALUE_NUMBER:
		writer_number(w, name, value->number);
		break;
	case VALUE_TEXT:
		writer_bytes(w, name, value->text, value->len);
		break;
	case VALUE_LIST:
	case VALUE_OBJECT:
		if (value->kind == VALUE_LIST)
			writer_list(w, name);
		else
			writer_object(w, name);
		for (size_t i = 0; i < value->count; i++)
			write_value(w, value->items[i].name, &value->items[i].value);
		writer_end(w);
		break;
	}
}

static void check_answer(const struct function *function, const struct value *example,
                         struct arena *arena)
{
	const struct value *answer = value_member(example, "answer");
	const struct value *error = value_member(example, "error");
	struct wire_answer read;
	struct lease_holder holder;
	struct buf body = BUF_INIT;
	struct writer w = WRITER_INIT(&body);
	struct err err = ERR_INIT;

	writer_object(&w, NULL);
	writer_text(&w, "status", answer ? "success" : "error");
	if (!answer)
		writer_text(&w, "errorMessage", "[Request ID: 1f] Server Error\nUncaught "
		            "ConvexError: {}\n    at handler");
	write_value(&w, answer ? "value" : "errorData", answer ? answer : error);
	writer_end(&w);
	if (answer) {
		ok(!wire_answer(&read, arena, function->path, &body, &err) &&
		   !function->read(read.value, arena, &err), "the answer can be read");
	} else {
		is_int(wire_answer(&read, arena, function->path, &body, &err), -1,
		       "the error is one");
		is_int(err.code, expected_code(value_text(error, "code")), "of the right code");
		is_str(err.msg, value_text(error, "message"), "with the component's message");
		wire_holder(read.error, &holder);
		is_str(holder.clone_name,
		       value_text(value_member(error, "holder"), "cloneName"), "and the holder");
	}
	buf_dispose(&body);
}

static const struct function *function_of(const char *path)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (!strcmp(functions[i].path, path))
			return &functions[i];
	return NULL; /* called by nobody here */
}

static bool check_file(const char *path)
{
	const struct value *file = NULL, *examples = NULL;
	const struct function *function = NULL;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	size_t len = 0;
	char *text = read_file(path, &len);

	if (ok(!value_parse(&file, &arena, text, len, &err) &&
	       !value_need_list(file, "examples", &examples, &err), path))
		function = function_of(value_text(file, "function"));
	for (size_t i = 0; function && i < examples->count; i++) {
		const struct value *example = &examples->items[i].value;

		printf("# %s: %s\n", function->path, value_text(example, "name"));
		if (function->write)
			check_request(function, value_member(example, "args"), &arena);
		check_answer(function, example, &arena);
	}
	free(text);
	arena_dispose(&arena);
	return function != NULL;
}

int main(void)
{
	const char *srcdir = getenv("srcdir");
	size_t checked = 0;
	char path[4096];

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		snprintf(path, sizeof(path), "%s/tests/contract/%s.json", srcdir ? srcdir : ".",
		         functions[i].path);
		*strrchr(path, ':') = '.';
		checked += check_file(path);
	}
	is_int((long long)checked, sizeof(functions) / sizeof(*functions),
	       "every function that we call has examples");
	return done();
}

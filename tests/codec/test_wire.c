/* test_wire.c - envelopes, what the backend itself says, and answers that are broken. */
#include "codec/wire_ledger.h"
#include "codec/wire_log.h"
#include "codec/wire_seal.h"
#include "codec/wire_system.h"
#include "tap.h"

#include <stdlib.h>

static void test_requests(void)
{
	struct buf out = BUF_INIT;
	struct writer w = WRITER_INIT(&out);

	wire_begin_request(&w, "cvx", "ledger:read");
	wire_write_page(&w, NULL, 500);
	wire_end(&w);
	is_str(out.text, "{\"componentPath\":\"cvx\",\"path\":\"ledger:read\",\"args\":"
	       "{\"version\":1,\"request\":{\"limit\":500}},\"format\":\"json\"}",
	       "a call of our component");
	buf_truncate(&out, 0);
	w = (struct writer)WRITER_INIT(&out);
	wire_begin(&w, NULL, "f:g");
	wire_end(&w);
	is_str(out.text, "{\"path\":\"f:g\",\"args\":{},\"format\":\"json\"}",
	       "a call of the app");
	buf_dispose(&out);
}

static const struct {
	const char *body;
	enum err_code code;
	const char *msg;
} answers[] = {
	{ "{\"status\":\"success\",\"value\":null,\"logLines\":[]}", ERR_NONE, "" },
	{ "{\"status\":\"error\",\"errorMessage\":\"[Request ID: 5f0c] Server Error\\n"
	  "Uncaught Error: boom\\n    at handler\"}", ERR_SERVER, "'f:g' failed: boom" },
	{ "{\"status\":\"error\",\"errorMessage\":\"[Request ID: 5f0c] Server Error\\n"
	  "Uncaught Error: Uncaught Error: boom\\n  at x\"}", ERR_SERVER, "'f:g' failed: boom" },
	{ "{\"status\":\"error\",\"errorMessage\":\"[Request ID: 5f0c] Server Error\"}",
	  ERR_SERVER, "'f:g' failed: server error" },
	{ "{\"status\":\"error\",\"errorMessage\":\"\"}", ERR_SERVER,
	  "'f:g' failed: server error" },
	{ "{\"status\":\"error\",\"errorMessage\":\"[Request ID: 1] Server Error\\nCould not "
	  "find function for 'f:g' in 'cvx'. Did you forget\"}", ERR_NOT_FOUND,
	  "the deployment has no function 'f:g'" },
	{ "{\"status\":\"error\",\"errorMessage\":\"Could not find public function for 'f:g'\"}",
	  ERR_NOT_FOUND, "the deployment has no function 'f:g'" },
	{ "{\"status\":\"error\",\"errorMessage\":\"Uncaught Error: Could not find function\"}",
	  ERR_SERVER, "'f:g' failed: Could not find function" },
	{ "{\"status\":\"error\",\"errorMessage\":\"You do not have permission to perform this "
	  "operation (deployment:data:view).\"}", ERR_UNAUTHORISED, "the key isn't good for "
	  "'f:g': You do not have permission to perform this operation (deployment:data:view)." },
	{ "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":{\"code\":\"MINE\"}}",
	  ERR_SERVER, "'f:g' failed: x" },
	{ "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":{\"code\":\"BUSY\"}}",
	  ERR_BUSY, "BUSY" },
	{ "{\"status\":\"error\",\"errorMessage\":\"x\",\"errorData\":7}", ERR_SERVER,
	  "'f:g' failed: x" },
	{ "{\"status\":\"error\"}", ERR_SERVER,
	  "the server's answer to 'f:g' can't be read: 'errorMessage' is missing" },
	{ "{\"status\":\"success\"}", ERR_SERVER,
	  "the server's answer to 'f:g' can't be read: 'value' is missing" },
	{ "{\"status\":\"odd\"}", ERR_SERVER,
	  "the server's answer to 'f:g' can't be read: status 'odd' is unknown" },
	{ "[]", ERR_SERVER, "the server's answer to 'f:g' can't be read: 'status' is missing" },
	{ "", ERR_SERVER,
	  "the server's answer to 'f:g' can't be read: line 1: '[' or '{' expected near end of "
	  "file" },
};

static void test_answers(void)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		struct wire_answer answer;
		struct arena arena = { 0 };
		struct err err = ERR_INIT;
		struct buf body = BUF_INIT;
		int ret;

		buf_adds(&body, answers[i].body);
		ret = wire_answer(&answer, &arena, "f:g", &body, &err);
		ok(ret == (answers[i].code ? -1 : 0), answers[i].body);
		is_int(err.code, answers[i].code, "the code");
		if (*answers[i].body)
			is_str(err.msg, answers[i].msg, "the message");
		buf_dispose(&body);
		arena_dispose(&arena);
	}
}

static const struct value *parse(struct arena *arena, const char *text)
{
	const struct value *value = NULL;
	struct err err = ERR_INIT;

	if (value_parse(&value, arena, text, strlen(text), &err)) {
		printf("# %s: %s\n", text, err.msg);
		abort();
	}
	return value;
}

static void test_kinds(void)
{
	static const struct { const char *body; bool is_cloud; const char *type; }
	cases[] = {
		{ "{\"kind\":\"selfHosted\"}", false, NULL },
		{ "{\"kind\":\"cloud\",\"deploymentType\":\"dev\"}", true, "dev" },
		{ "{\"kind\":\"cloud\",\"deploymentType\":\"preview\"}", true, "preview" },
		{ "{\"kind\":\"cloud\",\"deploymentType\":\"prod\"}", true, "prod" },
		{ "{\"kind\":\"cloud\",\"deploymentType\":\"custom\"}", true, "custom" },
		{ "{\"kind\":\"cloud\"}", true, "cloud" },
		{ "{\"kind\":\"new\",\"deploymentType\":\"dev\"}", true, "new" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kind_answer answer = { .is_loopback = true };
		struct arena arena = { 0 };
		struct err err = ERR_INIT;
		struct buf body = BUF_INIT;

		buf_adds(&body, cases[i].body);
		ok(!wire_kind(&body, &arena, &answer, &err), cases[i].body);
		ok(answer.is_cloud == cases[i].is_cloud, "whose it is");
		is_str(answer.type, cases[i].type, "and of which type");
		ok(answer.is_loopback, "where it answers stays");
		buf_dispose(&body);
		arena_dispose(&arena);
	}
}

static void test_system(void)
{
	struct component_statuses statuses = { .items = NULL };
	struct component_list components;
	struct deployed deployed = { .has_schema = false };
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct names names;

	ok(!wire_functions(parse(&arena, "[{\"identifier\":\"a/b.js:up\"},{\"identifier\":"
	   "\"x:y\"},{\"functionType\":\"HttpAction\",\"method\":\"GET\"}]"), &arena, &names,
	   &err) && names.count == 2, "functions");
	is_str(names.items[0], "a/b:up", "without .js");
	is_str(names.items[1], "x:y", "or as they are");
	ok(!wire_components(parse(&arena, "[{\"id\":\"1\",\"name\":null,\"path\":\"\",\"state\":"
	   "\"active\"},{\"id\":\"2\",\"path\":\"cvx\",\"state\":\"unmounted\"}]"), &arena,
	   &components, &err) && components.count == 2, "components");
	ok(components.items[0].active && !components.items[1].active, "active or not");
	ok(!wire_tables(parse(&arena, "{\"1\":\"users\",\"2\":\"_storage\",\"3\":\"rooms\"}"),
	   &arena, &names, &err) && names.count == 2, "tables, not the system's");
	ok(!wire_statuses(parse(&arena, "[{\"name\":\"b\",\"state\":\"success\",\"processed\":5,"
	   "\"isDone\":true,\"latestStart\":7},{\"name\":\"a\",\"state\":\"unknown\","
	   "\"processed\":0,\"latestStart\":0}]"), &arena, &statuses, &err) &&
	   statuses.count == 2, "statuses");
	ok(statuses.items[0].known && statuses.items[0].state == COMPONENT_SUCCESS &&
	   statuses.items[0].processed == 5, "one that ran");
	ok(!statuses.items[1].known, "one that never did");

	ok(!wire_schemas(parse(&arena, "{\"active\":\"{\\\"tables\\\":[{\\\"tableName\\\":"
	   "\\\"users\\\",\\\"indexes\\\":[{\\\"indexDescriptor\\\":\\\"by_name\\\","
	   "\\\"fields\\\":[\\\"name\\\",\\\"_creationTime\\\"]}]}],"
	   "\\\"schemaValidation\\\":true}\",\"inProgress\":\"{}\"}"), &arena, &deployed,
	   &err), "schemas");
	ok(deployed.has_schema && deployed.validates && deployed.pending_schema,
	   "one is active and validates, another is on its way");
	ok(deployed.indexes.count == 1 && deployed.indexes.items[0].fields.count == 1 &&
	   !strcmp(deployed.indexes.items[0].name, "by_name"),
	   "an index has the fields that a schema may name");
	is_str(deployed.tables.items[0], "users", "a table");
	deployed = (struct deployed){ .has_schema = false };
	ok(!wire_schemas(parse(&arena, "{}"), &arena, &deployed, &err) && !deployed.has_schema,
	   "no schema at all");
	ok(wire_schemas(parse(&arena, "{\"active\":\"{\"}"), &arena, &deployed, &err) == -1,
	   "a broken one");
	arena_dispose(&arena);
}

static void test_seal_parts(void)
{
	size_t size = SEAL_PART_BYTES + 1, at;
	char *source = malloc(size + 1);
	struct seal seal = { .hash = "h", .source = source, .size = size };

	memset(source, 'x', size);
	/* A character of two bytes just where the first part would end. */
	memcpy(source + SEAL_PART_BYTES - 1, "\xc3\xa9", 2);
	at = seal_part_end(&seal, 0);
	is_int((long long)at, (long long)SEAL_PART_BYTES - 1, "parts end between characters");
	is_int((long long)seal_part_end(&seal, at), (long long)size, "the rest is the last one");
	is_int(seal_parts(&seal), 2, "two parts");
	seal.size = 0;
	is_int(seal_parts(&seal), 1, "nothing is one part");
	seal.size = SEAL_PART_BYTES;
	is_int(seal_parts(&seal), 1, "a full part is one");
	memset(source, 0x80, size);
	seal.size = size;
	ok(seal_part_end(&seal, 0) > 0, "what is no UTF-8 gets somewhere, too");
	free(source);
}

/* ---- a ledger that means harm -------------------------------------------------------- */

#define HASH "0123456789abcdef0123456789abcdef01234567"

/* What may stand in the place of each text, and must not come out of any reading function. */
static const char *const evil[] = {
	"", ".", "..", "/", "../../../etc/passwd", "/etc/passwd", "a/../../b", "..:up", "a//b",
	"a/", "-rf", "--upload-pack=x", "a b", "a;b", "a\\nb", "a\\u0000b", "$(x)", "`x`", "a'b",
	"a\\\"b", "a\\\\b", "\xc3\xa9", "\\u202e", "\\ud83d\\ude00",
	HASH "8", "0123456789ABCDEF0123456789abcdef01234567", "0123456789abcdef/../../abcdef01234567",
	"0123456789abcdef0123456789abcdef0123456", HASH "\\n", "0123456789abcde",
};

struct place {
	const char *name;      /* what the error names */
	const char *text;      /* an answer with %s in the text's place */
	const char *good;
	int (*read)(const struct value *answer, struct arena *arena, struct err *err);
};

static int read_rows(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger ledger = { .mounted = true };
	const char *cursor;

	return wire_read_page(answer, arena, &ledger, &cursor, err);
}

static int read_hello(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger ledger;
	struct lease_holder holder;

	(void)arena;
	return wire_hello(answer, &ledger, &holder, err);
}

static int read_seal(const struct value *answer, struct arena *arena, struct err *err)
{
	struct buf source = BUF_INIT;
	struct seal seal;
	int parts, ret = wire_read_seal(answer, arena, &seal, &source, &parts, err);

	buf_dispose(&source);
	return ret;
}

static int read_events(const struct value *answer, struct arena *arena, struct err *err)
{
	struct ledger_events events = { NULL, 0 };
	const char *cursor;

	return wire_read_events(answer, arena, &events, &cursor, err);
}

static int read_releases(const struct value *answer, struct arena *arena, struct err *err)
{
	struct releases releases = { NULL, 0 };
	const char *cursor;

	return wire_read_releases(answer, arena, &releases, &cursor, err);
}

#define ROW(members) "{\"rows\":[{\"status\":\"completed\",\"direction\":\"up\"," members "}]," \
	"\"revision\":1}"
#define EVENT(members) "{\"rows\":[{\"at\":1,\"direction\":\"up\",\"status\":\"completed\"," members \
	"}]}"

static const struct place places[] = {
	{ "migrationId", ROW("\"migrationId\":\"%s\""), "20251008_a", read_rows },
	{ "sealHash", ROW("\"migrationId\":\"a\",\"sealHash\":\"%s\""), HASH, read_rows },
	{ "upPath", ROW("\"migrationId\":\"a\",\"upPath\":\"%s\""), "migrations/x:up", read_rows },
	{ "downPath", ROW("\"migrationId\":\"a\",\"downPath\":\"%s\""),
	  "cvxSealed/s0123456789abcdef:down", read_rows },
	{ "ledgerId", "{\"revision\":1,\"ledgerId\":\"%s\"}", HASH, read_hello },
	{ "runId", "{\"revision\":1,\"bridge\":{\"runId\":\"%s\"}}", "r-2025-1", read_hello },
	{ "tree", "{\"revision\":1,\"bridge\":{\"tree\":\"%s\"}}", HASH, read_hello },
	{ "hash", "{\"hash\":\"%s\",\"parts\":1,\"source\":\"\"}", HASH, read_seal },
	{ "migrationId", EVENT("\"type\":\"start\",\"migrationId\":\"%s\""), "a", read_events },
	{ "migrationId", EVENT("\"type\":\"finish\",\"migrationId\":\"%s\""), "a", read_events },
	{ "migrationId", EVENT("\"type\":\"record\",\"migrations\":[{\"status\":\"completed\","
	  "\"migrationId\":\"%s\"}]"), "a", read_events },
	{ "migrationId", "{\"rows\":[{\"releaseId\":\"r\",\"status\":\"running\",\"migrations\":"
	  "[{\"migrationId\":\"%s\"}]}]}", "a", read_releases },
};

/* -1 if it was refused, naming the member; 0 if it was read. */
static int try(const struct place *place, const char *text)
{
	const char *hole = strstr(place->text, "%s");
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	const char *whole = arena_printf(&arena, "%.*s%s%s", (int)(hole - place->text),
	                                 place->text, text, hole + 2);
	const struct value *answer = NULL;
	int ret = value_parse(&answer, &arena, whole, strlen(whole), &err);

	if (!ret)
		ret = place->read(answer, &arena, &err);
	if (ret && (err.code != ERR_SERVER || (answer && !strstr(err.msg, place->name)) ||
	            strstr(err.msg, "passwd")))
		ret = -2;
	arena_dispose(&arena);
	return ret;
}

/* Some of them are right elsewhere: a hash is a word, too. */
static bool is_right_for(const struct place *place, const char *text)
{
	bool is_hash = !strcmp(place->name, "hash") || !strcmp(place->name, "sealHash");
	bool is_path = strstr(place->name, "Path") != NULL;
	bool is_word = strspn(text, "0123456789ABCDEFabcdef") == strlen(text) && *text;

	if (is_hash)
		return false;
	return is_word || (!is_path && *text == '-' && !strcmp(text, "-rf") &&
	                   strcmp(place->name, "migrationId") != 0);
}

/* Ledgers that git-cvx 0.1.0 has written to can still be read. */
static void test_path_without_seal(void)
{
	static const char text[] = ROW("\"migrationId\":\"a\",\"downPath\":\"cvxSealed/s(null):down\"");
	struct ledger ledger = { .mounted = true };
	const struct value *answer = NULL;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	const char *cursor;
	int rc = value_parse(&answer, &arena, text, strlen(text), &err) ||
	         wire_read_page(answer, &arena, &ledger, &cursor, &err);

	ok(!rc && ledger.count == 1 && !ledger.rows[0].down_path,
	   "a path that was made of no seal's hash is none");
	err_clear(&err);
	arena_dispose(&arena);
}

static void test_hostile_ledger(void)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const struct place *place = &places[i];
		int wrong = 0;

		is_int(try(place, place->good), 0, place->text);
		for (size_t k = 0; k < sizeof(evil) / sizeof(*evil); k++) {
			int want = is_right_for(place, evil[k]) ? 0 : -1, got = try(place, evil[k]);

			if (got != want)
				printf("# %s = %s: %d\n", place->name, evil[k], got);
			wrong += got != want;
		}
		is_int(wrong, 0, "nothing else is read there");
	}
	is_int(try(&places[1], HASH "0123456789abcdef01234567"), 0, "a hash of 64 digits");
}

static void test_huge_numbers(void)
{
	static const struct place parts = {
		"parts", "{\"hash\":\"" HASH "\",\"parts\":%s,\"source\":\"\"}", "1", read_seal,
	};
	static const char *const numbers[] = { "1e308", "-1e308", "9007199254740994", "1e-300" };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct arena arena = { 0 };
		struct ledger ledger = { .mounted = true };
		struct err err = ERR_INIT;
		const char *cursor, *n = numbers[i];
		const char *text = arena_printf(&arena, ROW("\"migrationId\":\"a\",\"sequence\":%s,"
		                   "\"recordsProcessed\":%s,\"startedAt\":%s"), n, n, n);

		ok(!wire_read_page(parse(&arena, text), &arena, &ledger, &cursor, &err), n);
		ok(ledger.rows[0].sequence >= -1 && ledger.rows[0].sequence <= 0 &&
		   ledger.rows[0].processed <= 0, "counts as not known, or as none");
		arena_dispose(&arena);
	}
	is_int(try(&parts, "1e308"), -1, "so many parts are refused");
}

/* Whatever the server says, it is read or refused. */
static void read_everything(const struct buf *body)
{
	struct ledger ledger = { .mounted = true };
	struct component_statuses statuses = { .items = NULL };
	struct deployed deployed = { .has_schema = false };
	struct component_list components;
	struct lease_holder holder;
	struct wire_answer answer;
	struct wire_problem problem;
	struct arena arena = { 0 };
	struct err err = ERR_INIT;
	struct buf source = BUF_INIT;
	struct seal seal = { .hash = NULL };
	struct kind_answer kind;
	struct names names;
	const char *cursor;
	int parts, failed = 0;

	wire_problem(&problem, &arena, body);
	failed += wire_kind(body, &arena, &kind, &err);
	if (wire_answer(&answer, &arena, "f:g", body, &err)) {
		wire_holder(answer.error, &holder);
	} else {
		failed += wire_hello(answer.value, &ledger, &holder, &err);
		failed += wire_read_page(answer.value, &arena, &ledger, &cursor, &err);
		failed += wire_read_seal(answer.value, &arena, &seal, &source, &parts, &err);
		failed += wire_components(answer.value, &arena, &components, &err);
		failed += wire_functions(answer.value, &arena, &names, &err);
		failed += wire_schemas(answer.value, &arena, &deployed, &err);
		failed += wire_tables(answer.value, &arena, &names, &err);
		failed += wire_statuses(answer.value, &arena, &statuses, &err);
	}
	if (failed && err.code == ERR_NONE)
		ok(false, "a failure says what it is");
	buf_dispose(&source);
	arena_dispose(&arena);
}

static void test_mutations(void)
{
	static const char *const texts[] = {
		"{\"status\":\"success\",\"value\":{\"rows\":[{\"migrationId\":\"a\",\"status\":"
		"\"running\",\"direction\":\"up\",\"tables\":[\"users\"],\"sequence\":3,\"appliedBy\":"
		"{\"cloneId\":\"c\"}}],\"cursor\":null,\"revision\":5,\"lease\":{\"holder\":{}}}}",
		"{\"status\":\"error\",\"errorMessage\":\"[Request ID: 1] Server Error\\nUncaught E\","
		"\"errorData\":{\"code\":\"BUSY\",\"message\":\"m\",\"holder\":{\"cloneName\":\"n\"},"
		"\"expiresInMs\":5}}",
		"{\"status\":\"success\",\"value\":[{\"name\":\"a\",\"state\":\"success\",\"processed\":"
		"1,\"id\":\"1\",\"path\":\"p\",\"identifier\":\"a.js:b\",\"active\":\"{}\"}]}",
		"{\"status\":\"success\",\"value\":{\"hash\":\"" HASH "\",\"parts\":1,\"source\":\"s\","
		"\"indexes\":[{\"table\":\"t\",\"name\":\"n\",\"fields\":[\"f\"]}],\"needs\":"
		"{\"functions\":[],\"components\":[\"c\"]},\"active\":\"{\\\"tables\\\":[]}\"}}",
	};
	static const char bytes[] = "{}[]\",:0-9.truefalsn\\ \x80\xff\x01";
	unsigned seed = 20251008;

	printf("# seed %u\n", seed);
	for (int round = 0; round < 4000; round++) {
		const char *text = texts[round % 4];
		struct buf body = BUF_INIT;

		buf_adds(&body, text);
		for (int edits = round % 5; edits >= 0; edits--) {
			seed = seed * 1103515245 + 12345;
			body.text[seed / 65536 % body.len] =
				bytes[seed / 7 % (sizeof(bytes) - 1)];
			if (seed / 3 % 16 == 0 && body.len > 1)
				buf_truncate(&body, seed / 65536 % (body.len - 1) + 1);
		}
		read_everything(&body);
		buf_dispose(&body);
	}
	ok(true, "thousands of broken answers, none of them a crash");
}

int main(void)
{
	test_requests();
	test_answers();
	test_kinds();
	test_system();
	test_seal_parts();
	test_hostile_ledger();
	test_path_without_seal();
	test_huge_numbers();
	test_mutations();
	return done();
}

/* wire.c - the envelope around a function's arguments and its answer. */
#include "codec/wire.h"

#include "core/error_text.h"

#include <string.h>

void wire_begin(struct writer *w, const char *component, const char *path)
{
	writer_object(w, NULL);
	writer_opt_text(w, "componentPath", component);
	writer_text(w, "path", path);
	writer_object(w, "args");
}

void wire_begin_request(struct writer *w, const char *component, const char *path)
{
	wire_begin(w, component, path);
	writer_integer(w, "version", WIRE_VERSION);
	writer_object(w, "request");
}

void wire_end(struct writer *w)
{
	while (w->depth > 1)
		writer_end(w);
	writer_text(w, "format", "json");
	writer_end(w);
}

int wire_unreadable(const char *path, struct err *err)
{
	return err_wrap(err, "the server's answer to '%s' can't be read", path);
}

static enum err_code code_of(const char *word)
{
	static const struct {
		const char *word;
		enum err_code code;
	} codes[] = {
		{ "LEASE_LOST", ERR_LEASE_LOST },
		{ "LEDGER_MOVED", ERR_LEDGER_MOVED },
		{ "BUSY", ERR_BUSY },
		{ "NOT_FOUND", ERR_NOT_FOUND },
		{ "BAD_STATE", ERR_SERVER },
	};

	for (size_t i = 0; word && i < sizeof(codes) / sizeof(*codes); i++)
		if (!strcmp(word, codes[i].word))
			return codes[i].code;
	return ERR_NONE;
}

/* What the backend says, rather than anybody's code: there is no such function. */
static bool is_missing_function(const char *text)
{
	text = error_without_id(text);
	return !strncmp(text, "Could not find function", 23) ||
	       !strncmp(text, "Could not find public function", 30);
}

static int fail(const struct wire_answer *answer, const char *path, const char *text,
                struct err *err)
{
	enum err_code code = code_of(value_text(answer->error, "code"));
	const char *message = value_text(answer->error, "message");
	int len = (int)strcspn(answer->text, "\n");

	err_detail(err, "%s", text);
	if (code != ERR_NONE)
		return err_set(err, code, "%s",
		               message ? message : value_text(answer->error, "code"));
	if (is_missing_function(text))
		return err_set(err, ERR_NOT_FOUND, "the deployment has no function '%s'",
		               path);
	if (!strncmp(answer->text, "You do not have permission", 26))
		return err_set(err, ERR_UNAUTHORISED, "the key isn't good for '%s': %.*s",
		               path, len, answer->text);
	return err_set(err, ERR_SERVER, "'%s' failed: %.*s", path, len ? len : 12,
	               len ? answer->text : "server error");
}

int wire_answer(struct wire_answer *out, struct arena *arena, const char *path,
                const struct buf *body, struct err *err)
{
	const struct value *whole = NULL;
	const char *status = NULL, *text = NULL;

	*out = (struct wire_answer){ .unreadable = true };
	if (value_parse(&whole, arena, body->text, body->len, err) ||
	    value_need_text(whole, "status", &status, err))
		return wire_unreadable(path, err);
	if (!strcmp(status, "success")) {
		out->value = value_member(whole, "value");
		if (!out->value) {
			err_set(err, ERR_SERVER, "'value' is missing");
			return wire_unreadable(path, err);
		}
		out->unreadable = false;
		return 0;
	}
	if (strcmp(status, "error")) {
		err_set(err, ERR_SERVER, "status '%s' is unknown", status);
		return wire_unreadable(path, err);
	}
	if (value_need_text(whole, "errorMessage", &text, err))
		return wire_unreadable(path, err);
	out->unreadable = false;
	out->error = value_member(whole, "errorData");
	out->text = error_text(text);
	return fail(out, path, text, err);
}

void wire_problem(struct wire_problem *out, struct arena *arena, const struct buf *body)
{
	const struct value *whole = NULL;
	struct err ignored = ERR_INIT; /* proxies answer with HTML: no code then */
	const char *code, *message;

	*out = (struct wire_problem){ "", "" };
	if (value_parse(&whole, arena, body->text, body->len, &ignored))
		return;
	code = value_text(whole, "code");
	message = value_text(whole, "message");
	out->code = code ? code : "";
	out->message = message ? message : "";
}

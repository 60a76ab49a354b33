/* check_json.c - is what stands on stdin, a JSON value a line, as outputs.schema.json says?
 *
 *     check_json <schema file> <name>       the name is one of its $defs: "status"
 *
 * Says what is wrong, and then exits with 1. */
#include "base/file.h"
#include "schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool check_line(const struct value *schema, const char *name, const char *line)
{
	struct arena arena = { 0 };
	struct buf wrong = BUF_INIT;
	const struct value *value;
	struct err err = ERR_INIT;
	bool good = !value_parse(&value, &arena, line, strlen(line), &err) &&
	            schema_holds(schema, name, value, &wrong);

	if (!good)
		printf("%s%s\n", err.msg, wrong.text);
	buf_dispose(&wrong);
	arena_dispose(&arena);
	return good;
}

int main(int argc, char **argv)
{
	struct arena arena = { 0 };
	const struct value *schema;
	struct err err = ERR_INIT;
	const char *text = NULL;
	size_t size = 0, lines = 0;
	char *line = NULL;
	bool good = true;

	if (argc != 3 || file_text(&text, &arena, argv[1], &err) || !text ||
	    value_parse(&schema, &arena, text, strlen(text), &err)) {
		printf("no schema: %s\n", err.msg);
		return 2;
	}
	for (; getline(&line, &size, stdin) > 0; lines++)
		good = check_line(schema, argv[2], line) && good;
	free(line);
	arena_dispose(&arena);
	return good && lines ? 0 : 1;
}

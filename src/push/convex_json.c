/* convex_json.c - the CLI pushes the folder that we took for the functions, and no other. */
#include "push/convex_json.h"

#include "codec/json.h"
#include "core/modules.h"
#include "push/files.h"

#include <string.h>

static int check_text(const struct file_set *set, const struct set_file *file,
                      const char *app, const char *functions, struct err *err)
{
	const struct value *json = NULL, *named;
	struct buf text = BUF_INIT;
	const char *resolved;
	int result = file_set_text(&text, set, file, err);

	if (!result && value_parse(&json, set->arena, text.text, text.len, err)) {
		err->code = ERR_CONFIG;
		result = err_wrap(err, "cannot read '%s'", file->path);
	}
	buf_dispose(&text);
	named = result ? NULL : value_member(json, "functions");
	if (!named)
		return result;
	if (named->kind != VALUE_TEXT || strlen(named->text) != named->len)
		return err_set(err, ERR_CONFIG, "'%s': 'functions' is not a text", file->path);
	resolved = path_resolve(set->arena, app, named->text);
	if (resolved && !strcmp(resolved, functions))
		return 0;
	err_set(err, ERR_CONFIG, "'%s' says that the functions are in '%s', and git-cvx was told '%s'",
	        file->path, named->text, functions);
	return err_hint(err, "name the same folder in convex.json and in .cvx.ini, [app] functions");
}

int convex_json_check(const struct file_set *set, const char *app, const char *functions,
                      struct err *err)
{
	static const char name[] = "convex.json";

	for (size_t i = 0; i < set->count; i++) {
		const struct set_file *file = &set->items[i];
		const char *last = path_name(file->path);

		if (strcmp(path_folder(set->arena, file->path), app) ||
		    !names_may_be_same(last, strlen(last), name, sizeof(name) - 1))
			continue;
		if (file->mode == MODE_LINK)
			return err_set(err, ERR_CONFIG, "'%s' is a link, and isn't followed", file->path);
		if (check_text(set, file, app, functions, err))
			return -1;
	}
	return 0;
}

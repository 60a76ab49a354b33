/* link_search.c - the variables that a link is made of, and where each is from. */
#include "conf/link_parts.h"

#include "base/file.h"

#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static const char *path_of(const struct link_search *search, const char *name)
{
	return *name == '/' ? name : arena_printf(search->arena, "%s/%s", search->input->app_dir,
	                                          name);
}

static int read_file(struct link_search *search, const char *name, bool *found,
                     struct err *err)
{
	const char *text, *path = path_of(search, name);

	/* Python keeps its environments in a folder of that name. */
	if (is_folder(path))
		text = NULL;
	else if (file_text(&text, search->arena, path, err) < 0)
		return -1;
	*found = text != NULL;
	dotenv_read(&search->files[search->file_count], search->arena, text ? text : "");
	search->file_names[search->file_count++] = name;
	return 0;
}

static int read_only_file(struct link_search *search, const char *name, struct err *err)
{
	bool found;

	search->only_file = true;
	if (read_file(search, name, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	err_set(err, ERR_CONFIG, "the env file '%s' of %s does not exist", name,
	        search->input->from.label);
	return err_hint(err, "write '%s', or name another one as its env-file",
	                path_of(search, name));
}

int link_search_begin(struct link_search *out, struct link *link, struct arena *arena,
                      const struct link_input *input, struct err *err)
{
	bool found;

	*out = (struct link_search){ .input = input, .arena = arena, .out = link };
	if (input->from.env_file)
		return read_only_file(out, input->from.env_file, err);
	return read_file(out, ".env.local", &found, err) ||
	       read_file(out, ".env", &found, err) ? -1 : 0;
}

/* The CLI loads the files into its environment and overrides nothing, not even what is
 * set to nothing. */
struct link_variable link_find_variable(const struct link_search *search,
                                        const char *name)
{
	const struct link_input *input = search->input;
	struct link_variable v = { name, NULL, LINK_OF_ENVIRONMENT };

	if (!search->only_file)
		v.value = input->variable(input->payload, name);
	for (int i = 0; !v.value && i < search->file_count; i++)
		v = (struct link_variable){ name, dotenv_find(&search->files[i], name), i };
	if (v.value && !*v.value)
		v.value = NULL;
	return v;
}

struct link_variable link_find_either(const struct link_search *search,
                                      const char *name, const char *other)
{
	struct link_variable first = link_find_variable(search, name);
	struct link_variable second = link_find_variable(search, other);

	return first.value || !second.value ? first : second;
}

const char *link_source(const struct link_search *search,
                        const struct link_variable *variable)
{
	if (variable->source == LINK_OF_ENVIRONMENT)
		return "the environment";
	if (variable->source == LINK_OF_SETTINGS)
		return search->input->from.label;
	return arena_printf(search->arena, "'%s'", search->file_names[variable->source]);
}

const char *link_process_variable(const struct link_search *search, const char *name)
{
	const struct link_input *input = search->input;
	const char *value;

	if (!search->only_file)
		return link_find_variable(search, name).value;
	value = input->variable(input->payload, name);
	return value && *value ? value : NULL;
}

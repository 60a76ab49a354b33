/* push_tool.c - the pusher as a program, for tests in shell and in JavaScript: the target
 * is a folder, or a tree of the repository that it is run in.
 *
 *   push_tool stage  <setting>...
 *   push_tool seal   <setting>... id=<id> file=<path> layout=directory|module [out=<file>]
 *   push_tool needs  <setting>... function=<path>... component=<path>...
 *   push_tool push   <setting>... [bridge=1] [start=<file>] [component=<folder>]
 *                    [seal=<hash>:<file>]... [index=<table>:<name>:<field>,...]...
 *                    [sealed=<table>:<name>:<field>,...]...  (of every seal)
 *
 * Settings: tree=<folder>, common and worktree, or revision=<spec> or revision=worktree
 * instead; app, functions, url, seconds. The key comes from the environment
 * (PUSH_TOOL_KEY). Prints "word value" lines; errors as "error <code> <msg>". */
#include "base/file.h"
#include "fake_tree.h"
#include "push/pusher.h"
#include "push/repo_source.h"

#include <stdio.h>
#include <unistd.h>

extern char **environ;

struct tool {
	struct arena arena;
	struct fake_tree tree;
	struct tree_source source;
	struct pusher_config config;
	struct push_request request;
	struct index_list sealed;
	struct seal seal;             /* needs: what to ask for */
	struct migration migration;
	const char *folder, *revision, *layout, *out;
	struct repo_source from_repo;
};

static const char *read_text(struct tool *t, const char *path, struct err *err)
{
	struct buf text = BUF_INIT;
	bool found = false;
	const char *copy = NULL;

	if (file_read(&text, &found, path, err) || !found)
		err_set(err, ERR_NOT_FOUND, "no '%s'", path);
	else
		copy = arena_strndup(&t->arena, text.text, text.len);
	buf_dispose(&text);
	return copy;
}

static int add_seal(struct tool *t, const char *value, struct err *err)
{
	struct push_request *r = &t->request;
	struct seal *seal = arena_alloc(&t->arena, sizeof(*seal));
	const char *colon = strchr(value, ':');
	const struct seal **seals = arena_grow(&t->arena, (void *)r->seals, r->seal_count,
	                                       sizeof(*seals));

	if (!colon)
		return err_set(err, ERR_USAGE, "seal=<hash>:<file>");
	seal->hash = arena_strndup(&t->arena, value, (size_t)(colon - value));
	seal->source = read_text(t, colon + 1, err);
	seal->indexes = &t->sealed;
	seals[r->seal_count++] = seal;
	r->seals = seals;
	return seal->source ? 0 : -1;
}

static void add_index(struct tool *t, struct index_list *all, const char *value)
{
	char *text = arena_strdup(&t->arena, value), *at = NULL;
	struct index_def index = { strtok_r(text, ":", &at), strtok_r(NULL, ":", &at), { 0 } };

	for (char *f = strtok_r(NULL, ",", &at); f; f = strtok_r(NULL, ",", &at))
		names_add(&index.fields, &t->arena, f);
	all->items = arena_grow(&t->arena, all->items, all->count, sizeof(*all->items));
	all->items[all->count++] = index;
}

static int add_component(struct tool *t, const char *folder, struct err *err)
{
	struct names names = { 0 };
	struct push_file *files;

	if (files_list(&names, &t->arena, folder, err))
		return -1;
	files = arena_alloc(&t->arena, (names.count + 1) * sizeof(*files));
	for (size_t i = 0; i < names.count; i++) {
		files[i].path = names.items[i];
		files[i].text = read_text(t, path_join(&t->arena, folder, names.items[i]), err);
		if (!files[i].text)
			return -1;
	}
	t->config.component = files;
	t->config.component_count = names.count;
	t->request.current_component = true;
	return 0;
}

static int set(struct tool *t, const char *name, const char *value, struct err *err)
{
	struct pusher_config *c = &t->config;
	const struct { const char *name; const char **field; } texts[] = {
		{ "common", &c->common_dir }, { "worktree", &c->worktree }, { "app", &c->app },
		{ "functions", &c->functions }, { "url", &c->url }, { "tree", &t->folder },
		{ "revision", &t->revision },
		{ "id", &t->migration.id }, { "file", &t->migration.file }, { "out", &t->out },
		{ "layout", &t->layout }, { "node", &c->node },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (strcmp(name, texts[i].name))
			continue;
		*texts[i].field = value;
		return 0;
	}
	if (!strcmp(name, "bridge"))
		t->request.bridge = true;
	else if (!strcmp(name, "seconds"))
		c->time_limit_ms = (int64_t)strtol(value, NULL, 10) * 1000;
	else if (!strcmp(name, "start"))
		t->request.with_start = (c->start = read_text(t, value, err)) != NULL;
	else if (!strcmp(name, "index"))
		add_index(t, &t->request.active, value);
	else if (!strcmp(name, "sealed"))
		add_index(t, &t->sealed, value);
	else if (!strcmp(name, "function"))
		names_add(&t->seal.functions, &t->arena, value);
	else if (!strcmp(name, "component_function"))
		names_add(&t->seal.components, &t->arena, value);
	else if (!strcmp(name, "component"))
		return add_component(t, value, err);
	else if (!strcmp(name, "seal"))
		return add_seal(t, value, err);
	else
		return err_set(err, ERR_USAGE, "unknown setting '%s'", name);
	return err->code ? -1 : 0;
}

static int open_repository(struct tool *t, struct err *err)
{
	struct repo_source *from = &t->from_repo;
	struct revision revision;

	if (repo_open(&from->repo, &t->arena, err))
		return -1;
	from->is_snapshot = !strcmp(t->revision, "worktree");
	if (from->is_snapshot) {
		if (repo_snapshot(&from->tree, from->repo, err))
			return -1;
	} else {
		if (repo_resolve(&revision, from->repo, t->revision, err))
			return -1;
		from->tree = revision.tree;
	}
	t->source = repo_source(from);
	t->config.common_dir = repo_common_dir(from->repo);
	t->config.worktree = repo_worktree(from->repo);
	return 0;
}

static int read_settings(struct tool *t, char **argv, struct err *err)
{
	for (; *argv; argv++) {
		char *equals = strchr(*argv, '=');

		if (!equals)
			return err_set(err, ERR_USAGE, "'%s' is no setting", *argv);
		*equals = '\0';
		if (set(t, *argv, equals + 1, err))
			return -1;
	}
	return t->revision ? open_repository(t, err)
	                   : fake_add_folder(&t->tree, t->folder, "", err);
}

static void print_names(const char *word, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		printf("%s %s\n", word, names->items[i]);
}

static int do_seal(struct tool *t, struct pusher *p, struct err *err)
{
	bool module = t->layout && !strcmp(t->layout, "module");
	struct seal seal;

	t->migration.up_path = arena_printf(&t->arena, module ? "migrations:%s" :
	                                    "migrations/%s:up", t->migration.id);
	t->migration.down_path = arena_printf(&t->arena, module ? "migrations:%sDown" :
	                                      "migrations/%s:down", t->migration.id);
	if (p->ops->seal(p->self, &t->arena, &t->migration, &seal, err))
		return -1;
	printf("hash %s\nsize %zu\nclient %s\n", seal.hash, seal.size, seal.client);
	print_names("function", &seal.functions);
	print_names("component", &seal.components);
	return t->out ? files_write(t->out, seal.source, seal.size, 0666, err) : 0;
}

static int do_needs(struct tool *t, struct pusher *p, struct err *err)
{
	const struct tree_source *source = t->config.source;
	struct provided provided;

	/* A seal is believed only if its hash names its source. */
	t->seal.source = "";
	if (source->blob_id(&t->seal.hash, source->self, t->seal.source, t->seal.size, err))
		return -1;
	if (p->ops->provides(p->self, &t->seal, &t->arena, &provided, err))
		return -1;
	printf("missing %s\n", provided.missing ? provided.missing : "nothing");
	printf("unread %s\n", provided.unread ? provided.unread : "nothing");
	return 0;
}

static int act(struct tool *t, const char *command, struct pusher *p, struct err *err)
{
	struct names warnings = { 0 };

	if (!strcmp(command, "seal"))
		return do_seal(t, p, err);
	if (!strcmp(command, "needs"))
		return do_needs(t, p, err);
	if (!strcmp(command, "push"))
		return p->ops->push(p->self, &t->request, err);
	if (p->ops->stage(p->self, &t->arena, &warnings, err))
		return -1;
	print_names("warning", &warnings);
	printf("staged\n");
	return 0;
}

int main(int argc, char **argv)
{
	struct tool t = { .config = { .app = "", .functions = "convex", .url = "http://x" } };
	struct pusher pusher = { 0 };
	struct err err = ERR_INIT;
	int result = -1;

	t.config.environment = environ;
	t.config.key = getenv("PUSH_TOOL_KEY") ? getenv("PUSH_TOOL_KEY") : "none";
	t.source = fake_source(&t.tree);
	t.config.source = &t.source;
	if (argc < 2 || read_settings(&t, argv + 2, &err) ||
	    pusher_open(&pusher, &t.config, &err))
		goto done;
	result = act(&t, argv[1], &pusher, &err);
	printf("reads %zu\n", t.tree.reads);
done:
	if (result)
		printf("error %d %s\n%s%s%s", err.code, err.msg, err.hint,
		       err.hint[0] ? "\n" : "", err.detail);
	pusher_close(&pusher);
	repo_close(t.from_repo.repo);
	arena_dispose(&t.tree.arena);
	arena_dispose(&t.arena);
	return result ? 1 : 0;
}

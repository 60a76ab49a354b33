/* test_stage.c - scratch trees: exactly the tree, touched as little as possible. */
#include "base/portable.h"
#include "fake_tree.h"
#include "push/stage.h"
#include "scratch_folder.h"
#include "tap.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

static bool sync_tree(struct stage *stage, struct fake_tree *tree, struct file_set *set)
{
	static struct tree_source sources[32];
	static size_t used;
	struct err err = ERR_INIT;

	sources[used] = fake_source(tree);
	tree->reads = 0;
	if (!file_set_list(set, &arena, &sources[used++], &err) &&
	    !stage_sync(stage, set, &err))
		return true;
	printf("# %s\n", err.msg);
	return false;
}

static struct stage *open_stage(const char *common)
{
	struct stage *stage = NULL;
	struct err err = ERR_INIT;

	if (stage_open(&stage, common, "one", &err))
		printf("# %s\n", err.msg);
	return stage;
}

/* What it remembers of what it wrote; `b` was written last. */
static void test_manifest(const char *common, struct fake_tree *b)
{
	struct stage *stage = open_stage(common);
	struct file_set set;

	scratch_write(&arena, common, "cvx/stage/one/manifest", "torn", 0644);
	ok(sync_tree(stage, b, &set), "without a manifest");
	is_int((long long)b->reads, 4, "all is written anew");
	stage_close(stage);
	stage = open_stage(common);
	ok(stage != NULL, "a closed stage can be opened again");
	ok(sync_tree(stage, b, &set) && b->reads == 0, "and knows what it holds");
	stage_close(stage);
}

static void test_sync(void)
{
	const char *common = scratch_folder(&arena), *tree;
	struct stage *stage = open_stage(common), *second = NULL;
	struct fake_tree a = { .count = 0 }, b = { .count = 0 };
	struct file_set set;
	struct stat before, after;
	struct err err = ERR_INIT;

	tree = stage_tree(stage);
	fake_add(&a, "package.json", "{}");
	fake_add(&a, "convex/schema.ts", "one");
	fake_add(&a, "convex/odd \n name.ts", "odd");
	fake_add_bytes(&a, "bin/run", MODE_PROGRAM, "#!", 2);
	fake_add_bytes(&a, "docs", MODE_LINK, "convex/", 7);
	fake_add_bytes(&a, "out", MODE_LINK, "../../etc", 9);
	ok(sync_tree(stage, &a, &set), "a tree is written");
	is_str(scratch_read(&arena, tree, "convex/schema.ts"), "one", "its files");
	is_str(scratch_read(&arena, tree, "convex/odd \n name.ts"), "odd", "whatever their name");
	is_str(files_link(&arena, path_join(&arena, tree, "docs")), "convex/", "and its links");
	ok(!files_link(&arena, path_join(&arena, tree, "out")), "but none that leaves it");
	ok(!access(path_join(&arena, tree, "bin/run"), X_OK), "programs are executable");

	lstat(path_join(&arena, tree, "convex/schema.ts"), &before);
	ok(sync_tree(stage, &a, &set), "again");
	is_int((long long)a.reads, 2, "reads nothing but where the links lead");
	lstat(path_join(&arena, tree, "convex/schema.ts"), &after);
	ok(portable_mtime(&before).tv_nsec == portable_mtime(&after).tv_nsec && before.st_ino == after.st_ino,
	   "and leaves files alone");

	is_int(stage_open(&second, common, "one", &err), -1, "a second process");
	is_int(err.code, ERR_BUSY, "has to wait");
	err_clear(&err);

	/* What was a file is a folder, and the other way round; strangers go. */
	scratch_write(&arena, tree, "convex/stranger.ts", "x", 0644);
	scratch_write(&arena, tree, "convex/_generated/api.js", "generated", 0644);
	scratch_write(&arena, tree, "old/_generated/api.js", "generated", 0644);
	scratch_write(&arena, tree, "convex/schema.ts", "changed by somebody", 0644);
	fake_add(&b, "package.json", "{}");
	fake_add(&b, "convex/schema.ts", "one");
	fake_add(&b, "docs/readme", "text");
	fake_add(&b, "bin", "a file now");
	ok(sync_tree(stage, &b, &set), "another tree is written over it");
	is_str(scratch_read(&arena, tree, "docs/readme"), "text", "a folder where a link was");
	is_str(scratch_read(&arena, tree, "bin"), "a file now", "a file where a folder was");
	ok(!scratch_read(&arena, tree, "convex/odd \n name.ts"), "what it lacks is gone");
	ok(!scratch_read(&arena, tree, "convex/stranger.ts"), "and so is what nobody knows");
	is_str(scratch_read(&arena, tree, "convex/_generated/api.js"), "generated",
	       "but generated code stays");
	ok(!scratch_read(&arena, tree, "old/_generated/api.js"), "unless its folder goes");
	is_str(scratch_read(&arena, tree, "convex/schema.ts"), "one", "changed files are mended");
	is_int((long long)b.reads, 3, "unchanged ones aren't read");

	stage_close(stage);
	test_manifest(common, &b);
	arena_dispose(&a.arena);
	arena_dispose(&b.arena);
	scratch_remove(common);
}

static void test_bad_paths(void)
{
	static const char *const bad[] = { "../x", "a/../../x", "/etc/passwd", "a//b", "", "a/." };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct fake_tree tree = { .count = 0 };
		struct tree_source source = fake_source(&tree);
		struct err err = ERR_INIT;
		struct file_set set;

		fake_add(&tree, bad[i], "x");
		is_int(file_set_list(&set, &arena, &source, &err), -1,
		       arena_printf(&arena, "'%s' is no path of a tree", bad[i]));
		arena_dispose(&tree.arena);
	}
	ok(path_problem("a/..b/...c") == NULL, "dots in names are fine");
	ok(!path_unpushable("/home/my app's (new) [2] {a} $b`c%d#e~f!,;&@+=^\xc3\xa4\x7f"),
	   "the CLI can push from most paths");
	for (const char *c = "\"\\*?<>|:\n\t\x01\xff"; *c; c++)
		ok(path_unpushable(arena_printf(&arena, "/a/b%cc", *c)) != NULL,
		   arena_printf(&arena, "but not where byte %d is in it", (unsigned char)*c));
	is_str(path_unpushable("/a\nb"), "a line end", "which is named");
	is_str(path_unpushable("/a*b"), "a '*'", "as it looks");
}

/* A link may lead out of the tree through others, of which none says so; or to what is
 * installed, or by a name that only some file system takes for a link's. */
static void test_links(void)
{
	static const struct { const char *path, *text; bool stays; } links[] = {
		{ "plain", "convex", true }, { "convex/up", "../lib/./x", true },
		{ "here", ".", true }, { "twice", "here/plain/schema.ts", true },
		{ "out", "../x", false }, { "absolute", "/etc", false },
		{ "c1", "here/..", false }, { "c2", "plain/../../x", false },
		{ "c3", "convex/up/../../../x", false },
		{ "deep/a", "../here", true }, { "c4", "deep/a/..", false },
		{ "round", "about", false }, { "about", "round", false },
		{ "convex/team/_generated", "../../c1/home", false },
		{ "modules", "node_modules/convex", false }, { "m2", "convex/Node_Modules/x", false },
		{ "Case", "convex", true }, { "c5", "CASE/../..", false }, { "c6", "HERE/..", false },
	};
	const char *common = scratch_folder(&arena), *tree;
	struct stage *stage = open_stage(common);
	struct fake_tree a = { .count = 0 }, b = { .count = 0 };
	struct file_set set;

	tree = stage_tree(stage);
	fake_add(&a, "convex/schema.ts", "one");
	fake_add(&a, "lib/x", "x");
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		fake_add_bytes(&a, links[i].path, MODE_LINK, links[i].text, strlen(links[i].text));
	ok(sync_tree(stage, &a, &set), "a tree of links");
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		ok((files_link(&arena, path_join(&arena, tree, links[i].path)) != NULL) ==
		   links[i].stays, links[i].text);

	/* The same link, but what it leads through is another. */
	fake_add(&b, "convex/schema.ts", "one");
	fake_add_bytes(&b, "here", MODE_LINK, "deep/er", 7);
	fake_add(&b, "deep/er/file", "x");
	fake_add_bytes(&b, "c1", MODE_LINK, "here/..", 7);
	fake_add_bytes(&b, "convex/_generated", MODE_LINK, "../deep", 7);
	ok(sync_tree(stage, &b, &set) && files_link(&arena, path_join(&arena, tree, "c1")),
	   "one that stays now");
	ok(sync_tree(stage, &a, &set) && !files_link(&arena, path_join(&arena, tree, "c1")),
	   "and leaves again");
	ok(!files_link(&arena, path_join(&arena, tree, "convex/_generated")),
	   "what the CLI writes into is no link of an earlier target");
	stage_close(stage);
	arena_dispose(&a.arena);
	arena_dispose(&b.arena);
	scratch_remove(common);
}

static void make_link(const char *target, const char *folder, const char *name)
{
	ok(!symlink(target, path_join(&arena, folder, name)), name);
}

static void test_packages(void)
{
	const char *common = scratch_folder(&arena), *wt = scratch_folder(&arena), *tree;
	struct stage *stage = open_stage(common);
	struct fake_tree files = { .count = 0 };
	struct file_set set;
	struct err err = ERR_INIT;

	tree = stage_tree(stage);
	fake_add(&files, "package.json", "{}");
	fake_add(&files, "apps/web/package.json", "{}");
	fake_add(&files, "packages/shared/package.json", "{}");
	scratch_write(&arena, wt, "node_modules/convex/package.json", "{}", 0644);
	scratch_write(&arena, wt, "node_modules/@convex-dev/migrations/package.json", "{}", 0644);
	scratch_write(&arena, wt, "node_modules/.store/left/package.json", "{}", 0644);
	scratch_write(&arena, wt, "node_modules/.bin/convex", "", 0755);
	scratch_write(&arena, wt, "node_modules/.cache/x", "", 0644);
	scratch_write(&arena, wt, "node_modules/@acme/kept", "", 0644);
	scratch_write(&arena, wt, "apps/web/node_modules/own/package.json", "{}", 0644);
	make_link("../../packages/shared", wt, "node_modules/@acme/shared");
	make_link(path_join(&arena, wt, "packages/shared"), wt, "node_modules/absolute");
	make_link(".store/left", wt, "node_modules/left");
	ok(sync_tree(stage, &files, &set), "a workspace");
	is_int(stage_link_packages(stage, &set, wt, "apps/web", &err), 0, "its packages");
	is_str(files_link(&arena, path_join(&arena, tree, "node_modules/convex")),
	       path_join(&arena, wt, "node_modules/convex"), "are links to what is installed");
	is_str(files_link(&arena, path_join(&arena, tree, "node_modules/@convex-dev/migrations")),
	       path_join(&arena, wt, "node_modules/@convex-dev/migrations"), "in scopes, too");
	is_str(files_link(&arena, path_join(&arena, tree, "node_modules/left")),
	       path_join(&arena, wt, "node_modules/left"), "also where that is a link itself");
	is_str(files_link(&arena, path_join(&arena, tree, "node_modules/@acme/shared")),
	       "../../packages/shared", "its own packages are the scratch tree's");
	is_str(files_link(&arena, path_join(&arena, tree, "node_modules/absolute")),
	       path_join(&arena, tree, "packages/shared"), "by absolute links, too");
	ok(!access(path_join(&arena, tree, "node_modules/.bin/convex"), X_OK), "programs");
	ok(access(path_join(&arena, tree, "node_modules/.cache"), F_OK), "but no caches");
	ok(!access(path_join(&arena, tree, "apps/web/node_modules/own"), F_OK),
	   "packages of the app's own folder");

	unlink(path_join(&arena, wt, "node_modules/left"));
	scratch_remove(path_join(&arena, wt, "apps/web/node_modules"));
	ok(sync_tree(stage, &files, &set) &&
	   !stage_link_packages(stage, &set, wt, "apps/web", &err), "again");
	ok(!files_link(&arena, path_join(&arena, tree, "node_modules/left")),
	   "what was uninstalled is gone");
	ok(!files_is_folder(path_join(&arena, tree, "apps/web/node_modules")), "all of it");
	ok(scratch_read(&arena, wt, "node_modules/convex/package.json") != NULL,
	   "and nothing that is installed was touched");
	stage_close(stage);
	arena_dispose(&files.arena);
	scratch_remove(common);
	scratch_remove(wt);
}

static void test_warnings(void)
{
	const char *wt = scratch_folder(&arena);
	struct fake_tree files = { .ignored = "web/convex/secret.ts" };
	struct tree_source source = fake_source(&files);
	struct names warnings = { 0 };
	struct err err = ERR_INIT;
	struct file_set set;

	fake_add(&files, "web/convex/a.ts", "a");
	fake_add(&files, "web/package-lock.json", "target");
	fake_add(&files, "package-lock.json", "same");
	fake_add_bytes(&files, "out", MODE_LINK, "/etc", 4);
	scratch_write(&arena, wt, "web/convex/a.ts", "edited", 0644);
	scratch_write(&arena, wt, "web/convex/secret.ts", "x", 0644);
	scratch_write(&arena, wt, "web/convex/untracked.ts", "x", 0644);
	scratch_write(&arena, wt, "web/convex/_generated/api.js", "x", 0644);
	scratch_write(&arena, wt, "web/package-lock.json", "installed", 0644);
	scratch_write(&arena, wt, "package-lock.json", "same", 0644);
	is_int(file_set_list(&set, &arena, &source, &err), 0, "a tree");
	is_int(stage_warnings(&warnings, &set, wt, "web/convex", &err), 0, "is looked at");
	is_int((long long)warnings.count, 3, "three things are said");
	is_str(warnings.items[0], "'web/convex/secret.ts' is ignored by git and not pushed",
	       "an ignored source");
	ok(strstr(warnings.items[1], "'web/package-lock.json' differs"), "a lock file");
	ok(strstr(warnings.items[2], "'out' leaves the repository"), "a link");
	arena_dispose(&files.arena);
	scratch_remove(wt);
}

int main(void)
{
	test_links();
	test_sync();
	test_bad_paths();
	test_packages();
	test_warnings();
	arena_dispose(&arena);
	return done();
}

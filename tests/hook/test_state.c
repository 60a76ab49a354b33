/* test_state.c - what is recorded, and what counts as different. */
#include "hook/state.h"
#include "folder.h"
#include "tap.h"

#include <fcntl.h>

static const char *const watched[] = {
	"convex/migrations/*", "convex/schema.*", ".cvx.ini", ".env*",
};
static const struct state_id ids[] = {
	{ "a_first", true, NULL }, { "b_second", false, "the second\none" }, { "c_third", true, NULL },
};

static struct state_record record(void)
{
	return (struct state_record){
		.worktree = folder, .watched = watched, .watched_count = 4,
		.deployment = "d", .signature = "0123abcd", .summary = "1 pending", .ids = ids, .id_count = 3,
	};
}

static void remember_as(const struct state_record *r)
{
	struct err err = ERR_INIT;
	struct buf seen = BUF_INIT;

	if (state_look(&seen, "git", r, &err) || state_write("git", r, &seen, &err))
		printf("# %s\n", err.msg);
	buf_dispose(&seen);
}

static void remember(void)
{
	struct state_record r = record();

	remember_as(&r);
}

/* One change to the work tree, after which it is different. */
static void differs(const char *path, const char *text, const char *name)
{
	remember();
	ok(state_compare("git", ".") == STATE_SAME, "the same at first");
	ok(state_compare("git", "..") == STATE_DIFFERENT, "a copy elsewhere of a clone");
	if (text)
		folder_write(path, text);
	else
		remove(path);
	ok(state_compare("git", ".") == STATE_DIFFERENT, name);
}

static void same(const char *path, const char *text, const char *name)
{
	remember();
	folder_write(path, text);
	ok(state_compare("git", ".") == STATE_SAME, name);
}

static void files(void)
{
	differs("convex/migrations/b.ts", "b", "a new migration");
	differs("convex/migrations/b.ts", "bb", "a longer one");
	differs("convex/migrations/b.ts", NULL, "one that is gone");
	differs("convex/schema.ts", "s", "a new schema");
	differs(".cvx.ini", "[cvx]", "settings that weren't there");
	differs(".cvx.ini", NULL, "settings that are gone");
	differs(".env.local", "A=1", "an env file");
	same("convex/other.ts", "o", "a file that isn't watched");
	same("env", "o", "a name that only looks like a watched one");
}

static void head_differs(const char *path, const char *text, const char *name)
{
	struct state_record r = record();

	r.head_counts = true;
	remember_as(&r);
	ok(state_compare("git", ".") == STATE_SAME, "the same at first, HEAD included");
	folder_write(path, text);
	ok(state_compare("git", ".") == STATE_DIFFERENT, name);
}

static void heads(void)
{
	struct state_record r = record();

	same("git/HEAD", "ref: refs/heads/next\n", "another branch, where none counts");
	same("git/HEAD", "0123456789\n", "a detached head, where none counts");
	same("git/reftable/tables.list", "0x01-0x02-0a.ref\n",
	     "a head in a table, where none counts");
	remove("git/reftable/tables.list");
	folder_write("git/HEAD", "ref: refs/heads/main\n");
	head_differs("git/HEAD", "ref: refs/heads/next\n", "another branch");
	head_differs("git/HEAD", "0123456789\n", "a detached head");
	folder_write("git/HEAD", "ref: refs/heads/.invalid\n");
	head_differs("git/reftable/tables.list", "0x01-0x02-0a.ref\n0x03-0x03-0b.ref\n",
	             "a head that stands in a table");
	r.app = "apps/web";
	r.head_dir = "other";
	r.head_counts = true;
	mkdir("other", 0777);
	folder_write("other/HEAD", "ref: refs/heads/main\n");
	remember_as(&r);
	folder_write("git/HEAD", "ref: refs/heads/main\n");
	ok(state_compare("git", ".") == STATE_SAME, "the record of one of several apps");
	folder_write("other/HEAD", "ref: refs/heads/next\n");
	ok(state_compare("git", ".") == STATE_DIFFERENT, "... goes by the worktree's own head");
	remove("other/HEAD");
	remove("other");
}

/* What happens to a module, and whether it has to be looked into by git-cvx. */
static void modules(void)
{
	static const struct {
		const char *path, *text, *name;
		bool wakes;
	} steps[] = {
		{ "convex/tasks.ts", "export const a = undefined; defineTable();\n",
		  "a module without migrations that is new", false },
		{ "convex/words.ts", "export const words = 2;\n", "one that is another one", false },
		{ "convex/words.ts", NULL, "one that is gone", false },
		{ "convex/deep/down/jobs.ts", "export const jobs = 1;\n", "one in a folder", false },
		{ "convex/deep/down/jobs.ts", "export const x = m\n  .define({});\n",
		  "one that has come to hold some", true },
		{ "convex/deep/down/jobs.ts", "export const x = m . define ({});\n",
		  "one that holds others", true },
		{ "convex/deep/down/jobs.ts", "export const jobs = 12;\n",
		  "one that doesn't any more", true },
		{ "convex/jobs.ts", "export const x = m.define({});\n", "one that is new", true },
		{ "convex/jobs.ts", NULL, "one that is gone with them", true },
		{ "convex/_generated/api.ts", "m.define();\n", "what is generated", false },
		{ "convex/deep/convex.config.ts", "component\n", "a component", true },
		{ "convex/migrations/a.ts", "export { up } from './b';\n", "a file of a folder", true },
	};
	struct state_record r = record();

	r.watched++;
	r.watched_count--;
	r.modules = "convex";
	mkdir("convex/deep", 0777);
	mkdir("convex/deep/down", 0777);
	mkdir("convex/_generated", 0777);
	folder_write("convex/words.ts", "export const words = 1;\n");
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		remember_as(&r);
		ok(state_compare("git", ".") == STATE_SAME, "modules as they were");
		if (steps[i].text)
			folder_write(steps[i].path, steps[i].text);
		else
			remove(steps[i].path);
		ok(state_compare("git", ".") == (steps[i].wakes ? STATE_DIFFERENT : STATE_SAME),
		   steps[i].name);
	}
	remove("convex/deep/convex.config.ts");
	remove("convex/deep/down/jobs.ts");
	remove("convex/deep/down");
	remove("convex/deep");
	remove("convex/_generated/api.ts");
	remove("convex/_generated");
	remove("convex/tasks.ts");
}

static void times(void)
{
	struct timespec old[2] = { { 1000, 1 }, { 1000, 1 } };

	folder_write(".cvx.ini", "[app]");
	remember();
	utimensat(AT_FDCWD, ".cvx.ini", old, 0);
	ok(state_compare("git", ".") == STATE_DIFFERENT, "the same size, another time");
	remember();
	folder_write("new", "[xxx]");
	utimensat(AT_FDCWD, "new", old, 0);
	ok(!rename("new", ".cvx.ini") && state_compare("git", ".") == STATE_DIFFERENT,
	   "the same size and time, another file");
	ok(!symlink("other", ".env"), "a link");
	folder_write("other", "B=1");
	differs("other", "B=12", "what a link points to");
}

static void variables(void)
{
	struct buf text = BUF_INIT;
	FILE *f;
	int c;

	setenv("CVX_SKIP", "0", 1);
	setenv("CONVEX_SELF_HOSTED_ADMIN_KEY", "swordfish", 1);
	remember();
	setenv("CVX_SKIP", "1", 1);
	setenv("HOMELY", "1", 1);
	ok(state_compare("git", ".") == STATE_SAME, "variables that don't matter");
	setenv("CONVEX_SELF_HOSTED_ADMIN_KEY", "swordfisk", 1);
	ok(state_compare("git", ".") == STATE_DIFFERENT, "another key");
	setenv("CONVEX_SELF_HOSTED_ADMIN_KEY", "swordfish", 1);
	ok(state_compare("git", ".") == STATE_SAME, "... and the first again");
	setenv("CVX_NEW", "", 1);
	ok(state_compare("git", ".") == STATE_DIFFERENT, "a new variable");
	f = fopen("git/cvx/state", "re");
	while (f && (c = getc(f)) != EOF)
		buf_addc(&text, (char)c);
	if (f)
		fclose(f);
	ok(text.len && !strstr(text.text, "swordfish"), "no value is written");
	buf_dispose(&text);
}

static void known(void)
{
	struct state_record r = record();
	struct arena arena = { 0 };
	struct state_known k;
	struct err err = ERR_INIT;
	struct buf seen = BUF_INIT;

	remember();
	ok(state_known(&k, &arena, "git"), "what completion wants");
	is_int((int)k.count, 3, "all ids");
	is_str(k.ids[1].id, "b_second", "in their order");
	ok(k.ids[0].applied && !k.ids[1].applied && k.ids[2].applied, "which are applied");
	ok(!k.ids[0].about && !k.ids[2].about, "those without a description have none");
	is_str(k.ids[1].about, "the second\none", "the one that has has it");
	ok(k.folder && !strncmp(k.folder, folder, strlen(folder)), "a folder of this work tree");
	is_str(k.folder + strlen(folder), "/convex/migrations", "... that is watched whole");
	ok(!k.app, "the only app");
	r.watched++;
	r.watched_count--;
	r.app = "apps/web";
	ok(!state_look(&seen, "git", &r, &err) && !state_write("git", &r, &seen, &err) &&
	   state_known(&k, &arena, "git"), "a record of modules");
	ok(!k.folder, "has no such folder");
	is_str(k.app, "apps/web", "an app's folder");
	ok(state_compare("git", ".") == STATE_SAME, "is nothing that is compared");
	ok(!state_delete("git", &err) && !state_known(&k, &arena, "git") && !k.count,
	   "without a record nothing is known");
	buf_dispose(&seen);
	arena_dispose(&arena);
}

static void values(void)
{
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;

	remember();
	ok(state_signature(&out, "git"), "a signature");
	is_str(out.text, "0123abcd", "... that was given");
	buf_truncate(&out, 0);
	ok(state_summary(&out, "git"), "a summary");
	is_str(out.text, "1 pending", "... that was given");
	buf_truncate(&out, 0);
	ok(!state_delete("git", &err) && !state_delete("git", &err), "deleted, twice");
	ok(state_compare("git", ".") == STATE_NONE && !state_summary(&out, "git"),
	   "nothing is known");
	folder_write("git/cvx/state", "cvx-state 1\nkey 1\nworktree /\nhead x\nvariables 1\ndeployment d\n");
	ok(state_compare("git", ".") == STATE_NONE, "a record of another version");
	folder_write("git/cvx/state", "cvx-state 2\nkey 1\n");
	ok(state_compare("git", ".") == STATE_NONE, "a record that was cut off");
	buf_dispose(&out);
}

int main(void)
{
	static const char *const paths[] = {
		"convex/migrations/a.ts", "convex/migrations/b.ts", "convex/migrations/x\ny.ts",
		"convex/migrations", "convex/schema.ts", "convex/other.ts", "convex", ".cvx.ini",
		".env.local", ".env", "other", "env", "git/cvx/state", "git/cvx", "git/HEAD",
		"git/reftable/tables.list", "git/reftable", "git",
		NULL,
	};

	folder_make();
	mkdir("git", 0777);
	mkdir("git/reftable", 0777);
	mkdir("convex", 0777);
	mkdir("convex/migrations", 0777);
	folder_write("git/HEAD", "ref: refs/heads/main\n");
	folder_write("convex/migrations/a.ts", "a");
	ok(state_compare("git", ".") == STATE_NONE, "nothing is recorded at first");
	files();
	heads();
	modules();
	differs("convex/migrations/x\ny.ts", "x", "a name with a newline");
	times();
	variables();
	known();
	values();
	folder_remove(paths);
	return done();
}

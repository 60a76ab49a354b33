/* test_clone.c - the identity of a clone: written once, kept, and little else touched. */
#include "base/file.h"
#include "conf/clone.h"
#include "conf/config.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char common[] = "/tmp/cvx-test-clone.XXXXXX";
static char path[64];

static const char *text_now(struct arena *arena)
{
	struct err err = ERR_INIT;
	const char *text = NULL;

	if (file_text(&text, arena, path, &err) < 0)
		printf("# %s\n", err.msg);
	return text;
}

static void test_first(struct arena *arena)
{
	struct err err = ERR_INIT;
	struct clone clone, again;
	struct config config;
	struct stat st;

	is_int(clone_enroll(&clone, arena, common, "ann@\"laptop\"; x", &err), 0, "the first time");
	is_int((long long)strlen(clone.id), 32, "gives an id of 128 bits");
	is_int((long long)strspn(clone.id, "0123456789abcdef"), 32, "in hex");
	is_str(clone.name, "ann@\"laptop\"; x", "and the name");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0600, "the file is private");
	config_init(&config, arena);
	is_int(config_apply_private(&config, arena, common, &err), 0, "the settings can be read");
	ok(config.enabled, "enabled");
	is_str(config.clone_id, clone.id, "id");
	is_str(config.clone_name, clone.name, "name");
	is_int((long long)config.warnings.count, 0, "no warnings");
	is_int(clone_enroll(&again, arena, common, "other", &err), 0, "the second time");
	is_str(again.id, clone.id, "the id is the same");
	is_str(again.name, clone.name, "and the name");
	is_int(clone_leave(arena, common, &err), 0, "leave");
	config_init(&config, arena);
	is_int(config_apply_private(&config, arena, common, &err), 0, "read again");
	ok(!config.enabled, "not enabled");
	is_str(config.clone_id, clone.id, "but the id is kept");
	is_int(clone_enroll(&again, arena, common, "other", &err), 0, "come back");
	is_str(again.id, clone.id, "with the same id");
	is_str(err.msg, "", "no error");
}

static void test_edit(struct arena *arena)
{
	struct err err = ERR_INIT;
	struct clone clone;
	bool undecided;

	is_int(file_replace(path, "# mine\n[cvx]\n\tenabled = false\n\tclone-id = abc\n"
	                    "\tclone-name = \"me\" ; note\n[hook]\n\tmode = off", &err), 0,
	       "a file written by hand");
	is_int(clone_enroll(&clone, arena, common, "other", &err), 0, "enroll");
	is_str(clone.id, "abc", "its id counts");
	is_str(text_now(arena), "# mine\n[cvx]\n\tenabled = \"true\"\n\tclone-id = abc\n"
	       "\tclone-name = \"me\" ; note\n[hook]\n\tmode = off\n",
	       "one line changes, the rest stays");
	is_int(file_replace(path, "[cvx]\n\tversion = 1\n[hook]\n\tmode = off\n", &err), 0,
	       "a section that is there");
	is_int(clone_remember_hooks(arena, common, true, NULL, &err), 0, "takes another key");
	is_int(clone_remember_hooks(arena, common, false, "/usr/bin/node", &err), 0, "and keeps it");
	is_str(text_now(arena), "[cvx]\n\tversion = 1\n\thooks-installed = \"false\"\n"
	       "\tnode = \"/usr/bin/node\"\n[hook]\n\tmode = off\n", "at its end");
	is_int(clone_is_undecided(&undecided, arena, common, &err), 0, "asked");
	ok(undecided, "it isn't said whether this clone uses git-cvx");
	is_int(clone_leave(arena, common, &err), 0, "leave");
	is_int(clone_is_undecided(&undecided, arena, common, &err), 0, "asked again");
	ok(!undecided, "now it is: it doesn't");
	is_int(file_replace(path, "[hook\n", &err), 0, "a broken file");
	is_int(clone_enroll(&clone, arena, common, "other", &err), -1, "is an error");
	is_int(err.code, ERR_CONFIG, "of the settings");
	is_str(text_now(arena), "[hook\n", "and stays as it is");
}

/* Many at once, as worktrees' hooks may be: all get one id. */
static void test_race(struct arena *arena)
{
	struct config config;
	struct err err = ERR_INIT;
	const char *text;
	int good = 0, status;

	unlink(path);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			struct arena own = { 0 };
			struct clone clone;

			_exit(clone_enroll(&clone, &own, common, "x", &err) ? 1 : 0);
		}
	}
	while (wait(&status) > 0)
		good += WIFEXITED(status) && !WEXITSTATUS(status);
	is_int(good, 8, "eight at once succeed");
	config_init(&config, arena);
	is_int(config_apply_private(&config, arena, common, &err), 0, "and leave a good file");
	text = strstr(text_now(arena), "clone-id");
	ok(text && !strstr(text + 1, "clone-id"),
	   "with one id");
}

static void test_leftovers(void)
{
	char folder[64];
	struct dirent *entry;
	int files = 0;
	DIR *dir;

	snprintf(folder, sizeof(folder), "%s/cvx", common);
	dir = opendir(folder);
	while (dir && (entry = readdir(dir)))
		files += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	is_int(files, 1, "no temporary files stay behind");
	unlink(path);
	rmdir(folder);
	rmdir(common);
}

int main(void)
{
	struct arena arena = { 0 };

	if (!mkdtemp(common))
		abort();
	snprintf(path, sizeof(path), "%s/%s", common, CONFIG_PRIVATE);
	test_first(&arena);
	test_edit(&arena);
	test_race(&arena);
	test_leftovers();
	arena_dispose(&arena);
	return done();
}

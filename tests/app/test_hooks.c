/* test_hooks.c - install, look at and remove our git hooks, in a folder of its own. */
#include "app/hooks.h"
#include "base/buf.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static const char *folder;

static const char *in_folder(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name);
}

static const char *content(const char *name)
{
	struct buf text = BUF_INIT;
	FILE *f = fopen(in_folder(name), "re");
	const char *copy;
	int c;

	if (!f)
		return NULL;
	while ((c = getc(f)) != EOF)
		buf_addc(&text, (char)c);
	fclose(f);
	copy = arena_strdup(&arena, text.text);
	buf_dispose(&text);
	return copy;
}

static void write_file(const char *name, const char *text)
{
	FILE *f = fopen(in_folder(name), "we");

	if (!f || fputs(text, f) < 0 || fclose(f))
		exit(99);
}

static struct hooks look(const char *program)
{
	struct hooks hooks;
	struct err err = ERR_INIT;

	ok(!hooks_look(&hooks, &arena, folder, program, &err), "looking works");
	return hooks;
}

static void installs(void)
{
	struct hooks hooks = look("/opt/it's/git-cvx-hook");
	struct err err = ERR_INIT;
	struct stat st;

	ok(hooks.files[0].presence == HOOK_MISSING && hooks.files[1].presence == HOOK_MISSING,
	   "nothing there yet, not even the folder");
	ok(!hooks_install(&hooks, &arena, &err), "install");
	is_str(content("post-checkout"), "#!/bin/sh\n"
	       "# git-cvx hook v1: written by 'git cvx hooks install', removed by 'git cvx hooks "
	       "uninstall'\n"
	       "hook='/opt/it'\\''s/git-cvx-hook'; [ -x \"$hook\" ] || hook=$(command -v "
	       "git-cvx-hook) || exit 0; exec \"$hook\" post-checkout \"$@\"\n", "the shim");
	ok(strstr(content("post-merge"), "post-merge \"$@\""), "the other one");
	ok(!stat(in_folder("post-merge"), &st) && (st.st_mode & 0111) == 0111, "git can run it");
	hooks = look("/opt/it's/git-cvx-hook");
	ok(hooks.files[0].presence == HOOK_INSTALLED && hooks.files[1].presence == HOOK_INSTALLED,
	   "installed");
	hooks = look("/usr/bin/git-cvx-hook");
	ok(hooks.files[0].presence == HOOK_OLDER, "older: the program moved");
	ok(!hooks_install(&hooks, &arena, &err) &&
	   strstr(content("post-checkout"), "hook='/usr/bin/git-cvx-hook'"), "renewed");
}

static void uninstalls(void)
{
	struct hooks hooks = look("/opt/git-cvx-hook");
	struct err err = ERR_INIT;
	size_t removed = 0;

	ok(!hooks_uninstall(&hooks, &removed, &err) && removed == 2, "uninstall removes both");
	ok(!content("post-checkout") && !content("post-merge"), "... and they are gone");
	hooks = look("/opt/git-cvx-hook");
	ok(!hooks_uninstall(&hooks, &removed, &err) && removed == 0, "again: nothing to remove");
}

/* `text` in post-merge is somebody else's: nothing may happen to it. */
static void leaves(const char *text, const char *name)
{
	struct err err = ERR_INIT;
	struct hooks hooks;
	size_t removed;

	write_file("post-merge", text);
	hooks = look("/opt/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_FOREIGN, name);
	ok(hooks_install(&hooks, &arena, &err) == -1 && err.code == ERR_UNSUPPORTED &&
	   strstr(err.msg, "post-merge") &&
	   strstr(err.hint, "'/opt/git-cvx-hook' post-merge \"$@\""), "... is said, with the line");
	ok(!content("post-checkout"), "... and nothing else is written");
	ok(!hooks_uninstall(&hooks, &removed, &err) && removed == 0, "... nor removed");
	is_str(content("post-merge"), text, "... and it stays as it was");
}

static void redirected(void)
{
	struct hooks hooks = look("/opt/git-cvx-hook");
	struct err err = ERR_INIT;

	hooks.is_redirected = true;
	ok(hooks_install(&hooks, &arena, &err) == -1 && err.code == ERR_UNSUPPORTED,
	   "a folder of core.hooksPath");
	ok(strstr(err.hint, "post-checkout \"$@\"") && strstr(err.hint, "post-merge \"$@\""),
	   "... the lines to add");
	ok(!content("post-checkout"), "... and nothing is written");
}

int main(void)
{
	char temp[] = "/tmp/cvx-test.XXXXXX";

	if (!mkdtemp(temp))
		return 99;
	folder = arena_printf(&arena, "%s/hooks", temp);
	installs();
	uninstalls();
	redirected();
	leaves("#!/bin/sh\necho mine\n", "a hook of another program");
	leaves("#!/bin/sh\n# git-cvx hook v1: x\nhook='/opt/git-cvx-hook'; exec \"$hook\"\n"
	       "echo mine\n", "a shim that somebody added to");
	leaves("", "an empty hook");
	unlink(in_folder("post-merge"));
	rmdir(folder);
	rmdir(temp);
	arena_dispose(&arena);
	return done();
}

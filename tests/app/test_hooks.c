/* test_hooks.c - install, look at and remove our git hooks, in a folder of its own. */
#include "app/hook_line.h"
#include "app/hook_text.h"
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

static bool all(const struct hooks *hooks, enum hook_presence presence)
{
	return hooks_count(hooks, presence) == HOOK_EVENTS;
}

/* Our line in a hook that is committed, put in and taken out. */
static void adds_line(const char *text, const char *name)
{
	struct err err = ERR_INIT;
	bool there = false;

	if (text)
		write_file("post-merge", text);
	ok(!hook_line_add(&arena, folder, "post-merge", &err) &&
	   !hook_line_look(&there, &arena, folder, "post-merge", &err) && there, name);
	ok(!hook_line_remove(&arena, folder, "post-merge", &err), "... it can be taken out");
	is_str(content("post-merge"), text, "... and the file is as it was");
	unlink(in_folder("post-merge"));
}

static void adds_lines(void)
{
	adds_line("#!/bin/sh\nnpm test\n", "a line in a hook of several");
	adds_line("#!/bin/sh\nnpm test", "... whose last line has no end");
	adds_line("#!/bin/sh\r\n\r\n", "... of Windows");
	adds_line(NULL, "... where there is no hook");
	adds_line("#!/bin/sh\n", "... where there is one that does nothing");
	adds_line("#!/bin/sh", "... that isn't even a line");
	adds_line("", "... that is empty");
}

static void installs(void)
{
	struct hooks hooks = look("/opt/it's/git-cvx-hook");
	struct err err = ERR_INIT;
	struct stat st;

	ok(all(&hooks, HOOK_MISSING), "nothing there yet, not even the folder");
	ok(!hooks_install(&hooks, &arena, &err), "install");
	ok(hook_text_is_ours(content("post-checkout")), "the block is known again");
	ok(strstr(content("post-checkout"), "cvx_hook='/opt/it'\\''s/git-cvx-hook'; ["),
	   "... names the program");
	ok(strstr(content("post-rewrite"), "\"$cvx_hook\" post-rewrite \"$@\""), "... and the event");
	ok(!stat(in_folder("post-merge"), &st) && (st.st_mode & 0111) == 0111, "git can run it");
	ok(stat(in_folder("../hooks.before-cvx"), &st), "no folder for what wasn't there");
	hooks = look("/opt/it's/git-cvx-hook");
	ok(all(&hooks, HOOK_INSTALLED), "installed");
	hooks = look("/usr/bin/git-cvx-hook");
	ok(all(&hooks, HOOK_OLDER), "older: the program moved");
	ok(!hooks_install(&hooks, &arena, &err) &&
	   strstr(content("post-checkout"), "cvx_hook='/usr/bin/git-cvx-hook'"), "renewed");
	chmod(in_folder("post-merge"), 0644);
	hooks = look("/usr/bin/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_OLDER, "one that git can't run isn't as it should be");
	ok(!hooks_install(&hooks, &arena, &err) && !stat(in_folder("post-merge"), &st) &&
	   (st.st_mode & 0111) == 0111, "... and is mended");
}

static void uninstalls(void)
{
	struct hooks hooks = look("/opt/git-cvx-hook");
	struct err err = ERR_INIT;
	size_t removed = 0;

	ok(!hooks_uninstall(&hooks, &arena, &removed, &err) && removed == HOOK_EVENTS,
	   "uninstall removes them");
	ok(!content("post-checkout") && !content("post-commit"), "... and they are gone");
	hooks = look("/opt/git-cvx-hook");
	ok(!hooks_uninstall(&hooks, &arena, &removed, &err) && removed == 0,
	   "again: nothing to remove");
}

static void upgrades(void)
{
	static const char first[] = "#!/bin/sh\n# git-cvx hook v1: written by 'git cvx hooks "
		"install', removed by 'git cvx hooks uninstall'\nhook='/opt/git-cvx-hook'; [ -x "
		"\"$hook\" ] || hook=$(command -v git-cvx-hook) || exit 0; exec \"$hook\" "
		"post-merge \"$@\"\n";
	struct err err = ERR_INIT;
	struct hooks hooks;
	size_t removed;

	write_file("post-merge", first);
	hooks = look("/opt/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_OLDER, "a shim of version 1 is an older one");
	ok(!hooks_install(&hooks, &arena, &err), "... install renews it");
	hooks = look("/opt/git-cvx-hook");
	ok(all(&hooks, HOOK_INSTALLED) && !hooks.files[1].has_saved, "... in its place");
	ok(!hooks_uninstall(&hooks, &arena, &removed, &err) && removed == HOOK_EVENTS, "all go");
}

/* `text` in post-merge is somebody else's: it is kept, and comes back. */
static void keeps(const char *text, const char *name)
{
	struct err err = ERR_INIT;
	struct hooks hooks;
	size_t removed;

	write_file("post-merge", text);
	hooks = look("/opt/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_FOREIGN, name);
	ok(!hooks_install(&hooks, &arena, &err), "... install");
	is_str(content("../hooks.before-cvx/post-merge"), text, "... keeps it aside");
	hooks = look("/opt/git-cvx-hook");
	ok(all(&hooks, HOOK_INSTALLED) && hooks.files[1].has_saved, "... behind ours");
	ok(!hooks_install(&hooks, &arena, &err), "... install twice");
	is_str(content("../hooks.before-cvx/post-merge"), text, "... is install once");
	ok(!hooks_uninstall(&hooks, &arena, &removed, &err) && removed == HOOK_EVENTS,
	   "... uninstall");
	is_str(content("post-merge"), text, "... puts it back");
	ok(!content("../hooks.before-cvx"), "... and leaves no folder");
	unlink(in_folder("post-merge"));
}

/* A line behind a shim of version 1: both stay in one file, and the line stays alone. */
static void added_to(void)
{
	struct err err = ERR_INIT;
	struct hooks hooks;
	size_t removed;

	write_file("post-merge", "#!/bin/sh\n# git-cvx hook v1: x\nhook='/opt/git-cvx-hook'; exec "
	           "\"$hook\"\necho mine\n");
	hooks = look("/opt/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_OLDER && hooks.files[1].has_others,
	   "a shim that another program added to");
	ok(!hooks_install(&hooks, &arena, &err), "... install");
	ok(!content("../hooks.before-cvx/post-merge"), "... keeps nothing aside");
	ok(strstr(content("post-merge"), "\n# <<< git-cvx hook\necho mine\n"), "... the line is there");
	hooks = look("/opt/git-cvx-hook");
	ok(all(&hooks, HOOK_INSTALLED) && hooks.files[1].has_others, "... beside our block");
	ok(!hooks_uninstall(&hooks, &arena, &removed, &err) && removed == HOOK_EVENTS,
	   "... uninstall");
	is_str(content("post-merge"), "#!/bin/sh\necho mine\n", "... leaves the line");
	unlink(in_folder("post-merge"));
}

/* Another program wrote over ours. */
static void overwritten(const char *text, bool again)
{
	struct err err = ERR_INIT;
	struct hooks hooks;
	size_t removed;

	write_file("post-merge", "#!/bin/sh\necho mine\n");
	hooks = look("/opt/git-cvx-hook");
	ok(!hooks_install(&hooks, &arena, &err), "installed before a foreign hook");
	write_file("post-merge", text);
	chmod(in_folder("post-merge"), 0644);
	hooks = look("/opt/git-cvx-hook");
	ok(hooks.files[1].presence == HOOK_FOREIGN && hooks.files[1].has_saved,
	   "ours was overwritten");
	ok(hooks_install(&hooks, &arena, &err) == (again ? 0 : -1), again
	   ? "... by the same: install puts ours before it again"
	   : "... by another: which one counts isn't for us to say");
	if (!again)
		ok(err.code == ERR_DECISION && strstr(err.msg, "hooks.before-cvx/post-merge"),
		   "... and that is said");
	hooks = look("/opt/git-cvx-hook");
	ok(!hooks_uninstall(&hooks, &arena, &removed, &err), "uninstall");
	is_str(content("post-merge"), text, "... leaves the newer one");
	ok(again == !content("../hooks.before-cvx/post-merge"), "... and loses neither");
	unlink(in_folder("../hooks.before-cvx/post-merge"));
	rmdir(in_folder("../hooks.before-cvx"));
	unlink(in_folder("post-merge"));
}

int main(void)
{
	char temp[] = "/tmp/cvx-test.XXXXXX";

	if (!mkdtemp(temp))
		return 99;
	folder = arena_printf(&arena, "%s/hooks", temp);
	installs();
	uninstalls();
	upgrades();
	keeps("#!/bin/sh\necho mine\n", "a hook of another program");
	added_to();
	keeps("", "an empty hook");
	keeps("#!/bin/sh\r\necho mine\r\n", "one with CRLF");
	overwritten("#!/bin/sh\necho mine\n", true);
	overwritten("#!/bin/sh\necho another\n", false);
	adds_lines();
	rmdir(folder);
	rmdir(temp);
	arena_dispose(&arena);
	return done();
}

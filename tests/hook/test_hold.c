/* test_hold.c - a hold is for one branch at one commit. */
#include "hook/hold.h"
#include "folder.h"
#include "tap.h"

static bool held(const char *branch, const char *commit)
{
	struct err err = ERR_INIT;
	bool out = true;

	ok(!hold_is_for(folder, branch, commit, &out, &err), "looking works");
	return out;
}

int main(void)
{
	static const char *const paths[] = { "cvx/hold", "cvx", NULL };
	struct err err = ERR_INIT;

	folder_make();
	ok(!held("main", "1234"), "nothing is held at first");
	ok(!hold_delete(folder, &err), "deleting what isn't there is fine");
	ok(!hold_write(folder, "main", "1234", &err), "write one");
	ok(held("main", "1234"), "it is for this branch and commit");
	ok(!held("main", "1235"), "... not for another commit");
	ok(!held("next", "1234"), "... nor another branch");
	ok(!held(NULL, "1234"), "... nor for the commit by itself");
	ok(!hold_write(folder, NULL, "1234", &err) && held(NULL, "1234"), "a detached one");
	ok(!hold_write(folder, "main", NULL, &err) && held("main", NULL), "an unborn branch");
	ok(!hold_delete(folder, &err) && !held("main", NULL), "deleted");
	ok(hold_write("/nowhere/at/all", "main", "1234", &err) == -1 && err.code == ERR_IO,
	   "a folder that isn't there");
	folder_remove(paths);
	return done();
}

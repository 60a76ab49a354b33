/* test_access_store.c - what is kept of deployments in the cloud: only for us, only for a while. */
#include "conf/access_store.h"

#include "base/file.h"
#include "base/secret.h"
#include "tap.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW ((int64_t)1800000000)
#define NAME "0123456789abcdef"

static char home[] = "/tmp/cvx-store-XXXXXX";
static const char *folder;
static struct arena arena;

static const struct access kept = {
	.name = "bold-hyena-681", .url = "https://x.convex.cloud", .key = (char[]){ "dev:x|k\"ey" },
	.kind = KIND_DEV, .says_kind = true,
};

static bool load(struct access *out, int64_t now)
{
	return access_store_load(out, &arena, folder, NAME, now);
}

static void save(void)
{
	struct err err = ERR_INIT;

	if (access_store_save(&kept, folder, NAME, NOW, &err))
		printf("# %s\n", err.msg);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) ? 0 : st.st_mode & 0777;
}

static const char *file(void)
{
	return arena_printf(&arena, "%s/" NAME, folder);
}

static void test_folder(void)
{
	is_str(access_store_folder(&arena, "/c", "/h"), "/c/git-cvx/credentials", "in the cache");
	is_str(access_store_folder(&arena, NULL, "/h"), "/h/.cache/git-cvx/credentials",
	       "of the home, unless said otherwise");
	is_str(access_store_folder(&arena, "c", "/h"), "/h/.cache/git-cvx/credentials",
	       "a relative one doesn't count");
	is_str(access_store_folder(&arena, "", NULL), NULL, "nowhere");
}

static void test_kept(void)
{
	struct buf text = BUF_INIT;
	struct access access;

	ok(!load(&access, NOW), "nothing is kept yet");
	save();
	is_int(mode_of(folder), 0700, "a folder of our own");
	is_int(mode_of(file()), 0600, "a file of our own");
	ok(load(&access, NOW), "kept");
	is_str(access.url, kept.url, "the URL");
	is_str(access.key, kept.key, "the key");
	is_str(access.name, kept.name, "the name");
	ok(access.says_kind && access.kind == KIND_DEV, "the kind");
	buf_adds(&text, kept.key);
	secret_filter(&text);
	is_str(text.text, "(hidden)", "the key is known to be secret");
	buf_dispose(&text);
	ok(load(&access, NOW + ACCESS_STORE_SECONDS - 1), "until it ends");
	ok(!load(&access, NOW + ACCESS_STORE_SECONDS) && !access.key, "not longer");
	ok(!load(&access, NOW - 1), "nor does one count that was written in the future");
	ok(!access_store_load(&access, &arena, folder, "other", NOW), "nor under another name");
}

static void test_not_ours(void)
{
	static const char *const texts[] = {
		"", "{", "[]", "{\"version\":1,\"expires\":1800000100}",
		"{\"version\":2,\"expires\":1800000100,\"url\":\"https://x\"}",
		"{\"version\":1,\"expires\":1800000100,\"url\":\"https://x\",\"kind\":\"odd\"}",
	};
	const char *aside = arena_printf(&arena, "%s/aside", home);
	struct err err = ERR_INIT;
	struct access access;

	chmod(file(), 0640);
	ok(!load(&access, NOW), "a file that others can read doesn't count");
	save();
	is_int(mode_of(file()), 0600, "and is replaced");
	chmod(folder, 0750);
	ok(!load(&access, NOW), "nor in a folder that others can look into");
	save();
	is_int(mode_of(folder), 0700, "which is closed");
	ok(load(&access, NOW), "and then counts");
	ok(!rename(file(), aside) && !symlink(aside, file()) && !load(&access, NOW),
	   "nor through a link");
	save();
	ok(load(&access, NOW) && mode_of(file()) == 0600, "which is replaced");
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		ok(!file_replace(file(), texts[i], &err) && !load(&access, NOW), texts[i]);
	save();
	ok(load(&access, NOW), "what can't be read is replaced");
}

static void test_forget(void)
{
	const char *aside = arena_printf(&arena, "%s/away", home);
	struct err err = ERR_INIT;
	struct access access;
	size_t count = 9;

	is_int(access_store_forget(folder, NAME, &err), 0, "one is forgotten");
	ok(!load(&access, NOW), "is gone");
	is_int(access_store_forget(folder, NAME, &err), 0, "twice");
	save();
	if (access_store_save(&kept, folder, "ff", NOW, &err))
		abort();
	is_int(access_store_forget_all(&count, folder, &err), 0, "all are forgotten");
	is_int(count, 2, "both of them");
	ok(!load(&access, NOW), "are gone");
	save();
	ok(!rename(folder, aside) && !symlink(aside, folder), "a link to another folder");
	is_int(access_store_forget_all(&count, folder, &err), -1, "is not emptied");
	ok(strstr(err.msg, "isn't a folder of yours") != NULL, "says why");
	ok(mode_of(arena_printf(&arena, "%s/" NAME, aside)), "nor what it leads to");
	err_clear(&err);
	is_int(access_store_save(&kept, folder, NAME, NOW, &err), -1, "nor written to");
	err_clear(&err);
	unlink(folder);
	is_int(access_store_forget_all(&count, folder, &err), 0, "none is fine");
	is_int(count, 0, "nothing to forget");
}

static void test_two_at_once(void)
{
	struct access access;
	int wrong = 0;
	pid_t pid = fork();

	for (int i = 0; !pid && i < 50; i++)
		save();
	if (!pid)
		_exit(0);
	for (int i = 0; i < 50; i++)
		wrong += !load(&access, NOW);
	waitpid(pid, NULL, 0);
	is_int(wrong, 0, "two processes at once leave it whole at any time");
}

static void remove_below(const char *name, ...)
{
	va_list names;

	va_start(names, name);
	for (; name; name = va_arg(names, const char *))
		(void)remove(arena_printf(&arena, "%s/%s", home, name));
	va_end(names);
}

int main(void)
{
	if (!mkdtemp(home))
		abort();
	folder = access_store_folder(&arena, NULL, home);
	test_folder();
	test_kept();
	test_not_ours();
	test_two_at_once();
	test_forget();
	remove_below("aside", "away/" NAME, "away", ".cache/git-cvx/credentials",
	             ".cache/git-cvx", ".cache", NULL);
	ok(!rmdir(home), "nothing else is left");
	secret_forget_all();
	arena_dispose(&arena);
	return done();
}

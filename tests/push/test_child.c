/* test_child.c - programs are run, watched, stopped, and take nobody's secrets along. */
#include "push/child.h"
#include "base/secret.h"
#include "scratch_folder.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct arena arena;
static char *base_env[] = {
	"PATH=/usr/bin:/bin", "HOME=/home/somebody", "GIT_DIR=/elsewhere/.git",
	"GIT_INDEX_FILE=x", "CONVEX_DEPLOY_KEY=prod:x|secret", "CVX_ADMIN_KEY=secret",
	"VERCEL=1", "CI=false", "VERCELLI=stays",
	"NODE_TLS_REJECT_UNAUTHORIZED=0", "NPM_CONFIG_STRICT_SSL=false", "NODE_DEBUG=http",
	"npm_config_strict_ssl=false", "NODE_OPTIONS=--no-warnings", "no_proxy=a.b", NULL,
};

static struct child shell(const char *script)
{
	static const char *argv[4];

	argv[0] = "/bin/sh";
	argv[1] = "-c";
	argv[2] = script;
	argv[3] = NULL;
	return (struct child){
		.argv = argv, .cwd = "/", .keep_fd = -1,
		.env = child_env(&arena, base_env, NULL, NULL),
	};
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* It runs: exists, and isn't a zombie that nobody has reaped yet. */
static bool runs(pid_t pid)
{
	const char *path = arena_printf(&arena, "%d/stat", (int)pid);
	const char *stat = scratch_read(&arena, "/proc", path);
	const char *state = stat ? strrchr(stat, ')') : NULL;

	return state && state[2] != 'Z' && state[2] != 'X';
}

static bool ends_within(pid_t pid, int64_t ms)
{
	int64_t since = now_ms();

	while (runs(pid) && now_ms() - since < ms)
		pause_ms(10);
	return !runs(pid);
}

static void test_output(void)
{
	struct child c = shell("echo out; echo err >&2; read x || echo no input; exit 7");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;

	is_int(child_run(&r, &c, &err), 0, "a program that ends is no error, whatever it says");
	is_int(r.status, 7, "its status is known");
	is_str(r.out.text, "out\nno input\n", "its output is kept, and its input is empty");
	is_str(r.err.text, "err\n", "its errors are kept apart");
	child_result_dispose(&r);

	c = shell("kill -9 $$");
	is_int(child_run(&r, &c, &err), 0, "nor is one that is killed");
	is_int(r.status, 137, "a signal is a status, too");
	child_result_dispose(&r);

	c = shell("");
	((const char **)c.argv)[0] = "/nowhere/at/all";
	is_int(child_run(&r, &c, &err), -1, "a program that isn't there");
	is_str(err.msg, "cannot run '/nowhere/at/all': No such file or directory", "is named");
	child_result_dispose(&r);
}

/* What would have programs load code of the folder that they run in, which a branch fills. */
static void test_loading(void)
{
	static char *base[] = {
		"NODE_PATH=.", "NODE_COMPILE_CACHE=cache", "NODE_PRESERVE_SYMLINKS=1",
		"NODE_OPTIONS=--require ./a.js --max-old-space-size=4096 -r ./b --import=./c.mjs "
		"--dns-result-order ipv4first --env-file .env --loader=x --no-warnings",
		"LD_LIBRARY_PATH=:/opt/lib:lib:", "LD_PRELOAD=./evil.so /opt/fine.so",
		"DYLD_INSERT_LIBRARIES=evil.dylib", "OPENSSL_CONF=openssl.cnf",
		"NODE_EXTRA_CA_CERTS=/etc/ca.pem", "SSL_CERT_FILE=ca.pem",
		"ESBUILD_BINARY_PATH=./esbuild", "PATH=:.:bin:/usr/bin:node_modules/.bin", "OTHER=./x",
		NULL,
	};
	static const char *const left[] = {
		"NODE_OPTIONS=--max-old-space-size=4096 --dns-result-order ipv4first --no-warnings",
		"LD_LIBRARY_PATH=/opt/lib", "LD_PRELOAD=/opt/fine.so",
		"NODE_EXTRA_CA_CERTS=/etc/ca.pem", "OTHER=./x", "CI=1", "PATH=/node/bin:/usr/bin",
	};
	char *const *env = child_env(&arena, base, "/node/bin", NULL);
	size_t n = 0;

	for (; env[n] && n < sizeof(left) / sizeof(*left); n++)
		is_str(env[n], left[n], "is left");
	ok(!env[n] && n == sizeof(left) / sizeof(*left), "nothing else is");
	base[0] = "NODE_OPTIONS=--no-warnings \"--require\" ./a.js";
	base[1] = NULL;
	is_str(child_env(&arena, base, NULL, NULL)[0], "CI=1", "what is quoted isn't taken apart");
}

static void test_environment(void)
{
	static const char *more[] = { "NODE_PATH=/x", "no_proxy=*", NULL };
	struct child c = shell("env");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;

	c.env = child_env(&arena, base_env, "/node/bin", more);
	is_int(child_run(&r, &c, &err), 0, "env runs");
	ok(!strstr(r.out.text, "GIT_"), "git's variables stay here");
	ok(!strstr(r.out.text, "secret"), "so do keys");
	ok(!strstr(r.out.text, "VERCEL="), "and what would turn reports on");
	ok(!strstr(r.out.text, "REJECT") && !strcasestr(r.out.text, "strict_ssl"),
	   "and what would leave certificates unchecked");
	ok(!strstr(r.out.text, "NODE_DEBUG"), "or show requests");
	ok(strstr(r.out.text, "NODE_OPTIONS=--no-warnings\n"), "but not what is needed");
	ok(!strstr(r.out.text, "no_proxy=a.b") && strstr(r.out.text, "no_proxy=*\n"),
	   "what is given replaces what was there");
	ok(strstr(r.out.text, "VERCELLI=stays"), "but only by their whole names");
	ok(strstr(r.out.text, "CI=1\n"), "CI=1 is set");
	ok(!strstr(r.out.text, "CI=false"), "once");
	ok(strstr(r.out.text, "PATH=/node/bin:/usr/bin:/bin\n"), "PATH begins with the folder");
	ok(strstr(r.out.text, "HOME=/home/somebody\n"), "the rest is inherited");
	ok(strstr(r.out.text, "NODE_PATH=/x\n"), "more can be given");
	child_result_dispose(&r);
}

static void test_descriptors(void)
{
	struct child c = shell("for f in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$f ] && echo $f; done; :");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;
	int fd = open("/dev/null", O_RDONLY), kept = open("/dev/null", O_RDONLY | O_CLOEXEC);

	is_int(child_run(&r, &c, &err), 0, "a child");
	is_str(r.out.text, "", "inherits no file of ours");
	child_result_dispose(&r);
	c.keep_fd = kept;
	is_int(child_run(&r, &c, &err), 0, "a child that shall hold a lock");
	is_str(r.out.text, "3\n", "inherits that one");
	child_result_dispose(&r);
	close(fd);
	close(kept);
}

static void keep_line(void *payload, const char *line)
{
	buf_addf(payload, "[%s]", line);
}

static void test_secrets(void)
{
	struct child c = shell("echo a s3cret'|'key b; printf 's3cret|key' >&2; echo end");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;
	struct buf lines = BUF_INIT;

	secret_add("s3cret|key");
	c.watch.line = keep_line;
	c.watch.payload = &lines;
	is_int(child_run(&r, &c, &err), 0, "a child that tells a secret");
	is_str(r.out.text, "a (hidden) b\nend\n", "is not quoted on stdout");
	is_str(r.err.text, "(hidden)", "nor on stderr");
	child_result_dispose(&r);

	c = shell("printf s3cr; sleep 0.05; printf 'et|k'; sleep 0.05; printf ey");
	is_int(child_run(&r, &c, &err), 0, "a child that tells it bit by bit");
	is_str(r.out.text, "(hidden)", "isn't quoted either");
	ok(strstr(lines.text, "[(hidden)]"), "nor line by line");
	child_result_dispose(&r);

	c = shell("yes 's3cret|key' | tr -d '\\n' | head -c 20000000");
	c.watch.line = NULL;
	is_int(child_run(&r, &c, &err), 0, "a child that tells more than is kept");
	ok(r.out.len && !strstr(r.out.text, "s3c") && !strstr(r.out.text, "|key"),
	   "is cut where no secret is");
	ok(strstr(lines.text, "[a (hidden) b]") && !strstr(lines.text, "s3cret"),
	   "nor line by line");
	ok(strstr(lines.text, "[(hidden)]"), "a last line without its end is one, too");
	buf_dispose(&lines);
	child_result_dispose(&r);
	secret_forget_all();
}

static int stop_at_third(void *payload, struct err *err)
{
	int *count = payload;

	return ++*count == 3 ? err_set(err, ERR_LEASE_LOST, "gone") : 0;
}

static void test_stopping(void)
{
	struct child c = shell("sleep 60 & echo $!; echo $$; wait");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;
	int64_t since = now_ms();
	int count = 0, background = 0, leader = 0;

	/* Long enough for a busy machine, under valgrind, to get it going. */
	c.time_limit_ms = 2000;
	is_int(child_run(&r, &c, &err), -1, "a child that takes too long is ended");
	is_int(err.code, ERR_UNKNOWN_OUTCOME, "what it did is unknown");
	ok(now_ms() - since < 10000, "in time");
	is_int(sscanf(r.out.text, "%d %d", &background, &leader), 2, "it had begun");
	ok(!runs(leader) && ends_within(background, 10000), "its whole group is gone");
	child_result_dispose(&r);

	err_clear(&err);
	c.time_limit_ms = 0;
	c.watch.tick = stop_at_third;
	c.watch.payload = &count;
	is_int(child_run(&r, &c, &err), -1, "a tick can end it");
	is_int(err.code, ERR_LEASE_LOST, "with its own reason");
	is_int(count, 3, "and is asked no more");
	child_result_dispose(&r);

	err_clear(&err);
	c = shell("trap '' TERM; echo $$; sleep 60; sleep 60");
	c.time_limit_ms = 2000;
	is_int(child_run(&r, &c, &err), -1, "one that ignores SIGTERM");
	leader = (int)strtol(r.out.text, NULL, 10);
	ok(leader && !runs(leader), "is killed");
	child_result_dispose(&r);

	err_clear(&err);
	since = now_ms();
	c = shell("sleep 60 & echo $!");
	is_int(child_run(&r, &c, &err), 0, "one that leaves something running");
	ok(now_ms() - since < 20000, "isn't waited for");
	ok(ends_within((int)strtol(r.out.text, NULL, 10), 10000), "and nothing of it stays");
	child_result_dispose(&r);
}

/* A child must not go on pushing when we are killed. */
static void test_our_death(void)
{
	const char *folder = scratch_folder(&arena), *text = NULL;
	const char *script = arena_printf(&arena, "echo $$ > %s/new; mv %s/new %s/pid; sleep 60",
	                                  folder, folder, folder);
	pid_t middle = fork();

	if (middle == 0) {
		struct child c = shell(script);
		struct child_result r = CHILD_RESULT_INIT;
		struct err err = ERR_INIT;

		_exit(child_run(&r, &c, &err) ? 1 : 0);
	}
	for (int i = 0; !text && i < 2000; i++) {
		pause_ms(10);
		text = scratch_read(&arena, folder, "pid");
	}
	ok(text && runs((int)strtol(text, NULL, 10)), "a child runs");
	kill(middle, SIGKILL);
	waitpid(middle, NULL, 0);
#ifdef HAVE_SYS_PRCTL_H
	ok(text && ends_within((int)strtol(text, NULL, 10), 10000), "and dies with us");
#endif
	scratch_remove(folder);
}

static void test_much_output(void)
{
	struct child c = shell("yes 'a line that is repeated' | head -c 20000000; echo last");
	struct child_result r = CHILD_RESULT_INIT;
	struct err err = ERR_INIT;

	is_int(child_run(&r, &c, &err), 0, "a child may write without end");
	ok(r.out.len <= CHILD_OUTPUT_MAX, "what is kept has a limit");
	ok(!strcmp(r.out.text + r.out.len - 5, "last\n"), "and is the end of it");
	child_result_dispose(&r);
}

int main(void)
{
	test_output();
	test_environment();
	test_loading();
	test_descriptors();
	test_secrets();
	test_stopping();
	test_our_death();
	test_much_output();
	arena_dispose(&arena);
	return done();
}

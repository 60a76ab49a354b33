/* link_case.h - tables of links: what is set and what lies where, and what is found. */
#ifndef CVX_TESTS_LINK_CASE_H
#define CVX_TESTS_LINK_CASE_H

#include "base/file.h"
#include "base/secret.h"
#include "conf/link.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct link_case {
	const char *name;
	const char *env[11];               /* name, value, ... */
	/* path, text, ...: of the app, or with "~/" of the home; the text "/" stands for
	 * a file that cannot be read */
	const char *files[9];
	const char *want;                  /* see describe(), or words of the message */
	enum err_code code;
	struct link_from from;
	const char *branch;                /* NULL: "topic"; "": none is checked out */
	const char *tracked;               /* file that git tracks */
	const char *named;                 /* URL that the private settings name */
};

struct link_room {
	struct arena arena;
	char top[32];
	const char *app, *home;
	const struct link_case *now;
};

static const char *case_variable(void *payload, const char *name)
{
	const struct link_room *room = payload;

	for (const char *const *env = room->now->env; *env; env += 2)
		if (!strcmp(*env, name))
			return env[1];
	return NULL;
}

static bool case_is_named(void *payload, const char *url)
{
	const struct link_room *room = payload;

	return room->now->named && !strcmp(room->now->named, url);
}

static int case_is_tracked(bool *out, void *payload, const char *name, struct err *err)
{
	const struct link_room *room = payload;

	(void)err;
	*out = room->now->tracked && !strcmp(room->now->tracked, name);
	return 0;
}

static const char *case_path(struct link_room *room, const char *name)
{
	return !strncmp(name, "~/", 2) ? arena_printf(&room->arena, "%s/%s", room->home, name + 2)
	       : arena_printf(&room->arena, "%s/%s", room->app, name);
}

static void put_file(struct link_room *room, const char *name, const char *text)
{
	const char *path = case_path(room, name);
	const char *folder = arena_strndup(&room->arena, path,
	                                   (size_t)(strrchr(path, '/') - path));
	struct err err = ERR_INIT;
	FILE *f;

	if (folder_make(folder, &err) < 0)
		abort();
	if (!strcmp(text, "/")) {
		/* A link to itself can't be read, by root neither. */
		if (symlink(path, path) < 0)
			abort();
		return;
	}
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

static void add_part(struct buf *text, const char *name, const char *value)
{
	if (value)
		buf_addf(text, " %s=%s", name, value);
}

/* "self-hosted local url=... key=... of 'file'"; a kind that the source doesn't say has a
 * question mark. What is NULL is left out. */
static void describe(struct buf *text, const struct link *link)
{
	static const char *const ways[] = {
		[LINK_SELF_HOSTED] = "self-hosted", [LINK_LOCAL] = "on-disk", [LINK_KEY] = "key",
		[LINK_PREVIEW_KEY] = "preview-key", [LINK_PROJECT_KEY] = "project-key",
		[LINK_NAMED] = "named",
	};
	static const char *const kinds[] = {
		[KIND_LOCAL] = "local", [KIND_DEV] = "dev", [KIND_PREVIEW] = "preview",
		[KIND_PRODUCTION] = "prod",
	};

	buf_addf(text, "%s %s%s", ways[link->way], kinds[link->kind], link->says_kind ? "" : "?");
	add_part(text, "name", link->name);
	add_part(text, "url", link->url);
	add_part(text, "key", link->key);
	add_part(text, "asks", link->credential);
	add_part(text, "team", link->team);
	add_part(text, "project", link->project);
	add_part(text, "preview", link->preview);
	buf_addf(text, " of %s", link->source);
}

static int case_find(struct link *link, struct link_room *room, const struct link_case *one,
                     struct err *err)
{
	const struct link_input input = {
		.app_dir = room->app, .home = room->home, .from = one->from,
		.branch = !one->branch ? "topic" : *one->branch ? one->branch : NULL,
		.variable = case_variable, .is_named = case_is_named, .is_tracked = case_is_tracked,
		.payload = room,
	};

	room->now = one;
	for (const char *const *f = one->files; *f; f += 2)
		put_file(room, f[0], f[1]);
	return link_find(link, &room->arena, &input, err);
}

static void case_clear(struct link_room *room, const struct link_case *one)
{
	for (const char *const *f = one->files; *f; f += 2) {
		const char *slash = strrchr(*f, '/');

		unlink(case_path(room, *f));
		if (slash)
			rmdir(case_path(room, arena_strndup(&room->arena, *f, (size_t)(slash - *f))));
	}
}

static void case_open(struct link_room *room)
{
	*room = (struct link_room){ .top = "/tmp/cvx-test-link.XXXXXX" };
	if (!mkdtemp(room->top))
		abort();
	room->app = arena_printf(&room->arena, "%s/app", room->top);
	room->home = arena_printf(&room->arena, "%s/home", room->top);
	if (mkdir(room->app, 0700) < 0 || mkdir(room->home, 0700) < 0)
		abort();
}

/* The folders that files of cases may have needed, innermost first. */
static void case_close(struct link_room *room)
{
	static const char *const folders[] = {
		".convex/local/default", ".convex/local", ".convex", "envs",
		"~/.convex/convex-backend-state/local-acme-shop", "~/.convex/convex-backend-state",
		"~/.convex/anonymous-convex-backend-state/anonymous-shop",
		"~/.convex/anonymous-convex-backend-state", "~/.convex", "~/.convex-test",
		"~/.convex-test-8123/convex-backend-state/local-acme-shop",
		"~/.convex-test-8123/convex-backend-state", "~/.convex-test-8123",
	};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		rmdir(case_path(room, folders[i]));
	ok(!rmdir(room->app) && !rmdir(room->home) && !rmdir(room->top), "nothing is left on disk");
	arena_dispose(&room->arena);
	secret_forget_all();
}

/* Every secret of the tables holds this word. */
#define SECRET "5ecret5ecret"

static void case_test(struct link_room *room, const struct link_case *one)
{
	struct buf got = BUF_INIT;
	struct err err = ERR_INIT;
	struct link link;

	secret_forget_all();
	if (!case_find(&link, room, one, &err))
		describe(&got, &link);
	is_int(err.code, one->code, one->name);
	if (one->code == ERR_NONE)
		is_str(got.text ? got.text : err.msg, one->want, "gives");
	else if (!ok(strstr(err.msg, one->want) != NULL, "says"))
		printf("#  got: %s\n# want: %s\n", err.msg, one->want);
	ok(!strstr(err.msg, SECRET) && !strstr(err.hint, SECRET) && !strstr(err.detail, SECRET),
	   "shows no secret");
	secret_filter(&got);
	ok(!got.text || !strstr(got.text, SECRET), "whatever is found is known as a secret");
	ok(err.code == ERR_NONE || (!link.key && !link.url && !link.source),
	   "an error leaves no link");
	link_wipe(&link);
	case_clear(room, one);
	buf_dispose(&got);
}

static void case_test_all(struct link_room *room, const struct link_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		case_test(room, &cases[i]);
}

/* Whether the value is known as a secret afterwards, found or not. */
static void case_test_hides(struct link_room *room, const struct link_case *one,
                            const char *value)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct link link;

	secret_forget_all();
	if (!case_find(&link, room, one, &err))
		link_wipe(&link);
	case_clear(room, one);
	buf_addf(&text, "<%s>", value);
	secret_filter(&text);
	is_str(text.text, "<(hidden)>", one->name);
	buf_dispose(&text);
}

#define CASE_TEST_ALL(room, cases) \
	case_test_all((room), (cases), sizeof(cases) / sizeof(*(cases)))

#endif

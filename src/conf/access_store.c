/* access_store.c - how to get at deployments in the cloud, kept between commands. */
#include "conf/access_store.h"

#include "base/file.h"
#include "base/secret.h"
#include "codec/json.h"
#include "codec/writer.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_VERSION 1

static const struct {
	enum deployment_kind kind;
	const char *word;
} kinds[] = {
	{ KIND_DEV, "dev" }, { KIND_PREVIEW, "preview" }, { KIND_PRODUCTION, "production" },
};

const char *access_store_folder(struct arena *arena, const char *xdg_cache_home,
                                const char *home)
{
	/* A relative one is to be ignored, says the XDG base directory specification. */
	if (xdg_cache_home && *xdg_cache_home == '/')
		return arena_printf(arena, "%s/git-cvx/credentials", xdg_cache_home);
	return home && *home == '/' ? arena_printf(arena, "%s/.cache/git-cvx/credentials", home)
	                            : NULL;
}

/* Nobody but us can have written it, or can read it. */
static bool is_ours(const char *path, mode_t type)
{
	struct stat st;

	return !lstat(path, &st) && (st.st_mode & S_IFMT) == type && st.st_uid == geteuid() &&
	       !(st.st_mode & (S_IRWXG | S_IRWXO));
}

static bool read_access(struct access *out, struct arena *arena, const struct value *value,
                        int64_t now)
{
	const char *word = value_text(value, "kind");

	out->until = value_integer(value, "expires", 0);
	out->name = value_text(value, "name");
	out->url = value_text(value, "url");
	out->key = arena_strdup(arena, value_text(value, "key"));
	for (size_t i = 0; word && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(word, kinds[i].word)) {
			out->kind = kinds[i].kind;
			out->says_kind = true;
		}
	secret_add(out->key);
	/* One that ends later than any of ours would was written under another clock. */
	return value_integer(value, "version", 0) == STORE_VERSION && out->url && now < out->until &&
	       out->until <= now + ACCESS_STORE_SECONDS && (!word || out->says_kind);
}

bool access_store_load(struct access *out, struct arena *arena, const char *folder,
                       const char *name, int64_t now)
{
	const char *path = arena_printf(arena, "%s/%s", folder, name), *text;
	const struct value *value;
	struct err ignored = ERR_INIT;

	*out = (struct access){ 0 };
	if (!is_ours(folder, S_IFDIR) || !is_ours(path, S_IFREG) ||
	    file_text(&text, arena, path, &ignored) || !text ||
	    value_parse(&value, arena, text, strlen(text), &ignored))
		return false;
	if (read_access(out, arena, value, now))
		return true;
	*out = (struct access){ 0 };
	return false;
}

static bool is_there(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

/* Closed to others, if it is ours; a link would lead to what isn't the store's. */
static int check_folder(const char *folder, struct err *err)
{
	struct stat st;

	if (lstat(folder, &st))
		return err_errno(err, "cannot look at '%s'", folder);
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid())
		return err_set(err, ERR_IO, "'%s' isn't a folder of yours", folder);
	if (st.st_mode & (S_IRWXG | S_IRWXO) && chmod(folder, S_IRWXU))
		return err_errno(err, "cannot close '%s' to others", folder);
	return 0;
}

static void write_access(struct buf *out, const struct access *access, int64_t now)
{
	struct writer w = WRITER_INIT(out);

	writer_object(&w, NULL);
	writer_integer(&w, "version", STORE_VERSION);
	writer_integer(&w, "expires", now + ACCESS_STORE_SECONDS);
	writer_opt_text(&w, "name", access->name);
	writer_text(&w, "url", access->url);
	writer_opt_text(&w, "key", access->key);
	for (size_t i = 0; access->says_kind && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].kind == access->kind)
			writer_text(&w, "kind", kinds[i].word);
	writer_end(&w);
	buf_addc(out, '\n');
}

int access_store_save(const struct access *access, const char *folder, const char *name,
                      int64_t now, struct err *err)
{
	struct buf text = BUF_INIT, path = BUF_INIT;
	int ret = -1;

	if (folder_make(folder, err) || check_folder(folder, err))
		return -1;
	write_access(&text, access, now);
	buf_addf(&path, "%s/%s", folder, name);
	ret = file_replace(path.text, text.text, err);
	buf_wipe(&text);
	buf_dispose(&path);
	return ret;
}

int access_store_forget(const char *folder, const char *name, struct err *err)
{
	struct buf path = BUF_INIT;
	int ret;

	buf_addf(&path, "%s/%s", folder, name);
	ret = file_remove(path.text, err);
	buf_dispose(&path);
	return ret;
}

int access_store_forget_all(size_t *count, const char *folder, struct err *err)
{
	struct dirent *entry;
	int ret = 0;
	DIR *dir;

	*count = 0;
	if (!is_there(folder))
		return 0;
	if (check_folder(folder, err))
		return -1;
	dir = opendir(folder);
	if (!dir)
		return err_errno(err, "cannot open '%s'", folder);
	while (!ret && (entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		ret = access_store_forget(folder, entry->d_name, err);
		*count += !ret;
	}
	closedir(dir);
	return ret;
}

/* clone.c - this clone's identity, kept in the private settings. */
#include "conf/clone.h"

#include "base/buf.h"
#include "base/file.h"
#include "conf/config.h"
#include "conf/ini.h"

#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

struct editing {
	struct arena *arena;
	const char *path;
	const char *text;
	int lock;
};

/* The folder itself is locked: a crash leaves nothing behind that would block others. */
static int begin(struct editing *edit, struct arena *arena, const char *common_dir,
                 struct err *err)
{
	const char *folder = arena_printf(arena, "%s/cvx", common_dir);

	*edit = (struct editing){ .arena = arena, .lock = -1 };
	edit->path = arena_printf(arena, "%s/%s", common_dir, CONFIG_PRIVATE);
	if (folder_make(folder, err) < 0)
		return -1;
	edit->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (edit->lock < 0 || flock(edit->lock, LOCK_EX) < 0)
		return err_errno(err, "cannot lock '%s'", folder);
	if (file_text(&edit->text, arena, edit->path, err) < 0)
		return -1;
	if (!edit->text)
		edit->text = "";
	return 0;
}

static void end(struct editing *edit)
{
	if (edit->lock >= 0)
		close(edit->lock);
}

static void add_value(struct buf *buf, const char *key, const char *value)
{
	buf_addf(buf, "\t%s = \"", key);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			buf_addc(buf, '\\');
		buf_addc(buf, (unsigned char)*value < ' ' ? ' ' : *value);
	}
	buf_adds(buf, "\"\n");
}

static bool is_ours(const struct ini_entry *item)
{
	return !strcasecmp(item->section, "cvx") && !item->name;
}

/* Put [cvx] key = value in place of the line that counts now, else behind the last one of
 * that section, else at the end. */
static int set_value(struct editing *edit, const char *key, const char *value,
                     struct err *err)
{
	struct buf buf = BUF_INIT;
	struct ini ini;
	const char *p = edit->text;
	int line = 0, last = 0;

	if (ini_read(&ini, edit->arena, edit->path, edit->text, err) < 0)
		return -1;
	for (size_t i = 0; i < ini.count; i++)
		if (is_ours(&ini.items[i])) {
			last = ini.items[i].line;
			line = strcasecmp(ini.items[i].key, key) ? line : last;
		}
	for (int n = 1; *p; n++) {
		size_t len = strcspn(p, "\n");

		if (n == line)
			add_value(&buf, key, value);
		else
			buf_addf(&buf, "%.*s\n", (int)len, p);
		if (n == last && !line)
			add_value(&buf, key, value);
		p += len;
		p += *p == '\n';
	}
	if (!last) {
		buf_adds(&buf, "[cvx]\n");
		add_value(&buf, key, value);
	}
	edit->text = arena_strndup(edit->arena, buf.text, buf.len);
	buf_dispose(&buf);
	return 0;
}

/* Read what is there; give what is missing. */
static int complete(struct clone *out, struct editing *edit, const char *name,
                    struct err *err)
{
	const struct config_file file = { edit->path, edit->text, false };
	struct config config;

	config_init(&config, edit->arena);
	if (config_apply(&config, edit->arena, &file, err) < 0)
		return -1;
	out->id = config.clone_id;
	out->name = config.clone_name;
	if (!out->id) {
		out->id = random_id(edit->arena);
		if (set_value(edit, "clone-id", out->id, err) < 0)
			return -1;
	}
	if (!out->name) {
		out->name = arena_strdup(edit->arena, name);
		if (set_value(edit, "clone-name", out->name, err) < 0)
			return -1;
	}
	return config.enabled ? 0 : set_value(edit, "enabled", "true", err);
}

int clone_enroll(struct clone *out, struct arena *arena, const char *common_dir,
                 const char *name, struct err *err)
{
	struct editing edit;
	const char *before;
	int result = -1;

	*out = (struct clone){ NULL, NULL };
	if (begin(&edit, arena, common_dir, err) < 0)
		goto done;
	before = edit.text;
	if (complete(out, &edit, name, err) < 0)
		goto done;
	result = edit.text == before ? 0 : file_replace(edit.path, edit.text, err);
done:
	end(&edit);
	return result;
}

struct setting {
	const char *key, *value;   /* value NULL: it stays as it is */
};

/* All of them in one go: a failure leaves none. */
static int write_values(struct arena *arena, const char *common_dir,
                        const struct setting *settings, size_t count, struct err *err)
{
	struct editing edit;
	int result = begin(&edit, arena, common_dir, err);

	for (size_t i = 0; !result && i < count; i++)
		if (settings[i].value)
			result = set_value(&edit, settings[i].key, settings[i].value, err);
	if (!result)
		result = file_replace(edit.path, edit.text, err);
	end(&edit);
	return result;
}

int clone_leave(struct arena *arena, const char *common_dir, struct err *err)
{
	return write_values(arena, common_dir, &(struct setting){ "enabled", "false" }, 1, err);
}

int clone_remember_hooks(struct arena *arena, const char *common_dir, bool installed,
                         const char *node, struct err *err)
{
	const struct setting settings[] = {
		{ "hooks-installed", installed ? "true" : "false" }, { "node", node },
	};

	return write_values(arena, common_dir, settings, 2, err);
}

int clone_is_undecided(bool *out, struct arena *arena, const char *common_dir, struct err *err)
{
	const char *path = arena_printf(arena, "%s/%s", common_dir, CONFIG_PRIVATE), *text;
	struct ini ini;

	*out = false;
	if (file_text(&text, arena, path, err) < 0)
		return -1;
	if (!text)
		return 0;
	if (ini_read(&ini, arena, path, text, err) < 0)
		return -1;
	*out = true;
	for (size_t i = 0; i < ini.count; i++)
		if (is_ours(&ini.items[i]) && !strcasecmp(ini.items[i].key, "enabled"))
			*out = false;
	return 0;
}

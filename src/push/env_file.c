/* env_file.c - the file that points the CLI to a deployment, and holds its key. */
#include "push/env_file.h"

#include "base/file.h"
#include "push/files.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* dotenv takes a value in quotes as it stands; a key or URL never holds all three kinds. */
static int add_variable(struct buf *out, const char *name, const char *value,
                        struct err *err)
{
	static const char quotes[] = "'`\"";

	for (size_t i = 0; i < 3 && !strpbrk(value, "\r\n"); i++) {
		/* Only between double quotes are there escapes. */
		if (strchr(value, quotes[i]) || (quotes[i] == '"' && strchr(value, '\\')))
			continue;
		buf_addf(out, "%s=%c%s%c\n", name, quotes[i], value, quotes[i]);
		return 0;
	}
	return err_set(err, ERR_CONFIG, "the value of %s can't be written to a file", name);
}

static int make(struct env_file *out, struct arena *arena, const char *scratch,
                struct err *err)
{
	const char *path = path_join(arena, scratch, "deployment.env"), *seen;

	if (files_remove(path, err))
		return -1;
	out->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out->fd < 0)
		return err_errno(err, "cannot write '%s'", path);
	out->path = out->named = path;
	seen = arena_printf(arena, "/proc/%ld/fd/%d", (long)getpid(), out->fd);
	if (!access(seen, R_OK) && !unlink(path))
		*out = (struct env_file){ .path = seen, .fd = out->fd };
	return 0;
}

int env_file_write(struct env_file *out, struct arena *arena, const char *scratch,
                   const char *url, const char *key, struct err *err)
{
	struct buf text = BUF_INIT;
	int result = -1;

	*out = (struct env_file){ .fd = -1 };
	if (add_variable(&text, "CONVEX_SELF_HOSTED_URL", url, err) ||
	    add_variable(&text, "CONVEX_SELF_HOSTED_ADMIN_KEY", key, err) ||
	    make(out, arena, scratch, err))
		goto done;
	result = file_write_all(out->fd, text.text, text.len)
	         ? err_errno(err, "cannot write 'deployment.env' in '%s'", scratch) : 0;
done:
	buf_wipe(&text);
	return result;
}

int env_file_close(struct env_file *file, struct err *err)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	return file->named ? files_remove(file->named, err) : 0;
}

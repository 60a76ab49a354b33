/* state.c - recorded state of the work tree, as text: the same lines are made again and
 * compared.
 *
 *   cvx-state 2
 *   key <32 hex>            of the hash below
 *   worktree <path>
 *   git-dir <path>          where HEAD is, if not in the folder of the record
 *   watch <path>            any number of them
 *   modules <path>          a folder of which only modules with migrations count
 *   listed <time>           when the folder of migrations got or lost its latest file
 *   head-counts             if what to do depends on HEAD as well
 *   variables <16 hex>      from here on what was seen
 *   head <line of HEAD>     only where it counts
 *   seen <size> <mtime> <inode> <path>
 *   plain <...>             a module without migrations: not compared, but needn't be read
 *   deployment <key>        from here on what is known
 *   signature <text>
 *   summary <text>
 *   app <path>              the app's folder, of several
 *   id <applied|pending> <id>
 *   about <description>     of the id before it */
#include "hook/state.h"

#include "base/mem.h"
#include "base/portable.h"
#include "base/secret.h"
#include "hook/look.h"
#include "hook/modules.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_LINE "cvx-state 2\n"
#define HEAD_COUNTS "head-counts\n"
#define MIGRATIONS "/migrations/*"
#define STATE_MAX ((size_t)16 * 1024 * 1024)

/* ---- lines ------------------------------------------------------------------------- */

/* The next line "key value" from `at` on: its value, NULL if there is none. Lines of
 * other keys are passed over. */
static const char *next_value(const char *at, const char *key, size_t *len)
{
	size_t n = strlen(key);

	for (; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (strncmp(at, key, n))
			continue;
		*len = strcspn(at + n, "\n");
		return at + n;
	}
	return NULL;
}

static void add_value(struct buf *out, const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(out, value[i] == '\001' ? '\n' : value[i]);
}

static bool first_value(struct buf *out, const char *text, const char *key)
{
	size_t len;
	const char *value = next_value(text, key, &len);

	if (value)
		add_value(out, value, len);
	return value != NULL;
}

static void add_line(struct buf *out, const char *key, const char *value)
{
	buf_adds(out, key);
	look_add_path(out, value);
	buf_addc(out, '\n');
}

/* ---- the record -------------------------------------------------------------------- */

static void state_path(struct buf *out, const char *git_dir, const char *suffix)
{
	buf_addf(out, "%s/cvx/state%s", git_dir, suffix);
}

static bool read_record(struct buf *out, const char *git_dir)
{
	struct buf path = BUF_INIT;
	bool found;

	*out = (struct buf)BUF_INIT_MAX(STATE_MAX);
	state_path(&path, git_dir, "");
	found = look_into(out, path.text) &&
	        !strncmp(out->text, FIRST_LINE, strlen(FIRST_LINE));
	buf_dispose(&path);
	return found;
}

/* Append what is seen now to the lines of the record that come before it. plain, recorded:
 * modules.h. */
static void look(struct buf *text, const char *git_dir, struct buf *plain, const char *recorded)
{
	const struct modules_look modules = { text, plain, recorded };
	struct buf worktree = BUF_INIT, path = BUF_INIT, key_text = BUF_INIT, dir = BUF_INIT;
	char *header = xstrdup(text->text);
	const char *at = header, *value;
	uint64_t key[2] = { 0, 0 };
	size_t len;

	first_value(&worktree, header, "worktree ");
	first_value(&key_text, header, "key ");
	sscanf(key_text.text, "%16" SCNx64 "%16" SCNx64, &key[0], &key[1]);
	look_at_variables(text, key);
	if (strstr(header, "\n" HEAD_COUNTS))
		look_at_head(text, first_value(&dir, header, "git-dir ") ? dir.text : git_dir);
	for (; (value = next_value(at, "watch ", &len)); at = value + len) {
		buf_truncate(&path, 0);
		add_value(&path, value, len);
		look_at_files(text, worktree.text, path.text);
	}
	buf_truncate(&path, 0);
	if (first_value(&path, header, "modules "))
		modules_look(&modules, worktree.text, path.text);
	buf_dispose(&dir);
	buf_dispose(&path);
	buf_dispose(&key_text);
	buf_dispose(&worktree);
	free(header);
}

/* The folder that a pattern watches the migrations of; or NULL. */
static const char *migrations_of(struct arena *arena, const char *worktree, const char *pattern)
{
	size_t len = strlen(pattern), n = strlen(MIGRATIONS);

	if (len <= n || strcmp(pattern + len - n, MIGRATIONS) != 0)
		return NULL;
	return arena_printf(arena, "%s/%.*s", worktree, (int)(len - 2), pattern);
}

static const char *time_of(struct arena *arena, const char *folder)
{
	struct stat st;

	return stat(folder, &st) ? "" : arena_printf(arena, "%lld.%09ld",
	                                             (long long)portable_mtime(&st).tv_sec,
	                                             portable_mtime(&st).tv_nsec);
}

/* Unless it was just now: then another file could follow unnoticed. */
static void note_time(struct buf *seen, const char *worktree, const char *pattern)
{
	struct arena arena = { 0 };
	const char *folder = migrations_of(&arena, worktree, pattern);
	struct timespec now;
	struct stat st;

	if (folder && !stat(folder, &st) && !clock_gettime(CLOCK_REALTIME, &now) &&
	    portable_mtime(&st).tv_sec + 1 < now.tv_sec)
		add_line(seen, "listed ", time_of(&arena, folder));
	arena_dispose(&arena);
}

int state_look(struct buf *seen, const char *git_dir, const struct state_record *record,
               struct err *err)
{
	struct buf plain = BUF_INIT_MAX(STATE_MAX);
	uint64_t key[2];

	*seen = (struct buf)BUF_INIT_MAX(STATE_MAX);
	if (getentropy(key, sizeof(key)))
		return err_errno(err, "cannot get random bytes");
	buf_adds(seen, FIRST_LINE);
	buf_addf(seen, "key %016" PRIx64 "%016" PRIx64 "\n", key[0], key[1]);
	add_line(seen, "worktree ", record->worktree);
	if (record->head_dir)
		add_line(seen, "git-dir ", record->head_dir);
	for (size_t i = 0; i < record->watched_count; i++)
		add_line(seen, "watch ", record->watched[i]);
	if (record->modules)
		add_line(seen, "modules ", record->modules);
	for (size_t i = 0; i < record->watched_count; i++)
		note_time(seen, record->worktree, record->watched[i]);
	if (record->head_counts)
		buf_adds(seen, HEAD_COUNTS);
	look(seen, git_dir, &plain, NULL);
	buf_add(seen, plain.text, plain.len);
	buf_dispose(&plain);
	return 0;
}

/* A copy of a clone brings the record along, and that is of another work tree. */
static bool is_of(const struct buf *record, const char *worktree)
{
	struct buf recorded = BUF_INIT;
	struct stat there, here;
	bool same;

	same = first_value(&recorded, record->text, "worktree ") &&
	       !stat(recorded.text, &there) && !stat(worktree, &here) &&
	       there.st_dev == here.st_dev && there.st_ino == here.st_ino;
	buf_dispose(&recorded);
	return same;
}

/* Nothing may have been seen then that isn't seen any more. */
static bool is_seen_alike(const char *record, const struct buf *now)
{
	const char *rest = record + now->len;

	return !strncmp(record, now->text, now->len) &&
	       (!strncmp(rest, "deployment ", 11) || !strncmp(rest, LOOK_PLAIN, strlen(LOOK_PLAIN)));
}

enum state_answer state_compare(const char *git_dir, const char *worktree)
{
	struct buf record, now = BUF_INIT_MAX(STATE_MAX);
	enum state_answer answer = STATE_NONE;
	const char *seen;

	if (read_record(&record, git_dir) && (seen = strstr(record.text, "\nvariables "))) {
		answer = STATE_DIFFERENT;
		/* What lies in another work tree is none of ours. */
		if (is_of(&record, worktree)) {
			buf_add(&now, record.text, (size_t)(seen + 1 - record.text));
			look(&now, git_dir, NULL, record.text);
			if (is_seen_alike(record.text, &now))
				answer = STATE_SAME;
		}
	}
	buf_dispose(&now);
	buf_dispose(&record);
	return answer;
}

/* ---- writing ----------------------------------------------------------------------- */

static int replace(const char *path, const char *temp, const struct buf *text,
                   struct err *err)
{
	FILE *f = fopen(temp, "we");
	bool good;

	if (!f)
		return err_errno(err, "cannot write '%s'", temp);
	good = fwrite(text->text, 1, text->len, f) == text->len;
	if (fclose(f) || !good || rename(temp, path)) {
		err_errno(err, "cannot write '%s'", path);
		unlink(temp);
		return -1;
	}
	return 0;
}

int state_write(const char *git_dir, const struct state_record *record,
                const struct buf *seen, struct err *err)
{
	struct buf text = BUF_INIT_MAX(STATE_MAX), path = BUF_INIT, temp = BUF_INIT;
	int rc;

	buf_add(&text, seen->text, seen->len);
	add_line(&text, "deployment ", record->deployment);
	add_line(&text, "signature ", record->signature);
	add_line(&text, "summary ", record->summary);
	if (record->app)
		add_line(&text, "app ", record->app);
	for (size_t i = 0; i < record->id_count; i++) {
		add_line(&text, record->ids[i].applied ? "id applied " : "id pending ",
		         record->ids[i].id);
		if (record->ids[i].about)
			add_line(&text, "about ", record->ids[i].about);
	}
	/* What a ledger says is its own. */
	secret_filter(&text);
	buf_addf(&path, "%s/cvx", git_dir);
	if (buf_overflowed(seen) || buf_overflowed(&text)) {
		rc = err_set(err, ERR_IO, "there are too many files to watch");
	} else if (mkdir(path.text, 0777) && errno != EEXIST) {
		rc = err_errno(err, "cannot make folder '%s'", path.text);
	} else {
		buf_truncate(&path, 0);
		state_path(&path, git_dir, "");
		state_path(&temp, git_dir, ".temp");
		rc = replace(path.text, temp.text, &text, err);
	}
	buf_dispose(&temp);
	buf_dispose(&path);
	buf_dispose(&text);
	return rc;
}

int state_delete(const char *git_dir, struct err *err)
{
	struct buf path = BUF_INIT;
	int rc = 0;

	state_path(&path, git_dir, "");
	if (unlink(path.text) && errno != ENOENT && errno != ENOTDIR)
		rc = err_errno(err, "cannot remove '%s'", path.text);
	buf_dispose(&path);
	return rc;
}

/* ---- what is known ----------------------------------------------------------------- */

/* What was seen comes first and holds names of files: a line of it is never taken for one
 * that comes behind, for each begins with "seen " or "plain ". */
static bool value_of(struct buf *out, const char *git_dir, const char *key)
{
	struct buf record;
	bool found = read_record(&record, git_dir) && first_value(out, record.text, key);

	buf_dispose(&record);
	return found;
}

bool state_signature(struct buf *out, const char *git_dir)
{
	return value_of(out, git_dir, "signature ");
}

bool state_deployment(struct buf *out, const char *git_dir)
{
	return value_of(out, git_dir, "deployment ");
}

bool state_summary(struct buf *out, const char *git_dir)
{
	return value_of(out, git_dir, "summary ");
}

/* The line without its key, if it has that one; or NULL. */
static const char *behind(const char *line, const char *key)
{
	size_t n = strlen(key);

	return strncmp(line, key, n) ? NULL : line + n;
}

static const char *decoded(struct arena *arena, const char *value)
{
	struct buf text = BUF_INIT;
	const char *copy;

	add_value(&text, value, strlen(value));
	copy = arena_strdup(arena, text.text);
	buf_dispose(&text);
	return copy;
}

static void know_id(struct state_known *out, struct arena *arena, const char *id, bool applied)
{
	out->ids = arena_grow(arena, out->ids, out->count, sizeof(*out->ids));
	out->ids[out->count++] = (struct state_id){ id, applied, NULL };
}

static void know_line(struct state_known *out, struct arena *arena, const char *line,
                      const char **worktree)
{
	const char *value;

	if ((value = behind(line, "id applied ")))
		know_id(out, arena, value, true);
	else if ((value = behind(line, "id pending ")))
		know_id(out, arena, value, false);
	else if ((value = behind(line, "about ")) && out->count)
		out->ids[out->count - 1].about = decoded(arena, value);
	else if ((value = behind(line, "app ")))
		out->app = decoded(arena, value);
	else if ((value = behind(line, "worktree ")))
		*worktree = decoded(arena, value);
	else if ((value = behind(line, "listed ")) && out->folder)
		out->is_listed = !strcmp(value, time_of(arena, out->folder));
	else if (!out->folder && (value = behind(line, "watch ")))
		out->folder = migrations_of(arena, *worktree, decoded(arena, value));
}

bool state_known(struct state_known *out, struct arena *arena, const char *git_dir)
{
	const char *worktree = "";
	struct buf record;
	bool found = read_record(&record, git_dir);
	char *line, *next;

	*out = (struct state_known){ 0 };
	for (line = found ? arena_strdup(arena, record.text) : (char *)""; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		know_line(out, arena, line, &worktree);
	}
	buf_dispose(&record);
	return found;
}

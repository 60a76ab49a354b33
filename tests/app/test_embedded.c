/* test_embedded.c - the program carries the files that the source tree has, as they are. */
#include "app/embedded.h"
#include "base/buf.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

static void is_as_on_disk(const struct embedded_file *file)
{
	const char *top = getenv("srcdir");
	struct buf path = BUF_INIT, text = BUF_INIT;
	FILE *f;
	int c;

	buf_addf(&path, "%s/%s", top ? top : ".", file->path);
	f = fopen(path.text, "re");
	while (f && (c = getc(f)) != EOF)
		buf_addc(&text, (char)c);
	if (f)
		fclose(f);
	ok(f && text.len == file->len && !memcmp(text.text, file->text, file->len + 1),
	   file->path);
	buf_dispose(&text);
	buf_dispose(&path);
}

/* A file that is new in a folder must be listed in Makefile.am. */
static void is_complete(const char *folder)
{
	const char *top = getenv("srcdir");
	struct buf path = BUF_INIT;
	struct dirent *entry;
	size_t count = 0;
	DIR *dir;

	buf_addf(&path, "%s/%s", top ? top : ".", folder);
	dir = opendir(path.text);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		buf_truncate(&path, 0);
		buf_addf(&path, "%s%s", folder, entry->d_name);
		ok(embedded_find(path.text), entry->d_name);
		count++;
	}
	ok(count, folder);
	if (dir)
		closedir(dir);
	buf_dispose(&path);
}

int main(void)
{
	const struct embedded_file *file = embedded_find("component/cvx/ledger.ts");

	for (size_t i = 0; i < embedded_count; i++)
		is_as_on_disk(&embedded_files[i]);
	is_complete("component/cvx/");
	is_complete("component/app/");
	ok(file && embedded_below(file, "component/cvx/"), "found by its path");
	is_str(embedded_below(file, "component/cvx/"), "ledger.ts", "... and named below a folder");
	ok(!embedded_below(file, "hooks/"), "... that it is in");
	ok(!embedded_find("component/cvx/ledger"), "no file of that path");
	ok(embedded_find("hooks/shim") && embedded_find("component/app/cvxStart.ts") &&
	   embedded_find("component/app/migrate.ts") && embedded_find("component/app/migration.ts"),
	   "what init, new and the hooks need is there");
	return done();
}

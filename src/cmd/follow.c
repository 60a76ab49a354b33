/* follow.c - show what a run writes into its text as it grows. */
#include "cmd/follow.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ERASE "\033[K"        /* how a line of progress begins: ui/out */

void follow_open(struct follow *follow, FILE *to, bool terminal)
{
	*follow = (struct follow){ .to = to, .terminal = terminal, .fd = -1, .line = BUF_INIT };
}

static void show_line(struct follow *f)
{
	const char *line = f->line.text;

	for (const char *next; (next = strstr(line, ERASE)); )
		line = next + strlen(ERASE);
	fprintf(f->to, "%s\n", line);
	buf_truncate(&f->line, 0);
}

static void take(struct follow *f, const char *bytes, size_t n)
{
	if (f->terminal) {
		fwrite(bytes, 1, n, f->to);
		f->is_open = n ? bytes[n - 1] != '\n' : f->is_open;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			show_line(f);
		else
			buf_addc(&f->line, bytes[i]);
	}
}

void follow_more(struct follow *f, const char *path)
{
	char bytes[4096];
	ssize_t n;

	if (f->fd < 0)
		f->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0)
		return;
	while ((n = read(f->fd, bytes, sizeof(bytes))) > 0)
		take(f, bytes, (size_t)n);
	fflush(f->to);
}

void follow_close(struct follow *f, const char *path)
{
	follow_more(f, path);
	/* A line of progress that goes on without us. */
	if (f->is_open)
		fputs("\r" ERASE, f->to);
	fflush(f->to);
	if (f->fd >= 0)
		close(f->fd);
	buf_dispose(&f->line);
}

/* test_view_doctor.c - what `git cvx doctor` found out, as people see it. */
#include "tap.h"
#include "ui/view_doctor.h"

#include <stdlib.h>

static struct finding items[] = {
	{ FINDING_OK, "git", "version 2.39.5", NULL },
	{ FINDING_WARN, "hooks", "not installed", "git cvx hooks install" },
	{ FINDING_FAIL, "detached run", "it \033[31mfailed", "one\ntwo" },
	{ FINDING_SKIP, "wanted", "not looked at: 'git' comes first", NULL },
};

static char *printed(bool colours, const struct findings *findings)
{
	struct out out = { .colours = colours ? OUT_YES : OUT_NO };
	char *text = NULL;
	size_t size;

	out.results = open_memstream(&text, &size);
	for (size_t i = 0; i < findings->count; i++)
		view_finding(&out, &findings->items[i]);
	view_findings_end(&out, findings);
	fclose(out.results);
	return text;
}

static void is_printed(bool colours, size_t count, const char *want, const char *name)
{
	char *text = printed(colours, &(struct findings){ items, count });

	is_str(text, want, name);
	free(text);
}

/* One reason, however many it holds up. */
static void is_printed_many(void)
{
	static const struct finding many[] = {
		{ FINDING_SKIP, "server", "not looked at: 'link' comes first", NULL },
		{ FINDING_FAIL, "node", "there is none", "install it" },
		{ FINDING_SKIP, "access", "not looked at: 'link' comes first", NULL },
		{ FINDING_SKIP, "packages", "not looked at: 'node' comes first", NULL },
		{ FINDING_SKIP, "a check with a long name", "not looked at: 'link' comes first", NULL },
		{ FINDING_SKIP, "another of them, longer", "not looked at: 'link' comes first", NULL },
	};
	char *text = printed(false, &(struct findings){ (struct finding *)many, 6 });

	is_str(text, "fail  node           there is none\n"
	       "                     (install it)\n"
	       "skip                 not looked at: 'link' comes first\n"
	       "                     server, access, a check with a long name,\n"
	       "                     another of them, longer\n"
	       "skip                 not looked at: 'node' comes first\n"
	       "                     packages\n"
	       "1 problem, 5 not looked at\n", "what is skipped for one reason stands together");
	free(text);
}

int main(void)
{
	is_printed(false, 4,
	           "ok    git            version 2.39.5\n"
	           "warn  hooks          not installed\n"
	           "                     (git cvx hooks install)\n"
	           "fail  detached run   it ?[31mfailed\n"
	           "                     (one)\n"
	           "                     (two)\n"
	           "skip                 not looked at: 'git' comes first\n"
	           "                     wanted\n"
	           "1 problem, 1 warning, 1 not looked at\n",
	           "a line each, with what to do, and the sum");
	is_printed(false, 1, "ok    git            version 2.39.5\nnothing is wrong\n",
	           "nothing is wrong");
	is_printed(true, 2,
	           "\033[32mok  \033[m  git            version 2.39.5\n"
	           "\033[33mwarn\033[m  hooks          not installed\n"
	           "                     (git cvx hooks install)\n"
	           "1 warning\n",
	           "in colour, only the state is");
	is_printed_many();
	return done();
}

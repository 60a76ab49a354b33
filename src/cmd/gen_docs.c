/* gen_docs.c - the documentation tool: prints one generated part of the docs. Built, not
 * installed; `make regen` runs it, and a test compares its output with what is committed. */
#include "cmd/docs.h"

int main(int argc, char **argv)
{
	if (argc == 2 && !docs_generate(stdout, argv[1]))
		return fflush(stdout) ? 1 : 0;
	fputs("usage: gen-docs man-<part> | bash | zsh | fish | fish-conf\n", stderr);
	return 129;
}

/* pager.h - results by way of the user's pager, as git shows its own.
 *
 * The pager is a child with the terminal; no shell runs it. It ends when the person does, and
 * what is written afterwards goes nowhere. */
#ifndef CVX_UI_PAGER_H
#define CVX_UI_PAGER_H

#include "ui/out.h"

#include <sys/types.h>

struct pager {
	struct out *out;
	FILE *terminal;    /* where results went before; NULL: there is no pager */
	pid_t pid;
};

/* From now on out->results goes to `command`: words with blanks between them. One that needs a
 * shell, "cat", none, or one that can't be run: results go where they went. */
void pager_begin(struct pager *pager, struct out *out, const char *command);
/* Wait for its end; results go to the terminal again. */
void pager_end(struct pager *pager);

#endif

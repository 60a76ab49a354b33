/* interrupt.h - Ctrl-C as a flag: the run stops where the ledger is whole. */
#ifndef CVX_CMD_INTERRUPT_H
#define CVX_CMD_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* Catch SIGINT, SIGTERM and SIGHUP from now on. A second SIGINT, half a second
 * later or more, ends the program at once. */
void interrupt_catch(void);
/* The same, so many milliseconds from now, unless it is called again before; 0: never. Not for
 * children. */
void interrupt_after(long ms);
/* Not 0 once one has come: for libraries that look at a flag. */
extern volatile sig_atomic_t interrupt_flag;

/* True once one has come; the signature is that of run_callbacks.interrupted. */
bool interrupt_came(void *unused);

#endif

/* interrupt.h - Ctrl-C as a flag: the run stops where the ledger is whole. */
#ifndef CVX_CMD_INTERRUPT_H
#define CVX_CMD_INTERRUPT_H

#include <stdbool.h>

/* Catch SIGINT, SIGTERM and SIGHUP from now on. A second one ends the program at once. */
void interrupt_catch(void);
/* True once one has come; the signature is that of run_callbacks.interrupted. */
bool interrupt_came(void *unused);

#endif

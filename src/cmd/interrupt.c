/* interrupt.c - Ctrl-C as a flag. */
#include "cmd/interrupt.h"

#include <stddef.h>

volatile sig_atomic_t interrupt_flag;

static void note(int signal_number)
{
	(void)signal_number;
	interrupt_flag = 1;
}

void interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note };

	sigemptyset(&action.sa_mask);
	/* A terminal that is closed may say so more than once. */
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	action.sa_flags = (int)SA_RESETHAND;
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool interrupt_came(void *unused)
{
	(void)unused;
	return interrupt_flag;
}

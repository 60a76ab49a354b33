/* interrupt.c - Ctrl-C as a flag. */
#include "cmd/interrupt.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

/* git hands a Ctrl-C on to the command that it started, and the terminal has done so, too: what
 * comes at once is the same one. */
#define SAME_MS 500

volatile sig_atomic_t interrupt_flag;
static struct timespec first;

static void note(int signal_number)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!interrupt_flag) {
		first = now;
		interrupt_flag = 1;
	} else if (signal_number == SIGINT &&
	           (int64_t)(now.tv_sec - first.tv_sec) * 1000 +
	           (now.tv_nsec - first.tv_nsec) / 1000000 >= SAME_MS) {
		signal(SIGINT, SIG_DFL);
		raise(SIGINT);
	}
}

void interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

void interrupt_after(long ms)
{
	struct sigaction action = { .sa_handler = note };
	struct itimerval timer = { .it_value = { ms / 1000, ms % 1000 * 1000 } };

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

bool interrupt_came(void *unused)
{
	(void)unused;
	return interrupt_flag;
}

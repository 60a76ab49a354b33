/* doctor.c - make one check after the other, and end in time. */
#include "cmd/doctor.h"

#include "cmd/interrupt.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- time --------------------------------------------------------------------------- */

static volatile sig_atomic_t late;
static const char *volatile at_work;   /* name of the check */

static void put(const char *text)
{
	(void)!write(STDERR_FILENO, text, strlen(text));
}

/* In a signal handler: nothing but system calls. */
static void end_now(void)
{
	put("error: looking at '");
	put(at_work);
	put("' takes too long\n");
	_exit(1);
}

/* First whatever heeds the flag of interrupts ends, and then all. */
static void on_alarm(int unused)
{
	(void)unused;
	if (late)
		end_now();
	late = 1;
	interrupt_flag = 1;
	alarm(DOCTOR_END - DOCTOR_PATIENCE);
}

bool doctor_is_late(void)
{
	return late;
}

static void watch_the_clock(void)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	alarm(DOCTOR_PATIENCE);
}

/* ---- saying ------------------------------------------------------------------------- */

static bool is_of_name(char c)
{
	return isalnum((unsigned char)c) || strchr("_.-/", c);
}

/* Here begins a path that is the home folder, or below it. */
static bool is_home(const char *text, const char *at, const char *home)
{
	size_t n = home ? strlen(home) : 0;

	return n && !strncmp(at, home, n) && (at == text || !is_of_name(at[-1])) &&
	       (at[n] == '/' || !at[n] || !is_of_name(at[n]));
}

/* Paths are for other people's eyes, too: what is below the home folder begins with "~". */
static void add_shortened(struct buf *out, const char *text, const char *const *homes)
{
	for (const char *at = text; *at; ) {
		size_t i = 0;

		while (i < DOCTOR_HOMES && !is_home(text, at, homes[i]))
			i++;
		buf_addc(out, i < DOCTOR_HOMES ? '~' : *at);
		at += i < DOCTOR_HOMES ? strlen(homes[i]) : 1;
	}
}

static const char *presentable(struct doctor *d, const char *text, bool is_line)
{
	struct buf buf = BUF_INIT;
	const char *copy;

	add_shortened(&buf, text, d->homes);
	out_clean(&buf);
	for (char *p = buf.text; is_line && *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	copy = arena_strdup(&d->ctx->arena, buf.text);
	buf_dispose(&buf);
	return copy;
}

static void add(struct doctor *d, enum finding_state state, const char *text, const char *next)
{
	struct findings *found = &d->found;
	struct finding *finding;

	found->items = arena_grow(&d->ctx->arena, found->items, found->count,
	                          sizeof(*found->items));
	finding = &found->items[found->count++];
	*finding = (struct finding){
		.state = state, .check = d->check, .text = presentable(d, text, true),
		.next = next && *next ? presentable(d, next, false) : NULL,
	};
	if (d->show)
		d->show(d, finding);
}

void doctor_say(struct doctor *d, enum finding_state state, const char *next, const char *fmt,
                ...)
{
	struct buf text = BUF_INIT;
	va_list args;

	va_start(args, fmt);
	buf_vaddf(&text, fmt, args);
	va_end(args);
	add(d, state, text.text, next);
	buf_dispose(&text);
}

void doctor_fail(struct doctor *d, const struct err *err, const char *next)
{
	if (err->code == ERR_INTERRUPTED && late)
		doctor_say(d, FINDING_FAIL, DOCTOR_REQUESTS,
		           "no answer within %d seconds", DOCTOR_PATIENCE);
	else
		add(d, FINDING_FAIL, err->msg, *err->hint ? err->hint : next);
}

/* ---- the checks ---------------------------------------------------------------------- */

/* Of each thing to be known, whose failure it is that it isn't. */
struct blame {
	const char *of[16];
};

static const char *blamed(const struct blame *blame, unsigned missing)
{
	for (size_t i = 0; i < sizeof(blame->of) / sizeof(*blame->of); i++)
		if (missing & (1u << i))
			return blame->of[i];
	return NULL;
}

static void put_blame(struct blame *blame, unsigned missing, const char *name)
{
	for (size_t i = 0; i < sizeof(blame->of) / sizeof(*blame->of); i++)
		if (missing & (1u << i))
			blame->of[i] = name;
}

static void make(struct doctor *d, const struct check *check, struct blame *blame)
{
	unsigned missing = check->needs & ~d->known;
	const char *whose = check->name;

	d->check = at_work = check->name;
	if (missing) {
		whose = blamed(blame, missing);
		doctor_say(d, FINDING_SKIP, NULL, "not looked at: '%s' comes first", whose);
	} else {
		check->run(d);
	}
	put_blame(blame, check->gives & ~d->known, whose);
}

/* As the environment has it, and as git has it, without links. */
static void find_homes(struct doctor *d)
{
	const char *home = getenv("HOME");
	char *real = home && *home == '/' ? realpath(home, NULL) : NULL;

	if (real && strcmp(real, "/") != 0) {
		d->homes[0] = home;
		d->homes[1] = arena_strdup(&d->ctx->arena, real);
	}
	free(real);
}

int doctor_run(struct doctor *d, struct err *err)
{
	struct blame blame = { { NULL } };

	find_homes(d);
	interrupt_catch();
	watch_the_clock();
	for (size_t i = 0; i < doctor_check_count; i++) {
		make(d, &doctor_checks[i], &blame);
		if (interrupt_flag && !late)
			return err_set(err, ERR_INTERRUPTED, "interrupted");
	}
	alarm(0);
	return 0;
}

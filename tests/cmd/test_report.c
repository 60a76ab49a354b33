/* test_report.c - what a person sees of a run while it goes on, on a terminal and elsewhere. */
#include "cmd/report.h"
#include "tap.h"

#include <stdlib.h>

#define ERASE "\r\033[K"

static const struct migration migration = { .id = "m1", .table = "users" };
static const struct step up = { .kind = STEP_UP, .id = "m1", .migration = &migration };

struct seen {
	struct out out;
	struct arena arena;
	struct report report;
	char *text;
	size_t len, told;
	int64_t now;
	int counted;
};

static int64_t table_size(void *payload, const char *table)
{
	struct seen *s = payload;

	s->counted++;
	return !strcmp(table, "users") ? 100 : -1;
}

static void begin(struct seen *s, bool terminal)
{
	*s = (struct seen){ .out = { .prefix = "", .terminal = terminal,
	                             .live_width = terminal ? 60 : 0 } };
	s->out.messages = open_memstream(&s->text, &s->len);
	s->report = (struct report){ .out = &s->out, .arena = &s->arena, .target = "main",
	                             .table_size = table_size, .payload = s };
}

static void says(struct seen *s, const char *want, const char *name)
{
	fflush(s->out.messages);
	is_str(s->text + s->told, want, name);
	s->told = s->len;
}

static void end(struct seen *s)
{
	fclose(s->out.messages);
	free(s->text);
	arena_dispose(&s->arena);
}

/* After so many milliseconds more. */
static void event(struct seen *s, int64_t later, struct run_event e)
{
	s->now += later;
	e.at_ms = s->now;
	report_event(&s->report, &e);
}

#define EVENT(s, later, ...) event(s, later, (struct run_event){ __VA_ARGS__ })

static void ticks(struct seen *s, int64_t every, int count)
{
	for (int i = 0; i < count; i++)
		EVENT(s, every, .kind = RUN_TICK);
}

static void test_terminal(void)
{
	struct seen s;

	begin(&s, true);
	EVENT(&s, 0, .kind = RUN_STEP, .step = &up);
	says(&s, ERASE "running 'm1'", "a step shows at once");
	EVENT(&s, 10, .kind = RUN_PROGRESS, .step = &up, .count = 10);
	EVENT(&s, 10, .kind = RUN_PROGRESS, .step = &up, .count = 20);
	says(&s, "", "not more often than an eye can follow");
	is_int(s.counted, 0, "what is short isn't counted");
	EVENT(&s, 60, .kind = RUN_PROGRESS, .step = &up, .count = 50);
	says(&s, ERASE "running 'm1' [##############..............] 50 %, 50/100", "a bar");
	ticks(&s, 1000, 1);
	says(&s, ERASE "running 'm1' [#######........] 50 %, 50/100, 46/s, 2 s left",
	     "time passes, though nothing moves");
	is_int(s.counted, 1, "documents are counted once");
	EVENT(&s, 10, .kind = RUN_WARNING, .text = "odd");
	says(&s, ERASE "running 'm1'\nwarning: odd\n", "a message between keeps what was begun");
	EVENT(&s, 100, .kind = RUN_PROGRESS, .step = &up, .count = 120);
	says(&s, ERASE "running 'm1': 120 documents, 101/s, for 1 s",
	     "a table that has grown has no bar");
	EVENT(&s, 100, .kind = RUN_STEP_DONE, .step = &up, .count = 120, .elapsed_ms = 1300);
	says(&s, ERASE "  done: 120 documents in 1.3 s\n", "a summary in its place");
	EVENT(&s, 0, .kind = RUN_STEP, .step = &up);
	EVENT(&s, 100, .kind = RUN_STEP_DONE, .step = &up, .count = 1, .elapsed_ms = 100);
	says(&s, ERASE "running 'm1'" ERASE "running 'm1'\n  done: 1 document in 0.1 s\n",
	     "the line that stays comes when it is over");
	EVENT(&s, 0, .kind = RUN_STEP, .step = &up);
	report_end(&s.report);
	says(&s, ERASE "running 'm1'" ERASE "running 'm1'\n", "also when it fails");
	end(&s);
}

static void test_push(void)
{
	struct seen s;

	begin(&s, true);
	EVENT(&s, 0, .kind = RUN_PUSH, .bridge = true);
	ticks(&s, 250, 7);
	says(&s, ERASE "pushing main, with schema validation off for the move"
	     ERASE "pushing main, with schema validation off for the move: 1 s",
	     "a push shows its seconds");
	EVENT(&s, 0, .kind = RUN_WAITING, .text = "another push to end");
	ticks(&s, 250, 1);
	says(&s, ERASE "waiting for another push to end: 2 s", "and what it waits for");
	EVENT(&s, 0, .kind = RUN_WAITED);
	ticks(&s, 1000, 1);
	says(&s, ERASE "pushing main, with schema validation off for the move: 3 s", "it goes on");
	EVENT(&s, 10, .kind = RUN_PUSHED, .elapsed_ms = 3000);
	says(&s, ERASE "pushing main, with schema validation off for the move\n",
	     "and one line stays");
	EVENT(&s, 10, .kind = RUN_WAITING, .text = "'x' to end");
	ticks(&s, 1000, 1);
	EVENT(&s, 10, .kind = RUN_WAITED);
	says(&s, ERASE "waiting for 'x' to end: 1 s" ERASE, "of waiting, nothing stays");
	end(&s);
}

static void test_held(void)
{
	const struct lease_holder holder = { .clone_name = "Bea@box", .command = "migrate",
	                                     .expires_in_ms = 90000 };
	struct seen s;

	begin(&s, true);
	EVENT(&s, 0, .kind = RUN_HELD, .holder = &holder);
	says(&s, "waiting for 'Bea@box', who is at work on the deployment ('migrate'); their claim "
	     "ends in 90 s unless they renew it\n", "who is in the way");
	ticks(&s, 1000, 2);
	says(&s, ERASE "still waiting for 'Bea@box' ('migrate'): 1 s"
	     ERASE "still waiting for 'Bea@box' ('migrate'): 2 s", "and for how long");
	EVENT(&s, 0, .kind = RUN_WAITED);
	says(&s, ERASE, "until they are done");
	end(&s);
}

/* A log, an editor, CI: lines that stay, and few of them. */
static void test_plain(void)
{
	struct seen s;

	begin(&s, false);
	EVENT(&s, 0, .kind = RUN_PUSH);
	EVENT(&s, 9000, .kind = RUN_PUSHED, .elapsed_ms = 9000);
	EVENT(&s, 0, .kind = RUN_STEP, .step = &up);
	says(&s, "pushing main\nrunning 'm1'\n", "what is done, at once");
	EVENT(&s, 9000, .kind = RUN_PROGRESS, .step = &up, .count = 18);
	is_int(s.counted, 0, "what nobody sees isn't counted");
	for (int i = 0; i < 24; i++)
		ticks(&s, 250, 60);
	says(&s, "running 'm1': 18 of 100 documents, 1.8/s, 46 s left, for 10 s\n"
	     "running 'm1': 18 of 100 documents, 0.6/s, 3 min left, for 30 s\n"
	     "running 'm1': 18 of 100 documents, 0.3/s, 5 min left, for 60 s\n"
	     "running 'm1': 18 of 100 documents, 0.1/s, 10 min left, for 120 s\n"
	     "running 'm1': 18 of 100 documents, 0.1/s, 14 min left, for 180 s\n"
	     "running 'm1': 18 of 100 documents, 0.1/s, 19 min left, for 240 s\n"
	     "running 'm1': 18 of 100 documents, 0.1/s, 23 min left, for 300 s\n"
	     "running 'm1': 18 of 100 documents, 0.1/s, 28 min left, for 360 s\n",
	     "then after ten seconds, thirty, and each minute");
	EVENT(&s, 0, .kind = RUN_STEP_DONE, .step = &up, .count = 100, .elapsed_ms = 369000);
	says(&s, "  done: 100 documents in 369.0 s\n", "and its end");
	end(&s);
	begin(&s, true);
	s.out.quiet = true;
	EVENT(&s, 0, .kind = RUN_STEP, .step = &up);
	ticks(&s, 1000, 60);
	EVENT(&s, 0, .kind = RUN_STEP_DONE, .step = &up, .count = 100, .elapsed_ms = 60000);
	says(&s, "", "with -q nothing");
	end(&s);
}

int main(void)
{
	test_terminal();
	test_push();
	test_held();
	test_plain();
	return done();
}

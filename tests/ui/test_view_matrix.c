/* test_view_matrix.c - the matrix as people and scripts see it. */
#include "ui/view_matrix.h"

#include "../core/matrix_case.h"
#include "codec/record.h"
#include "tap.h"
#include "ui/fit.h"

#include <stdlib.h>

static struct arena arena;

static char *printed(const struct matrix *m, size_t columns, bool unicode)
{
	struct out out = { .prefix = "" };
	char *text = NULL;
	size_t len = 0;

	out.results = out.messages = open_memstream(&text, &len);
	if (columns)
		view_matrix(&out, &(struct view_matrix){ m, &arena, columns, unicode });
	else
		view_matrix_porcelain(&out, m, false);
	fclose(out.results);
	return text;
}

static void is_view(const struct matrix *m, size_t columns, bool unicode, const char *want)
{
	char *text = printed(m, columns, unicode);

	is_str(text, want, arena_printf(&arena, "%zu columns", columns));
	free(text);
}

static void test_ascii(void)
{
	struct matrix m = case_matrix(&arena);

	is_view(&m, 80, false,
	        "+ main  checked out\n"
	        "| + feature/topic\n"
	        "| | + docs  without git-cvx\n"
	        "| | |   + dev  1 behind and 1 ahead of main, 1 not finished\n"
	        "| | |   | + staging  production; 4 behind and 1 ahead of feature/topic, 1 not ..\n"
	        "| | |   | | + new  nothing was done there yet\n"
	        "| | |   | | | + away  can't be asked\n"
	        "* * .   + + . ?  20250901_a\n"
	        "* * .   + . . ?  20250902_b\n"
	        ". * .   + . . ?  20250903_c\n"
	        "* ~ .   + . . ?  20250904_d\n"
	        ". . .   . ! . ?  20250905_e  from gone/branch, by bo@oak\n"
	        "* . .   x . . ?  20250906_f\n"
	        ". * .   < . . ?  20250907_g\n"
	        ". . .   . : . ?  20250908_h\n"
	        ". . .   . + . ?  20250909_i\n"
	        "\n"
	        "* on the branch   ~ edited there   + applied   x failed   : not finished\n"
	        "< undone   ! applied, but on none of these branches   ? not known   . neither\n"
	        "and 2 more branches: name those that you want to see\n"
	        "away: the deployment at 'http://127.0.0.1:9' doesn't answer\n"
	        "live isn't linked in this clone\n");
}

static void test_unicode(void)
{
	struct matrix m = case_matrix(&arena);

	m.branch_count = 1;
	m.linked_count = m.environment_count = 1;
	m.row_count = 1;
	m.other_branches = 1;
	is_view(&m, 120, true,
	        "\xe2\x94\x8c main  checked out\n"
	        "\xe2\x94\x82   \xe2\x94\x8c dev  1 behind and 1 ahead of main, 1 not finished\n"
	        "\xe2\x97\x8f   \xe2\x9c\x93  20250901_a\n"
	        "\n"
	        "\xe2\x97\x8f on the branch   \xe2\x9c\x93 applied\n"
	        "and 1 more branch: name those that you want to see\n");
	m.linked_count = m.environment_count = 0;
	m.row_count = m.other_branches = 0;
	m.branches[0].problem = "no text: it holds a NUL";
	is_view(&m, FIT_ALL, true,
	        "\xe2\x94\x8c main  can't be read\nThere are no migrations.\n"
	        "main: no text: it holds a NUL\n");
}

/* Nothing is wider than the terminal, and ids are told apart. */
static void test_narrow(void)
{
	struct migration items[] = { { .id = "20251016_101500_rename_message_text_to_body" } };
	const struct lineup lineup = { items, 1, "x", NULL };
	struct matrix_branch branch = { .name = "feature/with-a-very-long-name-of-its-own-indeed",
	                                .has_app = true, .lineup = &lineup, .is_current = true };
	struct matrix m = { .branches = &branch, .branch_count = 1 };

	matrix_make(&m, &arena);
	is_view(&m, 36, true,
	        "\xe2\x94\x8c feature/with-a-v\xe2\x80\xa6of-its-own-indeed\n"
	        "\xe2\x97\x8f  20251016_101500_\xe2\x80\xa6" "age_text_to_body\n"
	        "\n\xe2\x97\x8f on the branch\n");
	is_int((long long)view_matrix_room(80, 2), 21, "branches that fit at 80 columns");
	is_int((long long)view_matrix_room(30, 9), 1, "one in any case");
}

static void test_porcelain(void)
{
	struct matrix m = case_matrix(&arena);

	m.row_count = 1;
	is_view(&m, 0, false,
	        "# version 1\n"
	        "branch\tmain\t1a2b3c4d\tcurrent\t\n"
	        "branch\tfeature/topic\t2b3c\t\t\n"
	        "branch\tdocs\t3c4d\t\t\n"
	        "environment\tdev\tread\t\tmain\t1\t1\t\n"
	        "environment\tstaging\tread\tproduction\tfeature/topic\t4\t1\t\n"
	        "environment\tnew\tempty\t\tmain\t4\t0\t\n"
	        "environment\taway\tsilent\t\t\t\t\tthe deployment at 'http://127.0.0.1:9' doesn't "
	        "answer\n"
	        "environment\tlive\tnot-linked\t\t\t\t\t\n"
	        "migration\t20250901_a\tthere\tthere\tabsent\tapplied\tapplied\tnever\tunknown\t"
	        "unknown\n");
}

static void test_json(void)
{
	struct matrix m = case_matrix(&arena);
	struct buf text = BUF_INIT;

	m.branch_count = m.environment_count = m.linked_count = m.row_count = 1;
	record_matrix(&text, &m);
	is_str(text.text,
	       "{\"version\":1,\"branches\":[{\"name\":\"main\",\"commit\":\"1a2b3c4d\","
	       "\"isCurrent\":true,\"hasApp\":true}],\"environments\":[{\"name\":\"dev\","
	       "\"state\":\"read\",\"ledgerId\":\"l1\",\"branch\":\"main\",\"behind\":1,\"ahead\":1,"
	       "\"failed\":1}],\"migrations\":[{\"id\":\"20250901_a\",\"description\":"
	       "\"The \\\"first\\\" <b>\",\"branches\":[{\"branch\":\"main\",\"state\":\"there\"}],"
	       "\"environments\":[{\"environment\":\"dev\",\"state\":\"applied\","
	       "\"startedAt\":1760518800000,\"endedAt\":1760518801000,\"documents\":25,"
	       "\"by\":\"Ada@fern\",\"commit\":\"1a2b3c4d5e6f\",\"branch\":\"main\","
	       "\"source\":\"1\"}]}]}\n", "as JSON");
	buf_dispose(&text);
}

int main(void)
{
	test_ascii();
	test_unicode();
	test_narrow();
	test_porcelain();
	test_json();
	arena_dispose(&arena);
	return done();
}

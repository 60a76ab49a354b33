/* test_view_matrix_html.c - the matrix as a page: what is in it, and what must not be. */
#include "ui/view_matrix_html.h"

#include "../core/matrix_case.h"
#include "tap.h"

static struct arena arena;

static const char *page_of(const struct matrix *m, const char *template)
{
	struct buf out = BUF_INIT;
	const char *text;

	view_matrix_html(&out, &(struct matrix_page){ m, &arena, template, "1.2<3",
	                 1760518800000 });
	text = arena_strdup(&arena, out.text);
	buf_dispose(&out);
	return text;
}

static void test_parts(void)
{
	struct matrix m = case_matrix(&arena);

	is_str(page_of(&m, "<p>@SUMMARY@</p>\n@SUMMARY@\nend"),
	       "<p>@SUMMARY@</p>\n"
	       "<p class=\"summary\">3 branches, 4 environments, 9 migrations; dev is 1 behind and 1 "
	       "ahead of main, 1 not finished; staging is 4 behind and 1 ahead of feature/topic, 1 not "
	       "finished; new: nothing was done "
	       "there yet; away can&#39;t be asked.</p>\n"
	       "<p class=\"made\">As of 2025-10-15 09:00 UTC</p>\nend",
	       "lines that are only a name are filled in");
	m.linked_count = 2;
	is_str(page_of(&m, "@ENVIRONMENTS@"),
	       "<ul class=\"environments\" aria-label=\"Environments\">\n"
	       "<li class=\"bad\"><h2>dev</h2><p>1 behind and 1 ahead of main, 1 not finished"
	       "</p></li>\n"
	       "<li class=\"bad\"><h2>staging <span class=\"badge\">production</span></h2><p>4 behind "
	       "and 1 ahead of feature/topic, 1 not finished</p></li>\n"
	       "</ul>\n", "environments");
	m = case_matrix(&arena);
	is_str(page_of(&m, "@NOTES@"),
	       "<ul class=\"notes\">\n<li>2 more branches are not shown</li>\n"
	       "<li>docs is without git-cvx</li>\n"
	       "<li>live isn&#39;t linked where this page was made</li>\n</ul>\n", "notes");
}

static void test_row(void)
{
	struct matrix m = case_matrix(&arena);

	m.branch_count = m.linked_count = m.row_count = 1;
	is_str(page_of(&m, "@TABLE@"),
	       "<caption class=\"hidden\">Which migration is on which branch, and what became of it in "
	       "each environment</caption>\n<thead>\n<tr>\n<th scope=\"col\">Migration</th>\n"
	       "<th scope=\"col\" class=\"column here group\" data-group=\"Branches\" title=\"main\" "
	       "aria-label=\"branch main\"><span aria-hidden=\"true\">main</span></th>\n"
	       "<th scope=\"col\" class=\"column first group\" data-group=\"Environments\" "
	       "title=\"dev\" aria-label=\"environment dev\"><span aria-hidden=\"true\">dev</span>"
	       "</th>\n<td class=\"filler\" aria-hidden=\"true\"></td>\n</tr>\n</thead>\n<tbody>\n"
	       "<tr>\n<th scope=\"row\"><span class=\"id\">20250901_<wbr>a</span>"
	       "<span class=\"says\">The &quot;first&quot; &lt;b&gt;</span></th>\n"
	       "<td class=\"there\"><button type=\"button\" class=\"cell\" aria-describedby=\"t0-0\">"
	       "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><use href=\"#s-there\"/></svg>"
	       "<span class=\"hidden\">on the branch</span>"
	       "<span class=\"tip\" role=\"tooltip\" id=\"t0-0\"><b>main</b>: on the branch</span>"
	       "</button></td>\n"
	       "<td class=\"applied first\"><button type=\"button\" class=\"cell\" "
	       "aria-describedby=\"t0-1\">"
	       "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><use href=\"#s-applied\"/></svg>"
	       "<span class=\"hidden\">applied</span><span class=\"tip\" role=\"tooltip\" id=\"t0-1\">"
	       "<b>dev</b>: applied, 2025-10-15 09:00 UTC, by Ada@fern, from 1a2b3c4 (main), 25 "
	       "documents</span></button></td>\n"
	       "<td class=\"filler\" aria-hidden=\"true\"></td>\n</tr>\n</tbody>\n",
	       "a row, with who, when and what for each cell");
}

/* Other people's words are text, and what is of this machine stays here. */
static void test_hostile(void)
{
	struct matrix m = case_matrix(&arena);
	const char *text;

	m.branches[1].name = "a\"onclick=x'</th><script>&";
	m.branches[1].problem = "'/tmp/ada/x' can't be read";
	m.environments[1].name = "<img src=x>";
	text = page_of(&m, "@SUMMARY@\n@ENVIRONMENTS@\n@TABLE@\n@LEGEND@\n@NOTES@\n@FOOTER@\n");
	ok(strstr(text, "a&quot;onclick=x&#39;&lt;/th&gt;&lt;script&gt;&amp;") &&
	   strstr(text, "bo&lt;script&gt;@oak") &&
	   strstr(text, "no blank in &#39;&lt;/td&gt;&#39;</span>") &&
	   strstr(text, "&lt;img src=x&gt; is 4 behind"), "names, authors and errors are escaped");
	ok(!strstr(text, "<script") && !strstr(text, "<img") && !strstr(text, "</th><s"),
	   "and make no elements");
	ok(!strstr(text, "http") && !strstr(text, "/tmp/") && !strstr(text, "at a.ts"),
	   "no URL, no path, no stack");
	ok(strstr(text, "from gone/branch") == NULL && strstr(text, "says flag"),
	   "a phantom is flagged");
}

static void test_stamps(void)
{
	struct migration items[] = { { .id = "20251015_090000_split_name" },
	                             { .id = "20251015_0900_x" }, { .id = "addRole" } };
	const struct lineup lineup = { items, 3, "x", NULL };
	struct matrix_branch branch = { .name = "x", .lineup = &lineup, .has_app = true };
	struct matrix m = { .branches = &branch, .branch_count = 1 };
	const char *text;

	matrix_make(&m, &arena);
	text = page_of(&m, "@TABLE@");
	ok(strstr(text, "<span class=\"id\"><span class=\"stamp\">20251015_090000<i>_</i></span>"
	          "split_<wbr>name</span>") != NULL, "the time of an id stands apart");
	ok(strstr(text, "<span class=\"id\">20251015_<wbr>0900_<wbr>x</span>") &&
	   strstr(text, "<span class=\"id\">addRole</span>"), "where it begins with one");
	m.row_count = 0;
	ok(strstr(page_of(&m, "@TABLE@"), "There are no migrations.") != NULL, "none");
}

int main(void)
{
	test_parts();
	test_row();
	test_hostile();
	test_stamps();
	arena_dispose(&arena);
	return done();
}

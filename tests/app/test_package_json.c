/* test_package_json.c - the dependency, put in and taken out, as text. */
#include "app/package_json.h"
#include "tap.h"

#define OURS "\"@convex-dev/migrations\": \"^0.3.6\","

#define NO_JSON "{ \"dependencies\": { \"\\eu:\"\"\310\"#x \\/031\", \"a\\\"b\": null :u \\0031\", " \
	"\"a\\\"b\": nul \"convex\": \"^400,0-0, tru"

static void adds(const char *name, const char *text, const char *want)
{
	struct buf out = BUF_INIT, again = BUF_INIT, back = BUF_INIT;
	struct err err = ERR_INIT;
	bool removed;

	ok(package_json_is_app(text) && !package_json_add(&out, text, &err), name);
	is_str(out.text, want, "... as expected");
	ok(!package_json_add(&again, out.text, &err) && !strcmp(again.text, out.text),
	   "... and once is enough");
	package_json_remove(&back, out.text, &removed);
	ok(removed, "... it can be taken out");
	is_str(back.text, text, "... and back, byte for byte");
	buf_dispose(&out);
	buf_dispose(&again);
	buf_dispose(&back);
}

static void keeps(const char *name, const char *text)
{
	struct buf out = BUF_INIT, back = BUF_INIT;
	struct err err = ERR_INIT;
	bool removed;

	ok(!package_json_add(&out, text, &err), name);
	is_str(out.text, text, "... changes nothing");
	package_json_remove(&back, text, &removed);
	ok(!removed && !strcmp(back.text, text), "... nor does the way back");
	buf_dispose(&out);
	buf_dispose(&back);
}

static void refuses(const char *name, const char *text, enum err_code code)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	ok(package_json_add(&out, text, &err) == -1, name);
	is_int(err.code, code, "... for the right reason");
	is_str(out.text, "", "... and writes nothing");
	buf_dispose(&out);
}

int main(void)
{
	adds("the usual file", "{\n  \"name\": \"x\",\n  \"dependencies\": {\n"
	     "    \"convex\": \"1.0.0\",\n    \"react\": \"19\"\n  }\n}\n",
	     "{\n  \"name\": \"x\",\n  \"dependencies\": {\n    " OURS "\n"
	     "    \"convex\": \"1.0.0\",\n    \"react\": \"19\"\n  }\n}\n");
	adds("sorted, as npm does", "{\n\t\"dependencies\": {\n\t\t\"@a/b\": \"1\",\n"
	     "\t\t\"@z/b\": \"1\",\n\t\t\"convex\": \"1\"\n\t}\n}",
	     "{\n\t\"dependencies\": {\n\t\t\"@a/b\": \"1\",\n\t\t" OURS "\n"
	     "\t\t\"@z/b\": \"1\",\n\t\t\"convex\": \"1\"\n\t}\n}");
	adds("in one line", "{\"dependencies\":{\"convex\":\"1\"}}",
	     "{\"dependencies\":{" OURS "\"convex\":\"1\"}}");
	adds("line ends of Windows", "{\r\n  \"dependencies\": {\r\n    \"convex\": \"1\"\r\n"
	     "  }\r\n}\r\n", "{\r\n  \"dependencies\": {\r\n    " OURS "\r\n"
	     "    \"convex\": \"1\"\r\n  }\r\n}\r\n");
	adds("a development dependency", "{ \"dependencies\": { \"react\": \"19\" },\n"
	     "  \"devDependencies\": {\n    \"convex\": \"1\"\n  } }",
	     "{ \"dependencies\": { \"react\": \"19\" },\n"
	     "  \"devDependencies\": {\n    " OURS "\n    \"convex\": \"1\"\n  } }");
	adds("the same names elsewhere", "{ \"scripts\": { \"convex\": \"convex dev\" },\n"
	     "  \"pnpm\": { \"dependencies\": { \"convex\": \"9\" } },\n"
	     "  \"dependencies\": { \"x\": \"convex\", \"convex\": \"1\" } }",
	     "{ \"scripts\": { \"convex\": \"convex dev\" },\n"
	     "  \"pnpm\": { \"dependencies\": { \"convex\": \"9\" } },\n"
	     "  \"dependencies\": { " OURS " \"x\": \"convex\", \"convex\": \"1\" } }");
	keeps("there already, of a fixed version", "{ \"dependencies\": "
	      "{ \"@convex-dev/migrations\": \"0.3.6\", \"convex\": \"1\" } }");
	keeps("... of a later one", "{ \"dependencies\": "
	      "{ \"@convex-dev/migrations\": \"^1.2.0\", \"convex\": \"1\" } }");
	keeps("... of the workspace", "{ \"dependencies\": "
	      "{ \"@convex-dev/migrations\": \"workspace:*\", \"convex\": \"1\" } }");
	keeps("... of a range that holds it", "{ \"devDependencies\": "
	      "{ \"@convex-dev/migrations\": \"^0.3.1\" }, \"dependencies\": "
	      "{ \"convex\": \"1\" } }");
	refuses("one that is too old", "{ \"dependencies\": "
	        "{ \"@convex-dev/migrations\": \"0.3.5\", \"convex\": \"1\" } }", ERR_DECISION);
	refuses("... or can't be new enough", "{ \"dependencies\": "
	        "{ \"@convex-dev/migrations\": \"^0.2.8\", \"convex\": \"1\" } }", ERR_DECISION);
	refuses("a merge that isn't finished", "{ \"dependencies\": {\n<<<<<<< HEAD\n\"convex\": \"1\""
	        "\n=======\n\"convex\": \"2\"\n>>>>>>> x\n} }", ERR_UNSUPPORTED);
	keeps("there twice", "{ \"dependencies\": { " OURS " \"convex\": \"1\" },\n"
	      "  \"devDependencies\": { " OURS " \"x\": \"1\" } }");
	refuses("no convex", "{ \"dependencies\": { \"react\": \"19\" } }", ERR_NO_APP);
	refuses("no dependencies", "{ \"convex\": \"1\" }", ERR_NO_APP);
	refuses("no object", "[]", ERR_NO_APP);
	refuses("an empty file", "", ERR_NO_APP);
	refuses("what is no JSON", NO_JSON, ERR_UNSUPPORTED);
	return done();
}

/* test_convex_config.c - mounting and unmounting, as text. */
#include "app/convex_config.h"
#include "core/scan.h"
#include "tap.h"

#define SERVER "import { defineApp } from \"convex/server\";\n"
#define IMPORTS "import migrations from \"@convex-dev/migrations/convex.config\";\n" \
	"import cvx from \"./cvx/convex.config\";\n"

#define USES "app.use(migrations);\napp.use(cvx);\n"

static const char *unmounted(struct buf *out, const char *text)
{
	struct buf one = BUF_INIT;
	bool removed;

	buf_truncate(out, 0);
	convex_config_unmount(&one, text, CONVEX_CONFIG_CVX, &removed);
	convex_config_unmount(out, one.text, CONVEX_CONFIG_MIGRATIONS, &removed);
	buf_dispose(&one);
	return out->text;
}

static void mounts(const char *name, const char *text, const char *want)
{
	struct buf out = BUF_INIT, back = BUF_INIT, again = BUF_INIT;
	struct err err = ERR_INIT;

	ok(!convex_config_mount(&out, text, &err), name);
	is_str(out.text, want, "... as expected");
	ok(scan_mounts(out.text, out.len, "cvx/convex.config") &&
	   scan_mounts(out.text, out.len, "@convex-dev/migrations/convex.config"),
	   "... and the scanner finds both");
	ok(!convex_config_mount(&again, out.text, &err) && !strcmp(again.text, out.text),
	   "... and once is enough");
	if (text && !scan_mounts(text, strlen(text), "@convex-dev/migrations/convex.config"))
		is_str(unmounted(&back, out.text), text, "... and back, byte for byte");
	buf_dispose(&out);
	buf_dispose(&back);
	buf_dispose(&again);
}

static void refuses(const char *name, const char *text)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	ok(convex_config_mount(&out, text, &err) && err.code == ERR_UNSUPPORTED &&
	   strstr(err.hint, "app.use("), name);
	is_str(out.text, "", "... and writes nothing");
	buf_dispose(&out);
}

static void usual(void)
{
	mounts("no file yet", NULL,
	       SERVER IMPORTS "\nconst app = defineApp();\n" USES "\nexport default app;\n");
	mounts("the usual file", SERVER "const app = defineApp();\nexport default app;\n",
	       SERVER IMPORTS "const app = defineApp();\n" USES "export default app;\n");
	mounts("one of them is mounted already",
	       SERVER "import migrations from \"@convex-dev/migrations/convex.config\";\n"
	       "const app = defineApp();\napp.use(migrations);\nexport default app;\n",
	       SERVER IMPORTS "const app = defineApp();\n" USES "export default app;\n");
	mounts("under another name, and with its suffix",
	       SERVER "import m from \"@convex-dev/migrations/convex.config.js\";\n"
	       "const app = defineApp();\napp.use(m);\nexport default app;\n",
	       SERVER "import m from \"@convex-dev/migrations/convex.config.js\";\n"
	       "import cvx from \"./cvx/convex.config\";\n"
	       "const app = defineApp();\napp.use(m);\napp.use(cvx);\nexport default app;\n");
	mounts("other components, one with options",
	       SERVER "import agg from \"@convex-dev/aggregate/convex.config\";\n"
	       "const app = defineApp();\napp.use(agg, {\n  name: \"a\",\n});\n\nexport default app;\n",
	       SERVER "import agg from \"@convex-dev/aggregate/convex.config\";\n" IMPORTS
	       "const app = defineApp();\napp.use(agg, {\n  name: \"a\",\n});\n" USES
	       "\nexport default app;\n");
}

static void styles(void)
{
	mounts("single quotes, no semicolons, another name",
	       "// it's \"mine\"; really\nimport { defineApp } from 'convex/server'\n"
	       "import agg from '@convex-dev/aggregate/convex.config'\n\n"
	       "const backend = defineApp()\nbackend.use(agg, { name: 'a' })\n\n"
	       "export default backend\n",
	       "// it's \"mine\"; really\nimport { defineApp } from 'convex/server'\n"
	       "import agg from '@convex-dev/aggregate/convex.config'\n"
	       "import migrations from '@convex-dev/migrations/convex.config'\n"
	       "import cvx from './cvx/convex.config'\n\n"
	       "const backend = defineApp()\nbackend.use(agg, { name: 'a' })\n"
	       "backend.use(migrations)\nbackend.use(cvx)\n\nexport default backend\n");
	mounts("line ends of Windows",
	       "import { defineApp } from \"convex/server\";\r\nconst app = defineApp();\r\n"
	       "export default app;\r\n",
	       "import { defineApp } from \"convex/server\";\r\n"
	       "import migrations from \"@convex-dev/migrations/convex.config\";\r\n"
	       "import cvx from \"./cvx/convex.config\";\r\n"
	       "const app = defineApp();\r\napp.use(migrations);\r\napp.use(cvx);\r\n"
	       "export default app;\r\n");
	mounts("no newline at the end",
	       SERVER "const app: any = 1;\nexport const x = app;\n"
	       "const real = defineApp();\nexport default real;",
	       SERVER IMPORTS "const app: any = 1;\nexport const x = app;\n"
	       "const real = defineApp();\nreal.use(migrations);\nreal.use(cvx);\n"
	       "export default real;");
	mounts("a first line that nobody sees",
	       "\xef\xbb\xbf" SERVER "const app = defineApp();\nexport default app;\n",
	       "\xef\xbb\xbf" SERVER IMPORTS "const app = defineApp();\n" USES
	       "export default app;\n");
	mounts("all in one line",
	       "import { defineApp } from \"convex/server\"; const app = defineApp(); "
	       "export default app;\n",
	       "import { defineApp } from \"convex/server\"; const app = defineApp(); "
	       "export default app;\n" IMPORTS USES);
}

static void shapes(void)
{
	mounts("statements over several lines, a comment that looks like a use",
	       "import {\n  defineApp,\n} from \"convex/server\";\n// app.use(cvx);\n"
	       "const app = defineApp({\n  a: 1,\n});\n/*\napp.use(cvx);\n*/\nexport default app;\n",
	       "import {\n  defineApp,\n} from \"convex/server\";\n" IMPORTS
	       "// app.use(cvx);\nconst app = defineApp({\n  a: 1,\n});\n" USES
	       "/*\napp.use(cvx);\n*/\nexport default app;\n");
	mounts("empty brackets over two lines",
	       SERVER "const app = defineApp({\n});\nexport default app;\n",
	       SERVER IMPORTS "const app = defineApp({\n});\n" USES "export default app;\n");
	mounts("a definition that begins on the next line",
	       "import { defineApp } from 'convex/server'\nconst app =\n  defineApp()\n"
	       "export default app\n",
	       "import { defineApp } from 'convex/server'\n"
	       "import migrations from '@convex-dev/migrations/convex.config'\n"
	       "import cvx from './cvx/convex.config'\nconst app =\n  defineApp()\n"
	       "app.use(migrations)\napp.use(cvx)\nexport default app\n");
	mounts("a type", "import { defineApp, type App } from \"convex/server\";\n"
	       "let app: App = defineApp();\nexport default app;\n",
	       "import { defineApp, type App } from \"convex/server\";\n" IMPORTS
	       "let app: App = defineApp();\n" USES "export default app;\n");
	mounts("exported where it is defined, and once more",
	       SERVER "export const app = defineApp();\nexport default app;\n",
	       SERVER IMPORTS "export const app = defineApp();\n" USES "export default app;\n");
	mounts("comments behind the statements",
	       "import { defineApp } from \"convex/server\"; // why\n"
	       "const app = defineApp(); // what\n\nexport default app; // done\n",
	       "import { defineApp } from \"convex/server\"; // why\n" IMPORTS
	       "const app = defineApp(); // what\n" USES "\nexport default app; // done\n");
	mounts("a comment that begins behind an import and ends in another line",
	       "import { defineApp } from \"convex/server\"; /* the\n  app */ // and more\n"
	       "const app = defineApp(); /* one */ /*\n*/\nexport default app;\n",
	       "import { defineApp } from \"convex/server\"; /* the\n  app */ // and more\n" IMPORTS
	       "const app = defineApp(); /* one */ /*\n*/\n" USES "export default app;\n");
	mounts("a definition that goes on with an operator",
	       "import { defineApp } from 'convex/server'\nconst app = defineApp()\n  ?? other\n"
	       "export default app\n",
	       "import { defineApp } from 'convex/server'\n"
	       "import migrations from '@convex-dev/migrations/convex.config'\n"
	       "import cvx from './cvx/convex.config'\nconst app = defineApp()\n  ?? other\n"
	       "app.use(migrations)\napp.use(cvx)\nexport default app\n");
	mounts("a component that is used on a condition",
	       SERVER "import agg from \"@convex-dev/aggregate/convex.config\";\n"
	       "const app = defineApp();\nif (process.env.AGG) {\n  app.use(agg);\n}\n"
	       "export default app;\n",
	       SERVER "import agg from \"@convex-dev/aggregate/convex.config\";\n" IMPORTS
	       "const app = defineApp();\n" USES
	       "if (process.env.AGG) {\n  app.use(agg);\n}\nexport default app;\n");
	mounts("the app handed to a function, and a string that looks like a definition",
	       SERVER "import \"./polyfill\";\nconst text = \"const no = defineApp();\";\n"
	       "const app = defineApp();\nsetUp(app, text);\nexport default app;\n",
	       SERVER "import \"./polyfill\";\n" IMPORTS
	       "const text = \"const no = defineApp();\";\nconst app = defineApp();\n" USES
	       "setUp(app, text);\nexport default app;\n");
}

static void odd(void)
{
	refuses("no variable for the app", SERVER "export default defineApp();\n");
	refuses("no defineApp at all", "export default { }\n");
	refuses("a bracket that stays open", SERVER "const app = defineApp();\n"
	        "app.use(aggregate, { name: \"counts\" app.use();\nexport default app;\n");
	refuses("an empty file", "");
	refuses("another export", "import app from \"./app\";\nexport default app;\n");
	refuses("defined elsewhere", SERVER "const app = make(defineApp);\nexport default app;\n");
	refuses("under another name", "import { defineApp as make } from \"convex/server\";\n"
	        "const app = make();\nexport default app;\n");
	refuses("in a function", SERVER "function make() {\n  const app = defineApp();\n"
	        "  return app;\n}\nexport default make();\n");
	refuses("the name is taken", SERVER "const cvx = 1;\nconst app = defineApp();\n"
	        "export default app;\n");
	refuses("a comment that has no end", SERVER "const app = defineApp(); /* from here\n"
	        "export default app;\n");
	refuses("one from the import on", "import { defineApp } from \"convex/server\"; const app = "
	        "defineApp(); export default app; /* that's all\n");
	refuses("a merge that isn't finished", SERVER "<<<<<<< HEAD\nconst app = defineApp();\n"
	        "=======\nconst app = defineApp({});\n>>>>>>> x\nexport default app;\n");
}

/* All of them stay if one can't go. */
static void stays(const char *name, const char *text)
{
	struct buf out = BUF_INIT;
	bool removed = true;

	convex_config_unmount(&out, text, CONVEX_CONFIG_CVX, &removed);
	is_str(out.text, text, name);
	ok(!removed && convex_config_names(text, CONVEX_CONFIG_CVX), "... and that is said");
	buf_dispose(&out);
}

static void changed(void)
{
	stays("lines that were changed", SERVER "import cvx from \"./cvx/convex.config\"; // mine now\n"
	      "const app = defineApp();\n  app.use(cvx);\nexport default app;\n");
	stays("the import was changed, the use not", SERVER "import cvx from "
	      "\"./cvx/convex.config\"; // mine now\nconst app = defineApp();\napp.use(cvx);\n"
	      "export default app;\n");
	stays("the use was changed, the import not", SERVER IMPORTS "const app = defineApp();\n"
	      "app.use(cvx, { name: \"cvx\" });\nexport default app;\n");
	stays("used twice", SERVER IMPORTS "const app = defineApp();\n" USES
	      "app.use(cvx, { name: \"more\" });\nexport default app;\n");
	ok(!convex_config_names(SERVER "// \"./cvx/convex.config\"\nimport x from "
	                        "\"./mycvx/convex.config\";\n", CONVEX_CONFIG_CVX),
	   "a comment and a longer name don't count");
}

int main(void)
{
	usual();
	styles();
	shapes();
	odd();
	changed();
	return done();
}

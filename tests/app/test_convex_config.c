/* test_convex_config.c - mounting and unmounting, as text. */
#include "app/convex_config.h"
#include "core/scan.h"
#include "tap.h"

#define IMPORTS "import migrations from \"@convex-dev/migrations/convex.config\";\n" \
	"import cvx from \"./cvx/convex.config\";\n"

static void mounts(const char *text, const char *want, const char *name)
{
	struct buf out = BUF_INIT, back = BUF_INIT, twice = BUF_INIT, again = BUF_INIT;
	struct err err = ERR_INIT;
	bool removed;

	ok(!convex_config_mount(&out, text, &err), name);
	is_str(out.text, want, "... as expected");
	ok(!convex_config_mount(&again, out.text, &err) && !strcmp(again.text, out.text),
	   "... and once is enough");
	convex_config_unmount(&back, out.text, CONVEX_CONFIG_CVX, &removed);
	convex_config_unmount(&twice, back.text, CONVEX_CONFIG_MIGRATIONS, &removed);
	if (text && !strstr(text, "migrations/convex.config") && text[strlen(text) - 1] == '\n')
		is_str(twice.text, text, "... and back, byte for byte");
	buf_dispose(&out);
	buf_dispose(&back);
	buf_dispose(&twice);
	buf_dispose(&again);
}

static void refuses(const char *text, const char *name)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	ok(convex_config_mount(&out, text, &err) && err.code == ERR_UNSUPPORTED &&
	   strstr(err.hint, "app.use("), name);
	is_str(out.text, "", "... and writes nothing");
	buf_dispose(&out);
}

int main(void)
{
	mounts(NULL,
	       "import { defineApp } from \"convex/server\";\n" IMPORTS
	       "\nconst app = defineApp();\napp.use(migrations);\napp.use(cvx);\n"
	       "\nexport default app;\n", "no file yet");
	mounts("import { defineApp } from \"convex/server\";\nconst app = defineApp();\n"
	       "export default app;\n",
	       "import { defineApp } from \"convex/server\";\n" IMPORTS
	       "const app = defineApp();\napp.use(migrations);\napp.use(cvx);\n"
	       "export default app;\n", "the usual file");
	mounts("import { defineApp } from 'convex/server'\nimport agg from '@convex-dev/aggregate/"
	       "convex.config'\n\nconst backend = defineApp()\nbackend.use(agg, { name: 'a' })\n\n"
	       "export default backend\n",
	       "import { defineApp } from 'convex/server'\nimport agg from '@convex-dev/aggregate/"
	       "convex.config'\nimport migrations from '@convex-dev/migrations/convex.config'\n"
	       "import cvx from './cvx/convex.config'\n\nconst backend = defineApp()\n"
	       "backend.use(agg, { name: 'a' })\nbackend.use(migrations)\nbackend.use(cvx)\n\n"
	       "export default backend\n", "single quotes, no semicolons, another name");
	mounts("import { defineApp } from \"convex/server\";\r\nconst app = defineApp();\r\n"
	       "export default app;\r\n",
	       "import { defineApp } from \"convex/server\";\r\n"
	       "import migrations from \"@convex-dev/migrations/convex.config\";\r\n"
	       "import cvx from \"./cvx/convex.config\";\r\n"
	       "const app = defineApp();\r\napp.use(migrations);\r\napp.use(cvx);\r\n"
	       "export default app;\r\n", "line ends of Windows");
	mounts("import { defineApp } from \"convex/server\";\n"
	       "import migrations from \"@convex-dev/migrations/convex.config\";\n"
	       "const app = defineApp();\napp.use(migrations);\nexport default app;\n",
	       "import { defineApp } from \"convex/server\";\n" IMPORTS
	       "const app = defineApp();\napp.use(migrations);\napp.use(cvx);\n"
	       "export default app;\n", "one of them is mounted already");
	mounts("import {\n  defineApp,\n} from \"convex/server\";\n// app.use(cvx);\n"
	       "const app = defineApp({\n  a: 1,\n});\nexport default app;\n",
	       "import {\n  defineApp,\n} from \"convex/server\";\n" IMPORTS
	       "// app.use(cvx);\nconst app = defineApp({\n  a: 1,\n});\n"
	       "app.use(migrations);\napp.use(cvx);\nexport default app;\n",
	       "statements over several lines, a comment that looks like a use");
	mounts("import { defineApp } from \"convex/server\";\nconst app: any = 1;\n"
	       "export const x = app;\nconst real = defineApp();\nexport default real;",
	       "import { defineApp } from \"convex/server\";\n" IMPORTS "const app: any = 1;\n"
	       "export const x = app;\nconst real = defineApp();\nreal.use(migrations);\n"
	       "real.use(cvx);\nexport default real;", "no newline at the end");
	refuses("import { defineApp } from \"convex/server\";\nexport default defineApp();\n",
	        "no variable for the app");
	refuses("export default { }\n", "no defineApp at all");
	refuses("", "an empty file");
	refuses("import { defineApp } from \"convex/server\";\nconst cvx = 1;\n"
	        "const app = defineApp();\nexport default app;\n", "the name is taken");
	return done();
}

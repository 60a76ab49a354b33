/* stage_generated.c - what the CLI would generate, for code that is bundled before it has. */
#include "push/stage.h"

#include "push/files.h"

#include <string.h>
#include <unistd.h>

/* At run time these hold the same for every app. */
int stage_write_generated(struct stage *stage, const char *functions, struct err *err)
{
	static const struct { const char *path, *text; } files[] = {
		{ "api.js",
		  "import { anyApi, componentsGeneric } from \"convex/server\";\n"
		  "export const api = anyApi;\n"
		  "export const internal = anyApi;\n"
		  "export const components = componentsGeneric();\n" },
		{ "server.js",
		  "export {\n"
		  "  actionGeneric as action, httpActionGeneric as httpAction,\n"
		  "  internalActionGeneric as internalAction,\n"
		  "  internalMutationGeneric as internalMutation,\n"
		  "  internalQueryGeneric as internalQuery,\n"
		  "  mutationGeneric as mutation, queryGeneric as query,\n"
		  "} from \"convex/server\";\n"
		  "export const env = process.env;\n" },
	};
	struct arena arena = { 0 };
	const char *folder = path_join(&arena, functions, "_generated");
	int result = files_make_folder(stage_tree(stage), folder, err);

	for (size_t i = 0; !result && i < sizeof(files) / sizeof(*files); i++) {
		const char *path = path_join(&arena, folder, files[i].path);
		const char *real = path_join(&arena, stage_tree(stage), path);

		if (access(real, F_OK))
			result = files_write(real, files[i].text, strlen(files[i].text), 0666, err);
	}
	arena_dispose(&arena);
	return result;
}

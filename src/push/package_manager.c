/* package_manager.c - what the app's packages are installed with. */
#include "push/package_manager.h"

#include "push/files.h"

#include <string.h>
#include <unistd.h>

static const struct package_manager known[] = {
	{ "package-lock.json", "npm install", "npm install" },
	{ "npm-shrinkwrap.json", "npm install", "npm install" },
	{ "pnpm-lock.yaml", "pnpm install", "pnpm add" },
	{ "bun.lock", "bun install", "bun add" },
	{ "bun.lockb", "bun install", "bun add" },
	{ "yarn.lock", "yarn install", "yarn add" },
};

const struct package_manager *package_manager_of(const struct tools *tools)
{
	for (const char *folder = tools->app;; folder = path_folder(tools->arena, folder)) {
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (!access(path_join(tools->arena, folder, known[i].lock_file), F_OK))
				return &known[i];
		if (!*folder || !strcmp(folder, tools->top))
			return &known[0];
	}
}

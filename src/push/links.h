/* links.h - where the symbolic links of a tree lead.
 *
 * Links are followed as the system will: through other links, on any file system. So what
 * is written through one of them, by the CLI say, stays in the scratch tree. */
#ifndef CVX_PUSH_LINKS_H
#define CVX_PUSH_LINKS_H

#include "push/file_set.h"

struct links {
	const struct file_set *set;
	struct link *items;      /* sorted by the name that may be the same */
	size_t count;
};

/* Read all links of the set, which must outlive them. */
int links_read(struct links *out, const struct file_set *set, struct err *err) CVX_CHECK;

/* The link at this path leads to a place in the tree: not out of it, nor round and round,
 * nor into a node_modules, which are links to what is installed. */
bool links_stays(const struct links *links, const char *path);

#endif

/* pusher.h - struct pusher_ops by means of the app's own tools.
 *
 * It holds the scratch tree of one deployment, and its lock, from pusher_open() to
 * pusher_close(); the target is frozen into it by the first operation. */
#ifndef CVX_PUSH_PUSHER_H
#define CVX_PUSH_PUSHER_H

#include "push/bridge.h"
#include "push/child.h"

/* All of it, texts included, has to outlive the pusher. */
struct pusher_config {
	const char *common_dir;      /* of git: the scratch tree lies below it */
	const char *worktree;        /* top of the work tree: what is installed there is used */
	const char *app;             /* folder of the app from the top; "" is the top */
	const char *functions;       /* folder of the functions from the app: "convex" */
	const char *url, *key;
	bool is_loopback;            /* the URL is of this machine */
	const struct tree_source *source;   /* the target */
	int64_t time_limit_ms;       /* of one push; 0: PUSH_TIME_LIMIT_MS */
	const struct push_file *component;  /* our component, without its folder's name */
	size_t component_count;
	const char *start;           /* text of cvxStart.ts */
	int (*mount)(void *self, const char *text, struct buf *out, struct err *err);
	void *mount_self;            /* see struct bridge_parts */
	const char *use;             /* of a scratch tree beside the usual one; else NULL */
	char *const *environment;    /* ours */
	const char *node;            /* remembered, for where PATH has none; NULL: nothing is */
	struct child_watch watch;    /* while a child runs */
};

#define PUSH_TIME_LIMIT_MS 600000

/* ERR_BUSY: another process holds the scratch tree of this deployment. */
int pusher_open(struct pusher *out, const struct pusher_config *config, struct err *err)
	CVX_CHECK;
void pusher_close(struct pusher *pusher);

#endif

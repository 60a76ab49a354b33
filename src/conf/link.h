/* link.h - which deployment this checkout is linked to, by the official CLI's rules.
 *
 * Variables come from the environment, else from .env.local, else from .env of the app's
 * folder; the first that sets one decides, and what is set to nothing is unset. Handled
 * is the pair CONVEX_SELF_HOSTED_URL and CONVEX_SELF_HOSTED_ADMIN_KEY. Whatever the CLI
 * would take in its place is said not to be handled; it is never passed over. */
#ifndef CVX_CONF_LINK_H
#define CVX_CONF_LINK_H

#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>

struct link_input {
	const char *app_dir;                   /* on disk */
	/* The environment, as getenv() gives it. */
	const char *(*variable)(void *payload, const char *name);
	/* Whether git tracks the file (".env" of app_dir, say). -1 with err filled. */
	int (*is_tracked)(bool *out, void *payload, const char *name, struct err *err);
	void *payload;
};

struct link {
	const char *url;         /* without a final slash */
	char *key;               /* secret: registered with secret_add() */
	const char *source;      /* where the URL is from, for messages: "'.env.local'" */
	bool is_loopback;
};

/* ERR_NOT_LINKED if nothing is set; ERR_UNSUPPORTED for the other ways to link;
 * ERR_CONFIG for what the CLI refuses, for a bad URL, and for a URL from a tracked file
 * with a key from elsewhere: whoever can commit could have the key sent to themselves. */
int link_find(struct link *out, struct arena *arena, const struct link_input *input,
              struct err *err) CVX_CHECK;

/* Overwrite the key. */
void link_wipe(struct link *link);

/* Check a deployment's URL: http or https, plain http only to this machine, no user,
 * query or fragment. Gives a copy without its final slashes. */
int link_check_url(const char **out, bool *is_loopback, struct arena *arena,
                   const char *url, struct err *err) CVX_CHECK;

#endif

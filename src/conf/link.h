/* link.h - which deployment this checkout is linked to, by the official CLI's rules.
 *
 * Variables come from the environment, else from .env.local, else from .env of the app's
 * folder; the first that sets one decides, and what is set to nothing is unset. An
 * environment of the private settings (struct link_from) takes their place. Nothing is
 * sent from here: what only the control plane knows is left to be asked for. */
#ifndef CVX_CONF_LINK_H
#define CVX_CONF_LINK_H

#include "base/err.h"
#include "base/mem.h"
#include "core/exchange.h"

#include <stdbool.h>

enum link_way {
	LINK_SELF_HOSTED,        /* URL and key as they stand there */
	LINK_LOCAL,              /* a backend on this machine, anonymous ones too: its
	                          * config.json has both */
	LINK_KEY,                /* a deployment's own deploy key: only its URL is asked for */
	LINK_PREVIEW_KEY,        /* the preview deployment of the branch, in a project */
	LINK_PROJECT_KEY,        /* the project's own dev deployment */
	LINK_NAMED,              /* a deployment's name: URL and key are asked for as the user */
};

struct link {
	enum link_way way;
	/* What its source calls it; the server decides, but what is called production here
	 * is. Where the source doesn't say: local on loopback, else production. */
	enum deployment_kind kind;
	bool says_kind;
	const char *name;        /* of the deployment; NULL: not known */
	const char *url;         /* without a final slash; NULL: to be asked for */
	char *key;               /* admin key; NULL: to be asked for. Secret, registered */
	/* What the control plane is asked with: the user's token, a project, preview or
	 * deploy key. NULL: nothing has to be asked; or, for a LINK_KEY of another type than
	 * dev and prod, it is asked without, as by the CLI. Secret, registered. */
	char *credential;
	const char *team, *project; /* slugs, where a key names them; else NULL */
	const char *preview;     /* name of the preview: the branch */
	/* Stays the same while URL and port move: for file names. Self-hosted: the URL;
	 * cloud: the name, or team, project and preview; local: name and state folder. */
	const char *identity;
	const char *source;      /* where it is from, for messages: "'.env.local'" */
	bool is_loopback;        /* of url */
};

/* An environment of the private settings; all NULL: the CLI's rules. One of the first
 * three, or url with key_variable. */
struct link_from {
	const char *env_file;    /* only this file counts; from app_dir, or absolute */
	const char *deployment;  /* as the value of CONVEX_DEPLOYMENT */
	const char *key_variable;/* variable with its deploy key; with url: its admin key */
	const char *url;         /* self-hosted */
	const char *label;       /* for `source` */
};

struct link_input {
	const char *app_dir;     /* on disk */
	const char *home;        /* $HOME; NULL: not set */
	const char *branch;      /* checked out; NULL: detached */
	struct link_from from;
	/* The environment, as getenv() gives it. */
	const char *(*variable)(void *payload, const char *name);
	/* Whether the private settings name this URL: then it may be plain http. */
	bool (*is_named)(void *payload, const char *url);
	/* Whether git tracks the file (".env" of app_dir, say). -1 with err filled. */
	int (*is_tracked)(bool *out, void *payload, const char *name, struct err *err);
	void *payload;
};

/* *out is empty after an error:
 *   ERR_NOT_LINKED    nothing is set that names a deployment
 *   ERR_CONFIG        what the CLI refuses; a URL, key, name or file that cannot be used; a
 *                     URL of a tracked file with a key from elsewhere: whoever can commit
 *                     could have the key sent to themselves
 *   ERR_NOT_FOUND     a local deployment that has no state on this machine
 *   ERR_UNAUTHORISED  a deployment in the cloud, and nobody is logged in
 *   ERR_UNSUPPORTED   a project key that doesn't name its project
 * No message holds a key or a token. */
int link_find(struct link *out, struct arena *arena, const struct link_input *input,
              struct err *err) CVX_CHECK;

/* Overwrite key and credential. */
void link_wipe(struct link *link);

/* Check a deployment's URL: http or https, plain http only to this machine, no user,
 * query or fragment. Gives a copy without its final slashes. */
int link_check_url(const char **out, bool *is_loopback, struct arena *arena,
                   const char *url, struct err *err) CVX_CHECK;

#endif

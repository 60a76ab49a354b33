/* context.h - what commands share: output, repository, settings, target, deployment.
 *
 * Opened as far as a command needs it, closed once, by main. Everything in it lives in
 * its arena. */
#ifndef CVX_CMD_CONTEXT_H
#define CVX_CMD_CONTEXT_H

#include "conf/environment.h"
#include "git/target.h"
#include "net/convex.h"
#include "push/pusher.h"
#include "run/trail.h"
#include "ui/out.h"

struct run;

struct context {
	struct out out;
	struct arena arena;
	struct repo *repo;          /* context_open() */
	struct head head;
	struct config config;       /* of the work tree, or of the target once one is loaded;
	                             * its .app is the one that was chosen, and
	                             * its path clean */
	const char *wanted_app;     /* --app; NULL: not given */
	const char *app_name;       /* context_choose_app(); NULL: the repository has only one */
	const char *app_path;       /* NULL: none is chosen yet */
	const char *wanted_env;     /* --env; NULL: not given */
	bool no_environment;        /* the checkout's own deployment, whatever the branch's is */
	const struct head *linked_as; /* whose branch decides on environment and preview; NULL:
	                             * the checked-out one */
	struct environment environment; /* context_link() */
	struct link link;           /* context_link(), as far as it is known without asking */
	struct kind_claims claims;  /* what is said of its kind: context_link() */
	struct names told;          /* warnings about settings: once is enough */
	bool keeps_nothing;         /* a command that changes nothing: what it is told of URL and
	                             * key is neither kept nor forgotten */
	int64_t access_until;       /* URL and key in the cloud are kept: struct access */
	const char *deployment_key; /* file name for what is kept per deployment */
	struct convex *convex;
	const char *waits_for;      /* whose answer, for a person who waits, too */
	struct pusher pusher;       /* context_pusher() */
	bool has_pusher;
};

void context_init(struct context *ctx);
void context_dispose(struct context *ctx);

/* The repository, HEAD, and the private settings. */
int context_open(struct context *ctx, struct err *err) CVX_CHECK;

/* The apps of ctx->config by name, one at least; one without a name is called as its folder
 * is. They live in the context's arena. ERR_CONFIG: two have one name. */
struct apps {
	const struct config_app *items;
	size_t count;
};

int context_apps(struct apps *out, struct context *ctx, struct err *err) CVX_CHECK;

/* Make one of them ctx->config.app: the one that --app names, else the one whose folder the
 * current folder is in. ERR_USAGE if that is none of several. Whoever needs the app does it;
 * context_target() and context_connect() are among them. */
int context_choose_app(struct context *ctx, struct err *err) CVX_CHECK;

/* Whether none of several apps was named, by --app or the current folder: what only looks may
 * then be about all of them. */
int context_is_for_all(struct context *ctx, bool *out, struct apps *apps, struct err *err)
	CVX_CHECK;

/* What was said of app and environment is repeated in the commands that are suggested. */
void context_suggest(struct context *ctx);

/* The folder from the top of the work tree; NULL if it isn't in it. */
const char *context_from_top(struct context *ctx, const char *folder);

/* The folder for what is kept of the chosen app in this worktree: the git dir, or one in it. */
const char *context_home(struct context *ctx);

/* The target: the work tree if revision is NULL, else a commit. Its own .cvx.ini is read
 * into ctx->config. ERR_NO_APP if it holds no app. */
int context_target(struct context *ctx, const char *revision, struct target *out,
                   struct err *err) CVX_CHECK;
/* The same for the bare tree of a run that is continued. */
int context_target_tree(struct context *ctx, const char *tree, struct target *out,
                        struct err *err) CVX_CHECK;

/* The lineup of a revision for comparison: one without the app has an empty one. */
int context_lineup(struct context *ctx, const char *revision, struct target *out,
                   struct err *err) CVX_CHECK;

/* This clone's identity into ctx->config, made if it has none: the ledger says by whom. */
int context_enroll(struct context *ctx, struct err *err) CVX_CHECK;

/* Find out which deployment is linked, in the environment that is chosen by --env, CVX_ENV
 * or the branch. Asks nobody. */
int context_link(struct context *ctx, struct err *err) CVX_CHECK;

/* The branch would be linked to the same deployment; after context_link(). */
bool context_is_for_branch(struct context *ctx, const char *branch);

/* Other branches may be linked to other deployments; after context_link(). */
bool context_is_by_branch(const struct context *ctx);

/* context_link(), and ERR_PRODUCTION if it counts as production whatever it says itself: for commands
 * that write, before anybody is asked anything. command NULL: a hook. */
int context_guard(struct context *ctx, const char *command, struct err *err) CVX_CHECK;

/* The same as context_link(), and open the connection. Nothing is sent to a deployment whose
 * URL and key are at hand. For one in the cloud they are what an earlier command was told, if
 * the deployment still takes the key, or what the control plane tells now. */
int context_connect(struct context *ctx, struct err *err) CVX_CHECK;
/* What ctx->deployment_key would be in another work tree, by what lies in its app's folder;
 * NULL if nothing is linked there. ERR_IO if what lies there can't be read. */
int context_key_elsewhere(const char **out, struct context *ctx, const char *app_folder,
                          struct err *err) CVX_CHECK;

/* What is said of the kind of ctx->link, into ctx->claims. */
void context_claim(struct context *ctx);

/* Let a person know what is waited for (`what`: "the deployment"), and, with -v, each request. */
void context_watch(struct context *ctx, struct http *http, const char *what);
/* One request, shown with -v. */
void context_trace(struct context *ctx, const struct http_trace *request);

/* Open the scratch tree for a target, for run->pusher; the run is what its children's
 * ticks keep alive. ERR_BUSY if another process of this clone is at work in it. */
int context_pusher(struct context *ctx, const struct target *target, struct run *run,
                   struct err *err) CVX_CHECK;
/* The same for a scratch tree beside it, named by its `use`; the caller closes it. */
int context_open_pusher(struct context *ctx, const struct target *target, struct run *run,
                        const char *use, struct pusher *out, struct err *err) CVX_CHECK;

/* Let others at the scratch tree; fine if it isn't open. */
void context_close_pusher(struct context *ctx);

/* The app's folder in the work tree, absolute; after context_connect(). */
const char *context_app_folder(struct context *ctx);

/* The path of the private settings. */
const char *context_private_settings(struct context *ctx);
/* The folder of the journals, in the common git dir. */
const char *context_journals(struct context *ctx);
/* The folder of what runs leave to be looked at. */
const char *context_trails(struct context *ctx);
/* What the last run on the linked deployment left to be looked at. */
int context_trail(struct context *ctx, struct trail *out, struct err *err) CVX_CHECK;

#endif

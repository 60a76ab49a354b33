/* environment.h - which environment of the settings a checkout is about, and what they
 * say of its deployment.
 *
 * An environment is whatever a section [env "name"] of either file is about. The private
 * file's come first, then in the order of the file. One that isn't linked by the private
 * settings is the deployment that the official CLI would take; a branch's, if they say nothing
 * of it and it isn't production, doesn't count. Pure. */
#ifndef CVX_CONF_ENVIRONMENT_H
#define CVX_CONF_ENVIRONMENT_H

#include "conf/config.h"
#include "conf/link.h"

struct environment_wish {
	const char *option;        /* --env; NULL: not given */
	const char *variable;      /* CVX_ENV; NULL or empty: not set */
	const char *branch;        /* checked out; NULL: none */
};

struct environment {
	const char *name;          /* NULL: none, only the CLI's rules */
	const char *chosen;        /* how, for messages: "for the branch 'main'" */
	bool is_asked_for;         /* by --env, and without it, it would be another */
	struct link_from from;
};

/* ERR_USAGE: --env or CVX_ENV names one that neither file knows. */
int environment_choose(struct environment *out, struct arena *arena,
                       const struct config *config, const struct environment_wish *wish,
                       struct err *err) CVX_CHECK;

/* One branch may have another environment than the next. */
bool environment_by_branch(const struct config *config);

/* What is said of the kind of a linked deployment, by the link and by both files. Texts
 * are borrowed from all three; private_file is for messages. */
struct kind_claims environment_claims(const struct environment *env, const struct config *config,
                                      const struct link *link, const char *private_file);

/* An environment of the private settings has this URL. */
bool environment_is_named(const struct config *config, const char *url);

/* One of its patterns is for this branch. */
bool environment_is_for(const struct config_env *env, const char *branch);

/* '*' stands for any text, with slashes too, '?' for one character. */
bool environment_branch_matches(const char *pattern, const char *branch);

#endif

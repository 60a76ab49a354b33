/* link_parts.h - what the files of link.h share: where the variables come from, and one
 * function per way to link. Nobody else includes it. */
#ifndef CVX_CONF_LINK_PARTS_H
#define CVX_CONF_LINK_PARTS_H

#include "conf/dotenv.h"
#include "conf/link.h"

#define LINK_FILES 2

struct link_search {
	const struct link_input *input;
	struct arena *arena;
	struct link *out;
	/* What counts before what: .env.local and .env, below the environment; or one
	 * file alone, without the environment. */
	const char *file_names[LINK_FILES];
	struct dotenv files[LINK_FILES];
	int file_count;
	bool only_file;
	const char *tokenless;   /* the CLI's config.json, if it is there without a token */
};

/* What is set to nothing is unset. */
struct link_variable {
	const char *name;
	const char *value;       /* NULL: unset */
	int source;              /* index of the file, or one of these */
};
#define LINK_OF_ENVIRONMENT (-1)
#define LINK_OF_SETTINGS (-2)   /* an environment of the private settings itself */

int link_search_begin(struct link_search *out, struct link *link, struct arena *arena,
                      const struct link_input *input, struct err *err) CVX_CHECK;
struct link_variable link_find_variable(const struct link_search *search,
                                        const char *name);
/* The first of the two that is set; else the first. */
struct link_variable link_find_either(const struct link_search *search,
                                      const char *name, const char *other);
/* "the environment", "'.env.local'", or what the environment of the settings is called. */
const char *link_source(const struct link_search *search,
                        const struct link_variable *variable);

/* What the CLI looks up in its process: the environment, and what the files were loaded
 * into it. NULL: unset, or set to nothing. */
const char *link_process_variable(const struct link_search *search, const char *name);

/* ---- the ways: each fills search->out ----------------------------------------------- */

/* A URL and an admin key. A URL of the private settings may be plain http to another
 * machine: whoever wrote it there trusts the way. */
int link_self_hosted(struct link_search *search, const struct link_variable *url,
                     const struct link_variable *key, struct err *err) CVX_CHECK;

/* A deploy key: a deployment's own, a preview's, a project's. */
int link_by_key(struct link_search *search, const struct link_variable *key,
                struct err *err) CVX_CHECK;

/* A value as that of CONVEX_DEPLOYMENT. */
int link_by_name(struct link_search *search, const struct link_variable *deployment,
                 struct err *err) CVX_CHECK;

/* A backend on this machine, from its config.json; all but the source. */
int link_local(struct link_search *search, const char *name, bool anonymous,
               struct err *err) CVX_CHECK;

/* Whether it can be the name of a deployment in the cloud, or a slug. */
bool link_is_cloud_name(const char *name);

/* ---- keys --------------------------------------------------------------------------- */

/* Whether it can be sent in a header; the error names its source. */
int link_check_key(const char *key, const char *source, struct err *err) CVX_CHECK;
/* Whether the text before '|' calls its deployment prod, or custom. */
bool link_is_production_key(const char *key);

/* CONVEX_OVERRIDE_ACCESS_TOKEN, or NULL. */
int link_override_token(char **out, const struct link_search *search, struct err *err)
	CVX_CHECK;
/* The above, else the token of the user who is logged in; NULL: nobody is. */
int link_user_token(char **out, struct link_search *search, struct err *err)
	CVX_CHECK;
/* The folder where the CLI keeps tokens and state: ~/.convex; NULL without a home. */
const char *link_cli_home(const struct link_search *search);

/* link_check_url(), with plain http to other machines allowed. */
int link_check_private_url(const char **out, bool *is_loopback, struct arena *arena,
                           const char *url, struct err *err) CVX_CHECK;

#endif

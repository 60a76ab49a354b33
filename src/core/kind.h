/* kind.h - what kind of deployment one is, from all that is said of it.
 *
 * The server's word decides. Whatever else is said (the type of a key, the committed and
 * the private settings) can only make it production, with one exception: the private
 * settings may vouch for a self-hosted deployment that isn't on this machine, by its very
 * URL. Production is never touched, so each answer comes with its reason. Pure values. */
#ifndef CVX_CORE_KIND_H
#define CVX_CORE_KIND_H

#include "base/err.h"
#include "core/exchange.h"

/* What somebody calls it who isn't its server; the later, the stricter. */
enum called { CALLED_NOTHING = -1, CALLED_DEV, CALLED_PREVIEW, CALLED_PROD };

/* What is known before the deployment is asked; texts are for messages. */
struct kind_claims {
	enum called link;          /* the type of its key, of CONVEX_DEPLOYMENT */
	enum called committed;     /* .cvx.ini, of the environment */
	enum called own;           /* the private settings, of the environment or the URL */
	bool is_vouched;           /* they name this very URL, and don't call it prod */
	const char *source;        /* of the link: "'.env.local'" */
	const char *url;           /* NULL: not known yet */
	const char *environment;   /* NULL: none was chosen */
	const char *chosen;        /* how it was: "for the branch 'main'" */
	const char *private_file;  /* what the private settings are called */
};

enum kind_reason {
	KIND_BY_SERVER,            /* as it says; or where it is, if it doesn't */
	KIND_BY_WORD,              /* its server says a word that isn't known to be harmless */
	KIND_BY_PLACE,             /* self-hosted, elsewhere, and nobody vouches for it */
	KIND_BY_LINK, KIND_BY_COMMITTED, KIND_BY_OWN,
};

struct kind_verdict {
	enum deployment_kind kind;
	enum kind_reason reason;
	const char *word;          /* the server's: "prod", "custom" */
};

/* True if it counts as production whatever it says itself; then it isn't even asked. */
bool kind_is_settled(struct kind_verdict *out, const struct kind_claims *claims);

/* ... and when it was asked. */
struct kind_verdict kind_judge(const struct kind_claims *claims, const struct kind_answer *answer);

/* Why it counts as production, behind "as". */
const char *kind_why(const struct kind_verdict *verdict, const struct kind_claims *claims,
                     struct arena *arena);

/* The refusal of a command, or of a hook if it is NULL: ERR_PRODUCTION, with what to do
 * instead. Returns -1. */
int kind_refuse(const struct kind_verdict *verdict, const struct kind_claims *claims,
                const char *command, struct err *err);

#endif

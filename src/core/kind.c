/* kind.c - what kind of deployment one is, from all that is said of it. */
#include "core/kind.h"

#include <string.h>

bool kind_is_settled(struct kind_verdict *out, const struct kind_claims *claims)
{
	*out = (struct kind_verdict){ .kind = KIND_PRODUCTION };
	if (claims->link == CALLED_PROD)
		out->reason = KIND_BY_LINK;
	else if (claims->committed == CALLED_PROD)
		out->reason = KIND_BY_COMMITTED;
	else if (claims->own == CALLED_PROD)
		out->reason = KIND_BY_OWN;
	else
		return false;
	return true;
}

static struct kind_verdict judge_cloud(const char *type)
{
	if (!strcmp(type, "dev"))
		return (struct kind_verdict){ KIND_DEV, KIND_BY_SERVER, type };
	if (!strcmp(type, "preview"))
		return (struct kind_verdict){ KIND_PREVIEW, KIND_BY_SERVER, type };
	return (struct kind_verdict){ KIND_PRODUCTION, strcmp(type, "prod")
		? KIND_BY_WORD : KIND_BY_SERVER, type };
}

struct kind_verdict kind_judge(const struct kind_claims *claims, const struct kind_answer *answer)
{
	struct kind_verdict verdict;

	if (kind_is_settled(&verdict, claims))
		return verdict;
	if (answer->is_cloud)
		return judge_cloud(answer->type);
	if (answer->is_loopback)
		return (struct kind_verdict){ .kind = KIND_LOCAL };
	if (claims->is_vouched)
		return (struct kind_verdict){ KIND_DEV, KIND_BY_OWN, NULL };
	return (struct kind_verdict){ KIND_PRODUCTION, KIND_BY_PLACE, NULL };
}

const char *kind_why(const struct kind_verdict *verdict, const struct kind_claims *claims,
                     struct arena *arena)
{
	switch (verdict->reason) {
	case KIND_BY_LINK:
		return arena_printf(arena, "%s links it as production ('prod:', 'custom:', or "
		                    "a key without a type)", claims->source);
	case KIND_BY_COMMITTED:
		return arena_printf(arena, "'.cvx.ini' calls the environment '%s' so",
		                    claims->environment);
	case KIND_BY_OWN:
		return arena_printf(arena, "'%s' calls it so", claims->private_file);
	case KIND_BY_WORD:
		return arena_printf(arena, "its server calls it '%s'", verdict->word);
	case KIND_BY_PLACE:
		return arena_printf(arena, "it is self-hosted on another machine, and '%s' doesn't "
		                    "vouch for it", claims->private_file);
	case KIND_BY_SERVER:
		break;
	}
	return "its server says so";
}

static const char *instead(const struct kind_verdict *verdict, const struct kind_claims *claims,
                           struct arena *arena)
{
	switch (verdict->reason) {
	case KIND_BY_LINK:
		return arena_printf(arena, "take it out of %s, and link a development deployment: "
		                    "npx convex dev", claims->source);
	case KIND_BY_COMMITTED:
		return arena_printf(arena, "one that isn't: git cvx --env <name> ..., or for a "
		                    "branch [env \"<name>\"] branch = <branch> in '%s'",
		                    claims->private_file);
	case KIND_BY_OWN:
		return arena_printf(arena, "if it is none, change its kind in '%s'",
		                    claims->private_file);
	case KIND_BY_PLACE:
		return arena_printf(arena, "if it is for development, say in '%s': "
		                    "[env \"dev\"] kind = dev, url = %s", claims->private_file,
		                    claims->url ? claims->url : "<its URL>");
	case KIND_BY_SERVER:
	case KIND_BY_WORD:
		break;
	}
	return "link a development deployment: npx convex dev";
}

int kind_refuse(const struct kind_verdict *verdict, const struct kind_claims *claims,
                const char *command, struct err *err)
{
	struct arena arena = { 0 };
	const char *environment = !claims->environment ? "" :
		arena_printf(&arena, ", environment '%s' %s,", claims->environment, claims->chosen);

	err_set(err, ERR_PRODUCTION, "the deployment of %s%s counts as production, as %s: %s",
	        claims->source, environment, kind_why(verdict, claims, &arena), command
	        ? arena_printf(&arena, "'%s' doesn't touch it", command)
	        : "data stays as it is");
	err_hint(err, "%s", instead(verdict, claims, &arena));
	arena_dispose(&arena);
	return -1;
}

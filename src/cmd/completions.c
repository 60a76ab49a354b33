/* completions.c - what the completion scripts of the three shells have in common. */
#include "cmd/completions.h"

const char *completions_word(enum offer offer)
{
	switch (offer) {
	case OFFER_MIGRATION:   return "ids";
	case OFFER_APPLIED:     return "applied";
	case OFFER_PENDING:     return "pending";
	case OFFER_APP:         return "apps";
	case OFFER_ENVIRONMENT: return "environments";
	default:                return NULL;
	}
}

const char *completions_title(enum offer offer)
{
	switch (offer) {
	case OFFER_NOTHING:     return NULL;
	case OFFER_FILE:        return "file";
	case OFFER_REVISION:    return "commit";
	case OFFER_MIGRATION:   return "migration";
	case OFFER_APPLIED:     return "applied migration";
	case OFFER_PENDING:     return "pending migration";
	case OFFER_APP:         return "app";
	case OFFER_ENVIRONMENT: return "environment";
	case OFFER_COMMAND:     return "command";
	}
	return NULL;
}

void completions_words(FILE *f, const char *const *words)
{
	for (const char *const *w = words; *w; w++)
		fprintf(f, "%s%s", w == words ? "" : " ", *w);
}

void completions_commands(FILE *f)
{
	for (const struct cmd *const *c = docs_first(); *c; c = docs_next(c))
		fprintf(f, "%s%s", c == docs_first() ? "" : " ", (*c)->name);
}

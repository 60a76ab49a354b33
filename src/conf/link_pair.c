/* link_pair.c - a deployment that is hosted by its user: a URL and an admin key. */
#include "conf/link_parts.h"

#include "base/secret.h"

/* Whoever can commit a URL must not get a key that isn't theirs. */
static int check_pair(const struct link_search *search, const struct link_variable *url,
                      const struct link_variable *key, struct err *err)
{
	const struct link_input *input = search->input;
	bool tracked = false;

	if (url->source < 0 || url->source == key->source)
		return 0;
	if (input->is_tracked(&tracked, input->payload, search->file_names[url->source],
	                      err) < 0)
		return -1;
	if (!tracked)
		return 0;
	err_set(err, ERR_CONFIG,
	        "the key of %s is not sent to the URL of %s, which is committed",
	        link_source(search, key), link_source(search, url));
	return err_hint(err, "set %s where the key is set", url->name);
}

int link_self_hosted(struct link_search *search, const struct link_variable *url,
                     const struct link_variable *key, struct err *err)
{
	struct link *out = search->out;
	int result;

	secret_add(key->value);
	if (link_check_key(key->value, link_source(search, key), err) < 0 ||
	    check_pair(search, url, key, err) < 0)
		return -1;
	result = url->source == LINK_OF_SETTINGS ||
	         search->input->is_named(search->input->payload, url->value)
	         ? link_check_private_url(&out->url, &out->is_loopback, search->arena,
	                                  url->value, err)
	         : link_check_url(&out->url, &out->is_loopback, search->arena, url->value, err);
	if (result < 0)
		return err_wrap(err, "%s of %s", url->name, link_source(search, url));
	out->way = LINK_SELF_HOSTED;
	out->says_kind = link_is_production_key(key->value);
	out->kind = out->is_loopback && !out->says_kind ? KIND_LOCAL : KIND_PRODUCTION;
	out->key = arena_strdup(search->arena, key->value);
	out->identity = out->url;
	out->source = link_source(search, url);
	return 0;
}

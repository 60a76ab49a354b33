/* server_url.c - which URL may be talked to, and how. */
#include "net/server_url.h"

#include "base/mem.h"
#include "base/url.h"
#include "net/libcurl.h"

#include <string.h>

static char *part(CURLU *parsed, CURLUPart which)
{
	char *text = NULL;

	return libcurl.url_get(parsed, which, &text, 0) == CURLUE_OK ? text : NULL;
}

/* What is wrong with the parsed URL, or NULL. */
static const char *problem_of(struct server_url *out, CURLU *parsed, bool is_plain_fine)
{
	char *scheme = part(parsed, CURLUPART_SCHEME);
	char *host = part(parsed, CURLUPART_HOST);
	char *path = part(parsed, CURLUPART_PATH);
	char *user = part(parsed, CURLUPART_USER);
	char *query = part(parsed, CURLUPART_QUERY);
	char *fragment = part(parsed, CURLUPART_FRAGMENT);
	const char *problem = NULL;

	out->is_loopback = host && url_host_is_loopback(host, strlen(host));
	out->is_direct = out->is_loopback || (scheme && !strcmp(scheme, "http"));
	if (!scheme || !host || (strcmp(scheme, "https") && strcmp(scheme, "http")))
		problem = "it is no http address";
	else if (user || query || fragment || (path && strcmp(path, "/")))
		problem = "it must be scheme, host and port only";
	else if (!strcmp(scheme, "http") && !out->is_loopback && !is_plain_fine)
		problem = "plain http would send the key in the clear";
	libcurl.free(scheme);
	libcurl.free(host);
	libcurl.free(path);
	libcurl.free(user);
	libcurl.free(query);
	libcurl.free(fragment);
	return problem;
}

int server_url_read(struct server_url *out, const char *url, bool is_plain_fine,
                    struct err *err)
{
	CURLU *parsed = libcurl.url();
	const char *problem = "it can't be parsed";

	if (parsed && libcurl.url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK)
		problem = problem_of(out, parsed, is_plain_fine);
	libcurl.url_cleanup(parsed);
	if (problem)
		return err_set(err, ERR_CONFIG, "cannot use '%s' as a server's URL: %s",
		               strchr(url, '@') ? "(hidden)" : url, problem);
	out->origin = xstrdup(url);
	out->origin[url_length(url)] = '\0';
	return 0;
}

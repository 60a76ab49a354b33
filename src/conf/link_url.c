/* link_url.c - check a deployment's URL. */
#include "conf/link_parts.h"

#include "base/url.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct authority {
	const char *host;
	size_t host_len;
	const char *port;        /* NULL without one */
	size_t port_len;
};

static bool is_all(const char *s, size_t n, const char *allowed)
{
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && !strchr(allowed, s[i]))
			return false;
	return n > 0;
}

static bool split_authority(struct authority *out, const char *s, size_t n)
{
	const char *end = s + n, *host_end;

	if (n && *s == '[') {
		host_end = memchr(s, ']', n);
		if (!host_end)
			return false;
		host_end++;
		if (!is_all(s + 1, (size_t)(host_end - s) - 2, ":."))
			return false;
	} else {
		host_end = memchr(s, ':', n);
		if (!host_end)
			host_end = end;
		if (!is_all(s, (size_t)(host_end - s), "-._"))
			return false;
	}
	*out = (struct authority){ s, (size_t)(host_end - s), NULL, 0 };
	if (host_end == end)
		return true;
	if (*host_end != ':')
		return false;
	out->port = host_end + 1;
	out->port_len = (size_t)(end - out->port);
	return true;
}

static bool is_port(const char *s, size_t n)
{
	long port = 0;

	if (!n || n > 5)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		port = port * 10 + (s[i] - '0');
	}
	return port > 0 && port < 65536;
}

/* NULL, or what is wrong. */
static const char *problem(const char *url, bool is_plain_fine, bool *is_loopback)
{
	bool plain = !strncasecmp(url, "http://", 7);
	const char *rest = url + (plain ? 7 : 8);
	struct authority a;
	size_t n;

	*is_loopback = false;
	if (!plain && strncasecmp(url, "https://", 8) != 0)
		return "it doesn't begin with 'https://' or 'http://'";
	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 127 || *p == '\\')
			return "it holds a blank or a character that URLs don't have";
	n = strcspn(rest, "/?#");
	if (memchr(rest, '@', n))
		return "it holds a user or password";
	if (strpbrk(rest + n, "?#"))
		return "it holds a query or fragment";
	if (!split_authority(&a, rest, n))
		return "its host isn't valid";
	if (a.port && !is_port(a.port, a.port_len))
		return "its port isn't valid";
	*is_loopback = url_host_is_loopback(a.host, a.host_len);
	if (plain && !*is_loopback && !is_plain_fine)
		return "'http://' is only for this machine: the key would travel openly";
	return NULL;
}

static int use_url(const char **out, struct arena *arena, const char *url, const char *why,
                   struct err *err)
{
	/* The URL itself isn't shown: it may hold a password. */
	if (why)
		return err_set(err, ERR_CONFIG, "the deployment's URL cannot be used: %s",
		               why);
	*out = arena_strndup(arena, url, url_length(url));
	return 0;
}

int link_check_url(const char **out, bool *is_loopback, struct arena *arena,
                   const char *url, struct err *err)
{
	return use_url(out, arena, url, problem(url, false, is_loopback), err);
}

int link_check_private_url(const char **out, bool *is_loopback, struct arena *arena,
                           const char *url, struct err *err)
{
	return use_url(out, arena, url, problem(url, true, is_loopback), err);
}

/* url.c - what a server's URL says by its text alone. */
#include "base/url.h"

#include <string.h>
#include <strings.h>

size_t url_length(const char *url)
{
	size_t n = strlen(url);

	while (n && url[n - 1] == '/')
		n--;
	return n;
}

bool url_is_same(const char *a, const char *b)
{
	size_t n = url_length(a);

	return n == url_length(b) && !memcmp(a, b, n);
}

/* 127.a.b.c in full: "127.evil.example" is a name like any other. */
static bool is_loopback_number(const char *s, size_t n)
{
	const char *end = s + n;
	int parts = 0, digits = 0, value = 0;

	if (n < 9 || strncmp(s, "127.", 4) != 0)
		return false;
	for (; s <= end; s++) {
		if (s == end || *s == '.') {
			if (!digits || value > 255)
				return false;
			parts++;
			digits = value = 0;
		} else if (*s >= '0' && *s <= '9' && digits < 3) {
			value = value * 10 + (*s - '0');
			digits++;
		} else {
			return false;
		}
	}
	return parts == 4;
}

bool url_host_is_loopback(const char *host, size_t len)
{
	return (len == 9 && !strncasecmp(host, "localhost", 9)) ||
	       (len == 5 && !memcmp(host, "[::1]", 5)) || is_loopback_number(host, len);
}

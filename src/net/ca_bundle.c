/* ca_bundle.c - where systems keep the certificates that TLS is checked against. */
#include "net/ca_bundle.h"

#include <stddef.h>
#include <unistd.h>

const char *const ca_bundle_places[] = {
	"/etc/ssl/certs/ca-certificates.crt",                /* Debian, Arch, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, Red Hat */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora from 43 on */
	"/etc/ssl/ca-bundle.pem",                            /* openSUSE */
	"/etc/ssl/cert.pem",                                 /* BSD, macOS */
	NULL
};

const char *ca_bundle_instead(const char *usual, const char *const *places)
{
	if (!usual || !access(usual, R_OK))
		return NULL;
	while (*places && access(*places, R_OK))
		places++;
	return *places;
}

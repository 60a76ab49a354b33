/* ca_bundle.h - where systems keep the certificates that TLS is checked against.
 *
 * libcurl knows where they are on the system that it was built on. A git-cvx that brings its
 * libraries along (npm's) may run on another one. Nothing is read here, and nothing that a
 * repository or a variable names is looked at. */
#ifndef CVX_NET_CA_BUNDLE_H
#define CVX_NET_CA_BUNDLE_H

/* Ends in NULL. */
extern const char *const ca_bundle_places[];

/* NULL where libcurl's own choice `usual` is there, or it has none; else the first of the
 * places that can be read, or NULL. */
const char *ca_bundle_instead(const char *usual, const char *const *places);

#endif

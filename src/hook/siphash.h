/* siphash.h - SipHash-2-4 (Aumasson, Bernstein 2012): a keyed hash of 64 bits. */
#ifndef CVX_HOOK_SIPHASH_H
#define CVX_HOOK_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t siphash(const void *bytes, size_t len, uint64_t key0, uint64_t key1);

#endif

/* siphash.c - SipHash-2-4. */
#include "hook/siphash.h"

static uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void rounds(uint64_t v[4], int n)
{
	while (n--) {
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

uint64_t siphash(const void *bytes, size_t len, uint64_t key0, uint64_t key1)
{
	const unsigned char *p = bytes;
	uint64_t v[4] = {
		key0 ^ 0x736f6d6570736575u, key1 ^ 0x646f72616e646f6du,
		key0 ^ 0x6c7967656e657261u, key1 ^ 0x7465646279746573u,
	};
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++) {
		word |= (uint64_t)p[i] << (i % 8 * 8);
		if (i % 8 == 7) {
			v[3] ^= word;
			rounds(v, 2);
			v[0] ^= word;
			word = 0;
		}
	}
	word |= (uint64_t)(len & 0xff) << 56;
	v[3] ^= word;
	rounds(v, 2);
	v[0] ^= word;
	v[2] ^= 0xff;
	rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

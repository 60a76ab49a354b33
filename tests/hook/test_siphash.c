/* test_siphash.c - the vectors of SipHash's authors. */
#include "hook/siphash.h"
#include "tap.h"

int main(void)
{
	static const struct { size_t len; uint64_t hash; } vectors[] = {
		{ 0, 0x726fdb47dd0e0e31u }, { 1, 0x74f839c593dc67fdu },
		{ 7, 0xab0200f58b01d137u }, { 8, 0x93f5f5799a932462u },
		{ 15, 0xa129ca6149be45e5u }, { 63, 0x958a324ceb064572u },
	};
	unsigned char bytes[64];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		ok(siphash(bytes, vectors[i].len, 0x0706050403020100u, 0x0f0e0d0c0b0a0908u) ==
		   vectors[i].hash, "a vector");
	ok(siphash(bytes, 8, 1, 2) != siphash(bytes, 8, 2, 1), "the key decides");
	return done();
}

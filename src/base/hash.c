/* hash.c - see hash.h */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

static size_t slots_for(size_t expected)
{
	size_t slots = 16;

	/* At most half full: probes stay short. */
	while (slots / 2 < expected)
		slots *= 2;
	return slots;
}

static void empty(struct hash *hash)
{
	/* All ones is HASH_NONE in every value. */
	memset(hash->slots, 0xff, (hash->mask + 1) * sizeof(hash->slots[0]));
	hash->used = 0;
}

void hash_init(struct hash *hash, size_t expected)
{
	size_t slots = slots_for(expected);

	hash->slots = die_malloc(slots * sizeof(hash->slots[0]));
	hash->mask = slots - 1;
	empty(hash);
}

void hash_done(struct hash *hash)
{
	free(hash->slots);
	*hash = (struct hash){ 0 };
}

void hash_clear(struct hash *hash, size_t expected)
{
	if (hash->slots && slots_for(expected) <= hash->mask + 1) {
		empty(hash);
		return;
	}
	free(hash->slots);
	hash_init(hash, expected);
}

/* The finaliser of splitmix64. */
static uint64_t scatter(uint64_t x)
{
	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static struct hash_slot *find_slot(const struct hash *hash, uint64_t key)
{
	size_t at = scatter(key) & hash->mask;

	while (hash->slots[at].value != HASH_NONE && hash->slots[at].key != key)
		at = (at + 1) & hash->mask;
	return &hash->slots[at];
}

static void grow(struct hash *hash)
{
	struct hash bigger;

	hash_init(&bigger, hash->mask + 1);
	for (size_t i = 0; i <= hash->mask; i++) {
		if (hash->slots[i].value != HASH_NONE)
			hash_put(&bigger, hash->slots[i].key, hash->slots[i].value);
	}
	free(hash->slots);
	*hash = bigger;
}

void hash_put(struct hash *hash, uint64_t key, uint32_t value)
{
	struct hash_slot *slot;

	if (hash->used * 2 > hash->mask)
		grow(hash);
	slot = find_slot(hash, key);
	if (slot->value == HASH_NONE)
		hash->used++;
	*slot = (struct hash_slot){ key, value };
}

uint32_t hash_get(const struct hash *hash, uint64_t key)
{
	return hash->slots ? find_slot(hash, key)->value : HASH_NONE;
}

uint64_t hash_mix(uint64_t a, uint64_t b)
{
	return scatter(a + UINT64_C(0x9e3779b97f4a7c15)) ^ scatter(b + UINT64_C(0xd1b54a32d192ed03))
								   << 1;
}

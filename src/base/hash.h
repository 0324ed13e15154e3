/*
 * hash.h - a map from a number to an index, for joins by PID and by identity
 *
 * Open addressing, no deletion: it is made anew where its contents change.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_NONE UINT32_MAX

struct hash_slot {
	uint64_t key;
	uint32_t value; /* HASH_NONE: empty */
};

struct hash {
	struct hash_slot *slots;
	size_t mask; /* slots - 1; a power of two less one */
	size_t used;
};

/* An empty one, for about `expected` keys. Memory is the caller's until hash_done(). */
void hash_init(struct hash *hash, size_t expected);
void hash_done(struct hash *hash);

/* Empties it and makes room, reusing the memory where it can. */
void hash_clear(struct hash *hash, size_t expected);

/* Sets or replaces. value is not HASH_NONE. */
void hash_put(struct hash *hash, uint64_t key, uint32_t value);

/* HASH_NONE: not there. */
uint32_t hash_get(const struct hash *hash, uint64_t key);

/* Mixes two numbers into one key; well spread, not unique. */
uint64_t hash_mix(uint64_t a, uint64_t b);

#endif

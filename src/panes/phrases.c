/* phrases.c - see phrases.h */
#include "panes/phrases.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/hash.h"

struct phrase {
	struct bytes text;
	uint32_t next; /* with the same key, or HASH_NONE */
};

static struct {
	struct arena *texts; /* NULL: nothing yet */
	struct hash index;   /* key of a text to the newest phrase with it */
	struct phrase *of;
	size_t count, capacity;
} kept;

static uint64_t key_of(struct bytes text)
{
	uint64_t key = text.n;

	for (size_t i = 0; i < text.n; i++)
		key = hash_mix(key, (unsigned char)text.p[i]);
	return key;
}

static struct bytes add(struct bytes text, uint64_t key, uint32_t next)
{
	kept.of = die_grow(kept.of, &kept.capacity, kept.count + 1, sizeof(kept.of[0]));
	kept.of[kept.count] = (struct phrase){ arena_copy(kept.texts, text), next };
	hash_put(&kept.index, key, (uint32_t)kept.count);
	return kept.of[kept.count++].text;
}

struct bytes phrases_keep(const char *text)
{
	const struct bytes bytes = bytes_of(text);
	const uint64_t key = key_of(bytes);
	uint32_t first;

	if (!kept.texts) {
		kept.texts = arena_new();
		hash_init(&kept.index, 256);
	}
	first = hash_get(&kept.index, key);
	for (uint32_t i = first; i != HASH_NONE; i = kept.of[i].next) {
		if (bytes_compare(kept.of[i].text, bytes) == 0)
			return kept.of[i].text;
	}
	return kept.count < PHRASES_MAX ? add(bytes, key, first) : bytes_of("...");
}

size_t phrases_count(void)
{
	return kept.count;
}

void phrases_done(void)
{
	if (!kept.texts)
		return;
	arena_free(kept.texts);
	hash_done(&kept.index);
	free(kept.of);
	kept.texts = NULL;
	kept.of = NULL;
	kept.count = kept.capacity = 0;
}

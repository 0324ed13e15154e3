/* arena.c - see arena.h */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"

enum {
	ALIGNMENT = 16,
	FIRST_CHUNK = 64 * 1024,
	LARGEST_CHUNK = 4 * 1024 * 1024,
};

struct chunk {
	struct chunk *next; /* the one filled before it */
	size_t size, used;  /* bytes behind this header */
	_Alignas(16) unsigned char data[];
};

struct arena {
	struct chunk *chunks; /* the one being filled first */
};

static struct chunk *chunk_new(size_t size, struct chunk *next)
{
	struct chunk *chunk;

	if (size > SIZE_MAX - sizeof(*chunk))
		die("out of memory: %zu bytes asked for", size);
	chunk = die_malloc(sizeof(*chunk) + size);
	*chunk = (struct chunk){ .next = next, .size = size };
	return chunk;
}

struct arena *arena_new(void)
{
	struct arena *arena = die_malloc(sizeof(*arena));

	arena->chunks = chunk_new(FIRST_CHUNK, NULL);
	return arena;
}

static void free_chunks(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_chunks(arena->chunks);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	size_t total = arena_size(arena);

	/* One chunk for all of it: the next user of about the same size never grows. */
	if (arena->chunks->next) {
		free_chunks(arena->chunks);
		arena->chunks = chunk_new(total, NULL);
	}
	arena->chunks->used = 0;
}

void *arena_take(struct arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	void *piece;

	if (rounded < size)
		die("out of memory: %zu bytes asked for", size);
	if (chunk->size - chunk->used < rounded) {
		size_t next = MIN(chunk->size * 2, (size_t)LARGEST_CHUNK);

		chunk = chunk_new(MAX(next, rounded), chunk);
		arena->chunks = chunk;
	}
	piece = chunk->data + chunk->used;
	chunk->used += rounded;
	return piece;
}

void *arena_zero(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

struct bytes arena_copy(struct arena *arena, struct bytes bytes)
{
	char *copy = arena_take(arena, bytes.n + 1);

	if (bytes.n > 0)
		memcpy(copy, bytes.p, bytes.n);
	copy[bytes.n] = '\0';
	return (struct bytes){ copy, bytes.n };
}

size_t arena_size(const struct arena *arena)
{
	size_t size = 0;

	for (const struct chunk *chunk = arena->chunks; chunk; chunk = chunk->next)
		size += chunk->size;
	return size;
}

/*
 * arena.h - memory that comes in pieces and goes at once
 *
 * One arena holds all that one snapshot (or one answer of an inspector) consists
 * of. There is no free of a single piece. Not thread-safe: one owner at a time.
 * Without memory it ends the program through die().
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/bytes.h"

struct arena;

/* Returns owned; never NULL. */
struct arena *arena_new(void);

/* Frees it and everything that came out of it. NULL is fine. */
void arena_free(struct arena *arena);

/* Forgets everything that came out of it, keeps the memory for the next user. */
void arena_reset(struct arena *arena);

/* size bytes, aligned for any type, not cleared. Borrowed: valid until reset or free. */
void *arena_take(struct arena *arena, size_t size)
	__attribute__((malloc, alloc_size(2), returns_nonnull));

/* The same, cleared. */
void *arena_zero(struct arena *arena, size_t size)
	__attribute__((malloc, alloc_size(2), returns_nonnull));

/* Copies the bytes; the copy has a NUL behind it, which n does not count. */
struct bytes arena_copy(struct arena *arena, struct bytes bytes);

/* The bytes that it holds from the system: for the figures of our own cost. */
size_t arena_size(const struct arena *arena);

#endif

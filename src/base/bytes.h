/*
 * bytes.h - a slice of bytes that somebody else owns, and how parsers walk it
 *
 * A slice borrows: it is valid as long as the memory that it points into. It
 * needs no NUL at its end and may hold any byte. Every function here is total:
 * an empty slice, or one with p == NULL and n == 0, is fine everywhere.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const char *p;
	size_t n;
};

/* A slice of a C string, without its NUL. */
struct bytes bytes_of(const char *string);

bool bytes_equal(struct bytes a, const char *string);
bool bytes_same(struct bytes a, struct bytes b);
bool bytes_starts_with(struct bytes a, const char *prefix);

/* As memcmp, and a shorter slice sorts before a longer one that begins with it. */
int bytes_compare(struct bytes a, struct bytes b);

/* Cuts the first n bytes (or all, where there are fewer) off *rest and returns them. */
struct bytes bytes_take(struct bytes *rest, size_t n);

/* Cuts off and returns all before the first separator, which is dropped; without one: all. */
struct bytes bytes_next(struct bytes *rest, char separator);

/* bytes_next() with a newline. */
struct bytes bytes_next_line(struct bytes *rest);

/* Skips spaces and tabs, then cuts off and returns all up to the next space, tab or newline. */
struct bytes bytes_next_word(struct bytes *rest);

/* Without the spaces, tabs and newlines at both ends. */
struct bytes bytes_trim(struct bytes a);

/* The place of the first, the last such byte; a.n where there is none. */
size_t bytes_find(struct bytes a, char byte);
size_t bytes_find_last(struct bytes a, char byte);

/*
 * The whole slice as a number: decimal digits only (hex digits, no 0x, for
 * _hex; one '-' first for _i64). Returns 0 or -EBADMSG (empty, another byte, too
 * large); *ret is set on 0 only.
 */
int bytes_to_u64(struct bytes a, uint64_t *ret);
int bytes_to_i64(struct bytes a, int64_t *ret);
int bytes_to_u64_hex(struct bytes a, uint64_t *ret);

#endif

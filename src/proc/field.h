/*
 * field.h - what the text files of /proc have in common: "key: value" lines, numbers, units
 *
 * For the other parsers of this directory. Pure and total as they are: -EBADMSG
 * is the only error, and *ret is set on success only.
 */
#ifndef PROC_FIELD_H
#define PROC_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/*
 * Cuts off lines up to and with the next one that has a ':', and splits it at the
 * first one: a value may hold more of them. The value is all behind it, with the
 * blanks. Returns 1, or 0 at the end.
 */
int field_next(struct bytes *rest, struct bytes *key, struct bytes *value);

/* The whole slice as a number that fits: 0 or -EBADMSG. */
int field_i32(struct bytes a, int32_t *ret);
int field_u32(struct bytes a, uint32_t *ret);

/*
 * The numbers of a line, up to its end or until size of them are there. Returns
 * how many there are, -EBADMSG if a word among them is no number.
 */
int field_numbers(struct bytes line, uint64_t *ret, size_t size);

/* "1234 kB", in bytes. */
int field_kib(struct bytes a, uint64_t *ret);

/* "12.34", in hundredths: always two digits after the dot. */
int field_hundredths(struct bytes a, uint64_t *ret);

/* field_hundredths() where it fits. */
int field_hundredths_u32(struct bytes a, uint32_t *ret);

#endif

/*
 * units.h - numbers to text of a bounded width, for people
 *
 * Every function writes a NUL-terminated text of at most width columns (plus the
 * NUL; size >= UNITS_MAX) and returns its length. Always ASCII, always the C
 * locale. What does not fit is shown with less precision or a larger unit, never
 * cut: a number on the screen is true or it is "####".
 */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stddef.h>
#include <stdint.h>

enum { UNITS_MAX = 32 };

/* All digits of a number, zeroes in front of it where it has less than least (20 at most). */
size_t units_digits(char *ret, uint64_t number, size_t least);

/* 0, 999, 12345, then 12345k, 12M ... where the width asks for it (powers of 1000). */
size_t units_count(char *ret, size_t width, uint64_t count);
size_t units_integer(char *ret, size_t width, int64_t number);

/* 0, 512, 9.8K, 476K, 12.3M, 1.02G: powers of 1024, three digits, at most 6 columns. */
size_t units_bytes(char *ret, size_t width, uint64_t bytes);

/*
 * A ratio (1.0 = 100 %) as percent without the sign: 0.0, 12.3, 100, 1600. NaN and
 * negative never come in; they would be shown as 0.
 */
size_t units_percent(char *ret, size_t width, double ratio);

/* A rate with one decimal below 100: 0, 0.5, 12.3, 4567, 12.3k. */
size_t units_rate(char *ret, size_t width, double per_second);

/* CPU time and ages: 0:12.34, 12:34.56, 3h07m12, 12d05h, 1234d: at most 8 columns. */
size_t units_duration(char *ret, size_t width, uint64_t ns);

#endif

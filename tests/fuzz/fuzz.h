/*
 * fuzz.h - what every fuzz target includes first
 *
 * A target is one function that libFuzzer (configure --enable-fuzzing) or replay.c calls
 * with bytes of any kind. It calls a parser and then checks what must hold whatever the
 * bytes were; that nothing is read past their end, the sanitizers see.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

/* Returns 0. The name and the type are libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As assert(), but also where NDEBUG is defined. */
#define fuzz_check(condition) fuzz_check_that(condition, #condition)

static inline void fuzz_check_that(bool holds, const char *condition)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", condition);
	abort();
}

static inline struct bytes fuzz_text(const uint8_t *data, size_t size)
{
	return (struct bytes){ (const char *)data, size };
}

/* Whether all of part lies in text. */
static inline bool fuzz_within(struct bytes part, struct bytes text)
{
	return part.n == 0 || (part.p >= text.p && part.n <= text.n &&
			       (size_t)(part.p - text.p) <= text.n - part.n);
}

/* Before the call: fills *ret with a pattern. */
static inline void fuzz_fill(void *ret, size_t size)
{
	memset(ret, 0xa5, size);
}

/*
 * After it: returns whether it was a success, and checks that a failure left the pattern
 * alone and is one of the two that a parser has.
 */
static inline bool fuzz_done(int result, const void *ret, size_t size)
{
	const unsigned char *bytes = ret;

	if (result == 0)
		return true;
	fuzz_check(result == -EBADMSG || result == -ENODATA);
	for (size_t i = 0; i < size; i++)
		fuzz_check(bytes[i] == 0xa5);
	return false;
}

#endif

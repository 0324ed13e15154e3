/*
 * test.h - what every unit test includes first
 *
 * A unit test is a table of cases and a function that checks one of them. Each case
 * is a struct that begins with its name, and becomes a named test of its own.
 */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

/* cmocka.h wants these before it, in this order. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <string.h>

#include "base/bytes.h"
#include "base/macros.h"

/* The initialiser of a struct bytes that may hold NULs; only of a string literal. */
#define TEXT(literal)                        \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

/*
 * Makes tests[i] from the i-th of count cases of case_size bytes each; the first
 * member of a case is its name (const char *). check() gets the case in *state.
 */
static inline void test_table(struct CMUnitTest *tests, size_t count, const void *cases,
			      size_t case_size, CMUnitTestFunction check)
{
	const char *one = cases;

	for (size_t i = 0; i < count; i++, one += case_size) {
		const char *name;

		memcpy(&name, one, sizeof(name));
		/* cmocka wants a pointer to what may change; check() takes it as const again */
		tests[i] = (struct CMUnitTest){
			.name = name,
			.test_func = check,
			.initial_state = (void *)(uintptr_t)one,
		};
	}
}

#define assert_bytes_equal(got, want) test_bytes_equal(got, want, __FILE__, __LINE__)

static inline void test_bytes_equal(struct bytes got, struct bytes want, const char *file, int line)
{
	if (bytes_same(got, want))
		return;
	print_error("\"%.*s\" (%zu bytes) is not \"%.*s\" (%zu bytes)\n", (int)got.n,
		    got.n > 0 ? got.p : "", got.n, (int)want.n, want.n > 0 ? want.p : "", want.n);
	_fail(file, line);
}

#endif

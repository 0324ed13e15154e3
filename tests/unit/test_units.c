#include "test.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/units.h"

struct count_case {
	const char *name;
	size_t (*format)(char *ret, size_t width, uint64_t number);
	size_t width;
	uint64_t number;
	const char *want;
};

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define S   NS_PER_SECOND

/* clang-format off */
static const struct count_case count_cases[] = {
	{ "count: 0", units_count, 5, 0, "0" },
	{ "count: fits", units_count, 5, 12345, "12345" },
	{ "count: one too long", units_count, 5, 123456, "123k" },
	{ "count: thousands as wide as possible", units_count, 6, 12345678, "12346k" },
	{ "count: millions", units_count, 3, 12345678, "12M" },
	{ "count: rounds up into the next unit", units_count, 4, 9999999, "10M" },
	{ "count: half of one", units_count, 2, 500, "1k" },
	{ "count: does not fit", units_count, 2, 12345, "##" },
	{ "count: less than half of the next unit does not pass as 0", units_count, 2, 499, "##" },
	{ "count: one column", units_count, 1, 10, "#" },
	{ "count: no column", units_count, 0, 1, "" },
	{ "count: the largest, whole", units_count, 20, UINT64_MAX, "18446744073709551615" },
	{ "count: the largest, short", units_count, 3, UINT64_MAX, "18E" },
	{ "count: a width beyond all bounds", units_count, 1000, 7, "7" },

	{ "bytes: 0", units_bytes, 6, 0, "0" },
	{ "bytes: 512", units_bytes, 6, 512, "512" },
	{ "bytes: 1023", units_bytes, 6, 1023, "1023" },
	{ "bytes: 1 KiB", units_bytes, 6, KIB, "1.0K" },
	{ "bytes: 9.8 KiB", units_bytes, 6, 10035, "9.8K" },
	{ "bytes: 99.9 KiB", units_bytes, 6, 102298, "99.9K" },
	{ "bytes: 99.96 KiB is three digits, too", units_bytes, 6, 102360, "100K" },
	{ "bytes: 476 KiB", units_bytes, 6, 476 * KIB, "476K" },
	{ "bytes: 1023 KiB", units_bytes, 6, 1023 * KIB, "1023K" },
	{ "bytes: what rounds to 1024 K is 1 M", units_bytes, 6, MIB - 1, "1.00M" },
	{ "bytes: 1.02 GiB", units_bytes, 6, 1044 * MIB, "1.02G" },
	{ "bytes: 12.3 MiB", units_bytes, 6, 12595 * KIB, "12.3M" },
	{ "bytes: 9.996 M is 10.0 M", units_bytes, 6, 10 * MIB - 4 * KIB, "10.0M" },
	{ "bytes: terabytes", units_bytes, 6, 3 * 1024 * GIB, "3.00T" },
	{ "bytes: the largest", units_bytes, 6, UINT64_MAX, "16.0E" },
	{ "bytes: never more than 6 columns", units_bytes, 30, 123456789012, "115G" },
	{ "bytes: less precise in 4 columns", units_bytes, 4, 1044 * MIB, "1.0G" },
	{ "bytes: less precise in 3 columns", units_bytes, 3, 12595 * KIB, "12M" },
	{ "bytes: a larger unit in 4 columns", units_bytes, 4, 1023 * KIB, "1.0M" },
	{ "bytes: a larger unit in 3 columns", units_bytes, 3, 1000, "1K" },
	{ "bytes: does not fit", units_bytes, 3, 476 * KIB, "###" },

	{ "duration: 0", units_duration, 8, 0, "0:00.00" },
	{ "duration: hundredths are cut", units_duration, 8, 12349999999, "0:12.34" },
	{ "duration: minutes", units_duration, 8, 754560000000, "12:34.56" },
	{ "duration: the last hundredth of an hour", units_duration, 8, 3600 * S - 1, "59:59.99" },
	{ "duration: an hour", units_duration, 8, 3600 * S, "1h00m00" },
	{ "duration: hours", units_duration, 8, 11232 * S, "3h07m12" },
	{ "duration: the last second of a day", units_duration, 8, 86400 * S - 1, "23h59m59" },
	{ "duration: a day", units_duration, 8, 86400 * S, "1d00h" },
	{ "duration: days", units_duration, 8, (12 * 24 + 5) * 3600 * S, "12d05h" },
	{ "duration: 1234 days", units_duration, 8, (1234 * 24 + 5) * 3600 * S, "1234d" },
	{ "duration: the longest", units_duration, 8, UINT64_MAX, "213503d" },
	{ "duration: tenths in 7 columns", units_duration, 7, 754560000000, "12:34.5" },
	{ "duration: seconds in 5 columns", units_duration, 5, 754560000000, "12:34" },
	{ "duration: minutes in 4 columns", units_duration, 4, 754560000000, "12m" },
	{ "duration: seconds alone", units_duration, 3, 34560000000, "34s" },
	{ "duration: hours in 5 columns", units_duration, 5, 11232 * S, "3h07m" },
	{ "duration: hours in 4 columns", units_duration, 4, 11232 * S, "3h" },
	{ "duration: days in 4 columns", units_duration, 4, (12 * 24 + 5) * 3600 * S, "12d" },
	{ "duration: zeroes in all places", units_duration, 8, 3600 * S + 1, "1h00m00" },
	{ "duration: minutes with zeroes", units_duration, 8, 61 * S + 50000000, "1:01.05" },
	{ "duration: days with a zero", units_duration, 8, (2 * 24 + 3) * 3600 * S, "2d03h" },
	{ "duration: no column", units_duration, 0, S, "" },
	{ "duration: does not fit", units_duration, 2, (12 * 24 + 5) * 3600 * S, "##" },
};
/* clang-format on */

static void test_count(void **state)
{
	const struct count_case *c = *state;
	char text[UNITS_MAX];

	assert_int_equal(c->format(text, c->width, c->number), strlen(c->want));
	assert_string_equal(text, c->want);
}

struct ratio_case {
	const char *name;
	size_t (*format)(char *ret, size_t width, double number);
	size_t width;
	double number;
	const char *want;
};

/* clang-format off */
static const struct ratio_case ratio_cases[] = {
	{ "percent: 0", units_percent, 5, 0, "0.0" },
	{ "percent: 12.3", units_percent, 5, 0.1234, "12.3" },
	{ "percent: 99.94", units_percent, 5, 0.9994, "99.9" },
	{ "percent: 99.96 is 100", units_percent, 5, 0.9996, "100" },
	{ "percent: 1600", units_percent, 5, 16, "1600" },
	{ "percent: less precise", units_percent, 3, 0.1234, "12" },
	{ "percent: does not fit", units_percent, 3, 16, "###" },
	{ "percent: not a number is none", units_percent, 5, NAN, "0.0" },
	{ "percent: negative is none", units_percent, 5, -1, "0.0" },
	{ "percent: infinite does not fit", units_percent, 5, INFINITY, "#####" },

	{ "rate: 0", units_rate, 6, 0, "0" },
	{ "rate: 0.5", units_rate, 6, 0.5, "0.5" },
	{ "rate: next to nothing", units_rate, 6, 0.001, "0.0" },
	{ "rate: 12.3", units_rate, 6, 12.34, "12.3" },
	{ "rate: 99.96 has three digits, too", units_rate, 6, 99.96, "100" },
	{ "rate: 4567", units_rate, 6, 4567.4, "4567" },
	{ "rate: 12.3k", units_rate, 6, 12345, "12.3k" },
	{ "rate: 9999.7 is 10.0k", units_rate, 6, 9999.7, "10.0k" },
	{ "rate: 123k", units_rate, 6, 123456, "123k" },
	{ "rate: 999.9k is 1.0M", units_rate, 6, 999900, "1.0M" },
	{ "rate: 5.0G", units_rate, 6, 5e9, "5.0G" },
	{ "rate: less precise", units_rate, 3, 12345, "12k" },
	{ "rate: a larger unit", units_rate, 3, 4567, "5k" },
	{ "rate: does not fit", units_rate, 2, 123456, "##" },
	{ "rate: not a number is none", units_rate, 6, NAN, "0" },
	{ "rate: infinite does not fit", units_rate, 6, INFINITY, "######" },
};
/* clang-format on */

static void test_ratio(void **state)
{
	const struct ratio_case *c = *state;
	char text[UNITS_MAX];

	assert_int_equal(c->format(text, c->width, c->number), strlen(c->want));
	assert_string_equal(text, c->want);
}

struct integer_case {
	const char *name;
	size_t width;
	int64_t number;
	const char *want;
};

/* clang-format off */
static const struct integer_case integer_cases[] = {
	{ "integer: 0", 3, 0, "0" },
	{ "integer: negative", 3, -20, "-20" },
	{ "integer: does not fit", 2, -20, "##" },
	{ "integer: the largest", 19, INT64_MAX, "9223372036854775807" },
	{ "integer: the least", 20, INT64_MIN, "-9223372036854775808" },
};
/* clang-format on */

static void test_integer(void **state)
{
	const struct integer_case *c = *state;
	char text[UNITS_MAX];

	assert_int_equal(units_integer(text, c->width, c->number), strlen(c->want));
	assert_string_equal(text, c->want);
}

struct digits_case {
	const char *name;
	uint64_t number;
	size_t least;
	const char *want;
};

/* clang-format off */
static const struct digits_case digits_cases[] = {
	{ "digits: 0", 0, 1, "0" },
	{ "digits: 9", 9, 1, "9" },
	{ "digits: 10", 10, 1, "10" },
	{ "digits: zeroes in front", 7, 9, "000000007" },
	{ "digits: nothing but zeroes", 0, 2, "00" },
	{ "digits: more than the least", 1234, 2, "1234" },
	{ "digits: the largest of 19", UINT64_C(9999999999999999999), 1, "9999999999999999999" },
	{ "digits: the smallest of 20", UINT64_C(10000000000000000000), 1, "10000000000000000000" },
	{ "digits: the largest", UINT64_MAX, 1, "18446744073709551615" },
	{ "digits: as many zeroes as are allowed", 1, 20, "00000000000000000001" },
};
/* clang-format on */

static void test_digits(void **state)
{
	const struct digits_case *c = *state;
	char text[UNITS_MAX];

	assert_int_equal(units_digits(text, c->number, c->least), strlen(c->want));
	assert_string_equal(text, c->want);
}

/* By hand and by printf(): on both sides of each power of ten and of two. */
static void test_printf(void **state)
{
	char text[UNITS_MAX], want[UNITS_MAX];

	(void)state;
	for (uint64_t base = 2; base <= 10; base += 8) {
		for (uint64_t power = 1; power <= UINT64_MAX / base; power *= base) {
			for (uint64_t number = power - 1; number <= power + 1; number++) {
				(void)snprintf(want, sizeof(want), "%" PRIu64, number);
				assert_int_equal(units_digits(text, number, 1), strlen(want));
				assert_string_equal(text, want);
			}
		}
	}
}

/* Whatever the number, the text stays within its width. */
static void test_bounds(void **state)
{
	char text[UNITS_MAX];

	(void)state;
	for (size_t width = 0; width <= 12; width++) {
		for (uint64_t number = 1; number < UINT64_MAX / 3; number = number * 3 / 2 + 1) {
			assert_in_range(units_count(text, width, number), 0, width);
			assert_in_range(units_bytes(text, width, number), 0, MIN(width, 6u));
			assert_in_range(units_duration(text, width, number), 0, MIN(width, 8u));
			assert_in_range(units_rate(text, width, (double)number / 7), 0, width);
			assert_in_range(units_percent(text, width, (double)number / 7), 0, width);
			assert_int_equal(strlen(text), strcspn(text, " "));
		}
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(count_cases) + ARRAY_LEN(ratio_cases) +
				ARRAY_LEN(integer_cases) + ARRAY_LEN(digits_cases) + 2];
	struct CMUnitTest *at = tests;

	test_table(at, ARRAY_LEN(count_cases), count_cases, sizeof(count_cases[0]), test_count);
	at += ARRAY_LEN(count_cases);
	test_table(at, ARRAY_LEN(ratio_cases), ratio_cases, sizeof(ratio_cases[0]), test_ratio);
	at += ARRAY_LEN(ratio_cases);
	test_table(at, ARRAY_LEN(integer_cases), integer_cases, sizeof(integer_cases[0]),
		   test_integer);
	at += ARRAY_LEN(integer_cases);
	test_table(at, ARRAY_LEN(digits_cases), digits_cases, sizeof(digits_cases[0]), test_digits);
	at += ARRAY_LEN(digits_cases);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_printf);
	*at = (struct CMUnitTest)cmocka_unit_test(test_bounds);
	return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}

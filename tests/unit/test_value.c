#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "table/value.h"

/* 2026-11-21 18:19:22 UTC, a Saturday. */
#define NOW (UINT64_C(1795285162) * NS_PER_SECOND)
#define DAY (86400 * NS_PER_SECOND)

struct format_case {
	const char *name;
	struct value value;
	size_t width;
	const char *want;
	const char *raw;
};

/* clang-format off */
static const struct format_case format_cases[] = {
	{ "none", { VALUE_NONE, { 0 } }, 6, "-", "" },
	{ "denied", { VALUE_DENIED, { 0 } }, 6, "?", "" },
	{ "pending", { VALUE_PENDING, { 0 } }, 6, "...", "" },
	{ "stalled", { VALUE_STALLED, { 0 } }, 6, "...", "" },
	{ "pending in two columns", { VALUE_PENDING, { 0 } }, 2, "..", "" },
	{ "text is not for this function", { VALUE_TEXT, { .text = TEXT("bash") } }, 6, "", "" },
	{ "list neither", { VALUE_LIST, { .text = TEXT("bash") } }, 6, "", "" },
	{ "id", { VALUE_ID, { .count = 4194304 } }, 7, "4194304", "4194304" },
	{ "id is never scaled", { VALUE_ID, { .count = 4194304 } }, 6, "######", "4194304" },
	{ "id in no column", { VALUE_ID, { .count = 7 } }, 0, "", "7" },
	{ "id, the largest", { VALUE_ID, { .count = UINT64_MAX } }, 63, "18446744073709551615", "18446744073709551615" },
	{ "count", { VALUE_COUNT, { .count = 1234567 } }, 5, "1235k", "1234567" },
	{ "integer", { VALUE_INTEGER, { .integer = -20 } }, 3, "-20", "-20" },
	{ "bytes", { VALUE_BYTES, { .count = 487424 } }, 6, "476K", "487424" },
	{ "delta 0", { VALUE_DELTA, { .integer = 0 } }, 6, "0", "0" },
	{ "delta up", { VALUE_DELTA, { .integer = 487424 } }, 6, "+476K", "487424" },
	{ "delta down", { VALUE_DELTA, { .integer = -487424 } }, 6, "-476K", "-487424" },
	{ "delta, the least", { VALUE_DELTA, { .integer = INT64_MIN } }, 6, "-8.00E", "-9223372036854775808" },
	{ "delta that does not fit", { VALUE_DELTA, { .integer = -487424 } }, 4, "-###", "-487424" },
	{ "rate", { VALUE_RATE, { .ratio = 12.3456789 } }, 6, "12.3", "12.345679" },
	{ "rate, carried over", { VALUE_RATE, { .ratio = 0.9999999 } }, 6, "1.0", "1.000000" },
	{ "rate, not a number", { VALUE_RATE, { .ratio = NAN } }, 6, "0", "" },
	{ "speed", { VALUE_SPEED, { .ratio = 1023.6 } }, 6, "1.0K", "1023.600000" },
	{ "speed, none", { VALUE_SPEED, { .ratio = 0 } }, 6, "0", "0.000000" },
	{ "speed, infinite", { VALUE_SPEED, { .ratio = INFINITY } }, 4, "####", "" },
	{ "percent", { VALUE_PERCENT, { .ratio = 0.123 } }, 5, "12.3", "0.123000" },
	{ "percent, zeroes behind the point", { VALUE_PERCENT, { .ratio = 3.000042 } }, 5, "300", "3.000042" },
	{ "percent, less than is said", { VALUE_PERCENT, { .ratio = -1e-9 } }, 5, "0.0", "-0.000000" },
	{ "percent, negative only raw", { VALUE_PERCENT, { .ratio = -0.5 } }, 5, "0.0", "-0.500000" },
	{ "duration", { VALUE_DURATION, { .count = 754560000001 } }, 8, "12:34.56", "754.560000001" },
	{ "duration, whole seconds", { VALUE_DURATION, { .count = 12000000000 } }, 8, "0:12.00", "12.0" },
	{ "duration with zeroes behind the point", { VALUE_DURATION, { .count = 1000000100 } }, 8, "0:01.00", "1.0000001" },
	{ "duration 0", { VALUE_DURATION, { .count = 0 } }, 8, "0:00.00", "0.0" },
	{ "time today", { VALUE_TIME, { .count = NOW - 3600 * NS_PER_SECOND } }, 5, "17:19", "1795281562.0" },
	{ "time this year", { VALUE_TIME, { .count = NOW - 20 * DAY } }, 5, "Nov01", "1793557162.0" },
	{ "time on the same day of another month", { VALUE_TIME, { .count = NOW - 31 * DAY } }, 5, "Oct21", "1792606762.0" },
	{ "time with zeroes", { VALUE_TIME, { .count = NOW - UINT64_C(54980) * NS_PER_SECOND } }, 5, "03:03", "1795230182.0" },
	{ "time in another year", { VALUE_TIME, { .count = NOW - 400 * DAY + 500 } }, 5, "2025", "1760725162.0000005" },
	{ "time, the same day of another year", { VALUE_TIME, { .count = NOW - 365 * DAY } }, 5, "2025", "1763749162.0" },
	{ "moment today", { VALUE_MOMENT, { .count = NOW - 3600 * NS_PER_SECOND + 7 * NS_PER_MS } }, 12, "17:19:22.007", "1795281562.007" },
	{ "moment this year", { VALUE_MOMENT, { .count = NOW - 20 * DAY } }, 12, "Nov01 18:19", "1793557162.0" },
	{ "moment of another year", { VALUE_MOMENT, { .count = NOW - 400 * DAY } }, 12, "2025-10-17", "1760725162.0" },
	{ "moment that does not fit", { VALUE_MOMENT, { .count = NOW } }, 11, "###########", "1795285162.0" },
	{ "time that does not fit", { VALUE_TIME, { .count = NOW } }, 4, "####", "1795285162.0" },
	{ "state", { VALUE_STATE, { .count = 'R' } }, 1, "R", "R" },
	{ "state that is no letter", { VALUE_STATE, { .count = 0x1b } }, 1, "?", "?" },
	{ "state with more than a letter", { VALUE_STATE, { .count = 0x152 } }, 1, "?", "?" },
	{ "no column", { VALUE_COUNT, { .count = 5 } }, 0, "", "5" },
	{ "a width beyond all bounds", { VALUE_COUNT, { .count = 5 } }, 100000, "5", "5" },
};
/* clang-format on */

static void test_format(void **state)
{
	const struct format_case *c = *state;
	char text[VALUE_FORMAT_MAX];

	assert_int_equal(value_format(text, c->value, c->width, NOW), strlen(c->want));
	assert_string_equal(text, c->want);
	assert_int_equal(value_format_raw(text, c->value), strlen(c->raw));
	assert_string_equal(text, c->raw);
}

/* In ascending order, each its own class. */
/* clang-format off */
static const struct value ascending[] = {
	{ VALUE_TEXT, { .text = TEXT("") } },
	{ VALUE_TEXT, { .text = TEXT("\0") } },
	{ VALUE_TEXT, { .text = TEXT("\0\0") } },
	{ VALUE_TEXT, { .text = TEXT("Zsh") } },
	{ VALUE_TEXT, { .text = TEXT("bash") } },
	{ VALUE_TEXT, { .text = TEXT("bash-long1") } },
	{ VALUE_TEXT, { .text = TEXT("bash-long2") } },
	{ VALUE_TEXT, { .text = TEXT("\xff") } },
	{ VALUE_COUNT, { .count = 0 } },
	{ VALUE_COUNT, { .count = 1 } },
	{ VALUE_COUNT, { .count = UINT64_MAX } },
	{ VALUE_INTEGER, { .integer = INT64_MIN } },
	{ VALUE_INTEGER, { .integer = -1 } },
	{ VALUE_INTEGER, { .integer = 0 } },
	{ VALUE_INTEGER, { .integer = INT64_MAX } },
	{ VALUE_RATE, { .ratio = -2.5 } },
	{ VALUE_RATE, { .ratio = -1e-9 } },
	{ VALUE_RATE, { .ratio = 0 } },
	{ VALUE_RATE, { .ratio = 1e-9 } },
	{ VALUE_RATE, { .ratio = 2.5 } },
	{ VALUE_NONE, { 0 } },
	{ VALUE_DENIED, { 0 } },
	{ VALUE_PENDING, { 0 } },
	{ VALUE_STALLED, { 0 } },
};
/* clang-format on */

static void test_compare(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
		for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
			int order = value_compare(ascending[i], ascending[j]);

			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
	}
}

/* The rank never says the opposite of the comparison. */
static void test_rank(void **state)
{
	(void)state;
	for (size_t i = 1; i < ARRAY_LEN(ascending); i++) {
		uint64_t below = value_rank(ascending[i - 1]), above = value_rank(ascending[i]);

		if (!value_is_there(ascending[i])) {
			assert_int_equal(above, 0);
		} else if (ascending[i].kind == VALUE_TEXT) {
			assert_true(below <= above);
		} else if (ascending[i].kind == ascending[i - 1].kind) {
			assert_true(below < above);
		}
	}
	assert_int_equal(value_rank(value_rate(-0.0)), value_rank(value_rate(0.0)));
}

struct add_case {
	const char *name;
	struct value a, b, want;
};

/* clang-format off */
static const struct add_case add_cases[] = {
	{ "add counts", { VALUE_COUNT, { .count = 2 } }, { VALUE_COUNT, { .count = 3 } }, { VALUE_COUNT, { .count = 5 } } },
	{ "add bytes, too many", { VALUE_BYTES, { .count = UINT64_MAX - 1 } }, { VALUE_BYTES, { .count = 2 } },
	  { VALUE_BYTES, { .count = UINT64_MAX } } },
	{ "add deltas", { VALUE_DELTA, { .integer = 2 } }, { VALUE_DELTA, { .integer = -3 } }, { VALUE_DELTA, { .integer = -1 } } },
	{ "add deltas, too large", { VALUE_DELTA, { .integer = INT64_MAX } }, { VALUE_DELTA, { .integer = 1 } },
	  { VALUE_DELTA, { .integer = INT64_MAX } } },
	{ "add deltas, too small", { VALUE_DELTA, { .integer = INT64_MIN } }, { VALUE_DELTA, { .integer = -1 } },
	  { VALUE_DELTA, { .integer = INT64_MIN } } },
	{ "add percents", { VALUE_PERCENT, { .ratio = 0.5 } }, { VALUE_PERCENT, { .ratio = 0.25 } }, { VALUE_PERCENT, { .ratio = 0.75 } } },
	{ "add durations", { VALUE_DURATION, { .count = 1 } }, { VALUE_DURATION, { .count = 2 } }, { VALUE_DURATION, { .count = 3 } } },
	{ "add to what is absent", { VALUE_DENIED, { 0 } }, { VALUE_COUNT, { .count = 3 } }, { VALUE_COUNT, { .count = 3 } } },
	{ "add what is absent", { VALUE_COUNT, { .count = 3 } }, { VALUE_PENDING, { 0 } }, { VALUE_COUNT, { .count = 3 } } },
	{ "add two that are absent: the one that says more", { VALUE_NONE, { 0 } }, { VALUE_DENIED, { 0 } }, { VALUE_DENIED, { 0 } } },
	{ "the other way round", { VALUE_DENIED, { 0 } }, { VALUE_NONE, { 0 } }, { VALUE_DENIED, { 0 } } },
	{ "another kind counts nothing", { VALUE_COUNT, { .count = 3 } }, { VALUE_BYTES, { .count = 4 } }, { VALUE_COUNT, { .count = 3 } } },
};
/* clang-format on */

static void test_add(void **state)
{
	const struct add_case *c = *state;
	struct value sum = value_add(c->a, c->b);

	assert_int_equal(sum.kind, c->want.kind);
	assert_int_equal(value_compare(sum, c->want), 0);
}

static void test_constructors(void **state)
{
	const struct bytes text = bytes_of("x");

	(void)state;
	assert_int_equal(value_none().kind, VALUE_NONE);
	assert_int_equal(value_denied().kind, VALUE_DENIED);
	assert_int_equal(value_pending().kind, VALUE_PENDING);
	assert_int_equal(value_stalled().kind, VALUE_STALLED);
	assert_int_equal(value_text(text).kind, VALUE_TEXT);
	assert_ptr_equal(value_text(text).text.p, text.p);
	assert_int_equal(value_list(text).kind, VALUE_LIST);
	assert_int_equal(value_list(text).text.n, 1);
	assert_int_equal(value_id(7).kind, VALUE_ID);
	assert_int_equal(value_id(7).count, 7);
	assert_int_equal(value_integer(-7).integer, -7);
	assert_int_equal(value_bytes(7).kind, VALUE_BYTES);
	assert_int_equal(value_speed(7).kind, VALUE_SPEED);
	assert_int_equal(value_time(7).kind, VALUE_TIME);
	assert_int_equal(value_state('\xff').count, 0xff);
}

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < VALUE_KIND_COUNT; i++) {
		const struct value value = { .kind = (enum value_kind)i };

		assert_non_null(value_kinds[i].name);
		assert_non_null(value_kinds[i].unit);
		assert_false(value_kinds[i].number && !value_is_there(value));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(value_kinds[i].name, value_kinds[j].name);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(format_cases) + ARRAY_LEN(add_cases) + 4];
	struct CMUnitTest *at = tests;

	(void)setenv("TZ", "UTC", 1);
	tzset();
	test_table(at, ARRAY_LEN(format_cases), format_cases, sizeof(format_cases[0]), test_format);
	at += ARRAY_LEN(format_cases);
	test_table(at, ARRAY_LEN(add_cases), add_cases, sizeof(add_cases[0]), test_add);
	at += ARRAY_LEN(add_cases);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_compare);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_rank);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_constructors);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_kinds);
	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}

#include "test.h"

#include <errno.h>

#include "proc/field.h"

struct next_case {
	const char *name;
	struct bytes text;
	int result;
	struct bytes key, value, rest;
};

/* clang-format off */
static const struct next_case next_cases[] = {
	{ "next: key and value, blanks and all", TEXT("a:\t b \nc: d\n"), 1,
	  TEXT("a"), TEXT("\t b "), TEXT("c: d\n") },
	{ "next: the first ':' splits", TEXT("a:b:c"), 1, TEXT("a"), TEXT("b:c"), TEXT("") },
	{ "next: lines without one are skipped", TEXT("a\n\nb c\nd:e\n"), 1,
	  TEXT("d"), TEXT("e"), TEXT("") },
	{ "next: no value", TEXT("a:\n"), 1, TEXT("a"), TEXT(""), TEXT("") },
	{ "next: no key", TEXT(":a\n"), 1, TEXT(""), TEXT("a"), TEXT("") },
	{ "next: none", TEXT("a\nb\n"), 0, TEXT(""), TEXT(""), TEXT("") },
	{ "next: empty", TEXT(""), 0, TEXT(""), TEXT(""), TEXT("") },
};

struct numbers_case {
	const char *name;
	struct bytes line;
	int result;
	uint64_t want[3];
};

static const struct numbers_case numbers_cases[] = {
	{ "numbers: as many as were asked for", TEXT("1 2 3 x"), 3, { 1, 2, 3 } },
	{ "numbers: fewer", TEXT(" 1  2\n3"), 2, { 1, 2 } },
	{ "numbers: none", TEXT(" \n"), 0, { 0 } },
	{ "numbers: a word among them", TEXT("1 x 3"), -EBADMSG, { 1 } },
	{ "numbers: a negative one", TEXT("1 -2 3"), -EBADMSG, { 1 } },
};

enum kind { I32, U32, KIB, HUNDREDTHS, HUNDREDTHS_U32 };

struct one_case {
	const char *name;
	enum kind kind;
	struct bytes text;
	int result;
	uint64_t want; /* of an I32, the same bits as an int64_t */
};

static const struct one_case one_cases[] = {
	{ "i32: the largest", I32, TEXT("2147483647"), 0, INT32_MAX },
	{ "i32: one too large", I32, TEXT("2147483648"), -EBADMSG, 0 },
	{ "i32: the smallest", I32, TEXT("-2147483648"), 0, -(UINT64_C(1) << 31) },
	{ "i32: one too small", I32, TEXT("-2147483649"), -EBADMSG, 0 },
	{ "i32: no number", I32, TEXT("x"), -EBADMSG, 0 },
	{ "u32: the largest", U32, TEXT("4294967295"), 0, UINT32_MAX },
	{ "u32: one too large", U32, TEXT("4294967296"), -EBADMSG, 0 },
	{ "u32: no number", U32, TEXT(""), -EBADMSG, 0 },
	{ "kib: a number", KIB, TEXT("\t    12 kB"), 0, 12288 },
	{ "kib: the largest", KIB, TEXT("18014398509481983 kB"), 0, UINT64_MAX - 1023 },
	{ "kib: one too large", KIB, TEXT("18014398509481984 kB"), -EBADMSG, 0 },
	{ "kib: no unit", KIB, TEXT("12"), -EBADMSG, 0 },
	{ "kib: another unit", KIB, TEXT("12 MB"), -EBADMSG, 0 },
	{ "kib: no number", KIB, TEXT("kB"), -EBADMSG, 0 },
	{ "hundredths: a number", HUNDREDTHS, TEXT("12.34"), 0, 1234 },
	{ "hundredths: less than one", HUNDREDTHS, TEXT("0.05"), 0, 5 },
	{ "hundredths: the largest", HUNDREDTHS, TEXT("184467440737095515.99"), 0,
	  UINT64_C(18446744073709551599) },
	{ "hundredths: too large", HUNDREDTHS, TEXT("184467440737095516.00"), -EBADMSG, 0 },
	{ "hundredths: one digit", HUNDREDTHS, TEXT("1.2"), -EBADMSG, 0 },
	{ "hundredths: three digits", HUNDREDTHS, TEXT("1.234"), -EBADMSG, 0 },
	{ "hundredths: no dot", HUNDREDTHS, TEXT("12"), -EBADMSG, 0 },
	{ "hundredths: nothing before it", HUNDREDTHS, TEXT(".12"), -EBADMSG, 0 },
	{ "hundredths: no digits", HUNDREDTHS, TEXT("1.-2"), -EBADMSG, 0 },
	{ "hundredths: negative", HUNDREDTHS, TEXT("-1.00"), -EBADMSG, 0 },
	{ "hundredths u32: the largest", HUNDREDTHS_U32, TEXT("42949672.95"), 0, UINT32_MAX },
	{ "hundredths u32: one too large", HUNDREDTHS_U32, TEXT("42949672.96"), -EBADMSG, 0 },
};
/* clang-format on */

static void test_next(void **state)
{
	const struct next_case *c = *state;
	struct bytes text = c->text, key = { NULL, 0 }, value = { NULL, 0 };

	assert_int_equal(field_next(&text, &key, &value), c->result);
	assert_bytes_equal(key, c->key);
	assert_bytes_equal(value, c->value);
	assert_bytes_equal(text, c->rest);
}

static void test_numbers(void **state)
{
	const struct numbers_case *c = *state;
	uint64_t got[3] = { 0 };

	assert_int_equal(field_numbers(c->line, got, ARRAY_LEN(got)), c->result);
	for (size_t i = 0; i < ARRAY_LEN(got); i++)
		assert_int_equal(got[i], c->want[i]);
}

static void test_one(void **state)
{
	const struct one_case *c = *state;
	int32_t i32 = 0x5a5a5a5a;
	uint32_t u32 = 0x5a5a5a5a;
	uint64_t u64 = 0x5a5a5a5a;
	int result = 0;

	switch (c->kind) {
	case I32:
		result = field_i32(c->text, &i32);
		u64 = (uint64_t)(int64_t)i32;
		break;
	case U32:
		result = field_u32(c->text, &u32);
		u64 = u32;
		break;
	case KIB:
		result = field_kib(c->text, &u64);
		break;
	case HUNDREDTHS:
		result = field_hundredths(c->text, &u64);
		break;
	case HUNDREDTHS_U32:
		result = field_hundredths_u32(c->text, &u32);
		u64 = u32;
		break;
	}
	assert_int_equal(result, c->result);
	assert_int_equal(u64, result == 0 ? c->want : 0x5a5a5a5a);
}

#define NUMBERS (ARRAY_LEN(next_cases))
#define ONE	(NUMBERS + ARRAY_LEN(numbers_cases))

int main(void)
{
	struct CMUnitTest tests[ONE + ARRAY_LEN(one_cases)];

	test_table(tests, ARRAY_LEN(next_cases), next_cases, sizeof(next_cases[0]), test_next);
	test_table(tests + NUMBERS, ARRAY_LEN(numbers_cases), numbers_cases,
		   sizeof(numbers_cases[0]), test_numbers);
	test_table(tests + ONE, ARRAY_LEN(one_cases), one_cases, sizeof(one_cases[0]), test_one);
	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}

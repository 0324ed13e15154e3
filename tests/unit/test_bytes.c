#include "test.h"

#include <errno.h>

#include "base/bytes.h"

/* Three calls of a function that cuts something off. */
struct next_case {
	const char *name;
	struct bytes (*next)(struct bytes *rest);
	struct bytes text;
	struct bytes want[3];
	struct bytes rest; /* after the third */
};

static struct bytes next_colon(struct bytes *rest)
{
	return bytes_next(rest, ':');
}

static struct bytes next_nul(struct bytes *rest)
{
	return bytes_next(rest, '\0');
}

static struct bytes take_two(struct bytes *rest)
{
	return bytes_take(rest, 2);
}

/* clang-format off */
static const struct next_case next_cases[] = {
	{ "next: one after the other", next_colon, TEXT("a:bc:d:e"),
	  { TEXT("a"), TEXT("bc"), TEXT("d") }, TEXT("e") },
	{ "next: all, where there is no separator", next_colon, TEXT("abc"),
	  { TEXT("abc"), TEXT(""), TEXT("") }, TEXT("") },
	{ "next: nothing between two separators", next_colon, TEXT("::a"),
	  { TEXT(""), TEXT(""), TEXT("a") }, TEXT("") },
	{ "next: a separator at the end", next_colon, TEXT("a:"),
	  { TEXT("a"), TEXT(""), TEXT("") }, TEXT("") },
	{ "next: NUL is a separator as any other", next_nul, TEXT("a\0b\0\0c"),
	  { TEXT("a"), TEXT("b"), TEXT("") }, TEXT("c") },
	{ "next: a NUL does not end the text", next_colon, TEXT("a\0b:c"),
	  { TEXT("a\0b"), TEXT("c"), TEXT("") }, TEXT("") },
	{ "next: no memory at all", next_colon, { NULL, 0 },
	  { TEXT(""), TEXT(""), TEXT("") }, TEXT("") },

	{ "line: the newline is dropped", bytes_next_line, TEXT("a b\nc\n"),
	  { TEXT("a b"), TEXT("c"), TEXT("") }, TEXT("") },
	{ "line: an empty one, and a last one without newline", bytes_next_line, TEXT("\nb\nc"),
	  { TEXT(""), TEXT("b"), TEXT("c") }, TEXT("") },
	{ "line: a carriage return is no newline", bytes_next_line, TEXT("a\rb\n"),
	  { TEXT("a\rb"), TEXT(""), TEXT("") }, TEXT("") },

	{ "word: blanks before it are skipped", bytes_next_word, TEXT(" \t a \tbc d e"),
	  { TEXT("a"), TEXT("bc"), TEXT("d") }, TEXT(" e") },
	{ "word: the end of the line is an end", bytes_next_word, TEXT("a\nb"),
	  { TEXT("a"), TEXT(""), TEXT("") }, TEXT("\nb") },
	{ "word: a tab ends one", bytes_next_word, TEXT("a\tb\tc"),
	  { TEXT("a"), TEXT("b"), TEXT("c") }, TEXT("") },
	{ "word: blanks only", bytes_next_word, TEXT("  \t"),
	  { TEXT(""), TEXT(""), TEXT("") }, TEXT("") },
	{ "word: no memory at all", bytes_next_word, { NULL, 0 },
	  { TEXT(""), TEXT(""), TEXT("") }, TEXT("") },

	{ "take: as many as there are", take_two, TEXT("abcde"),
	  { TEXT("ab"), TEXT("cd"), TEXT("e") }, TEXT("") },
	{ "take: no memory at all", take_two, { NULL, 0 },
	  { TEXT(""), TEXT(""), TEXT("") }, TEXT("") },
};

struct trim_case {
	const char *name;
	struct bytes text, want;
};

static const struct trim_case trim_cases[] = {
	{ "trim: both ends, not the middle", TEXT(" \t\na \n\tb\n\t "), TEXT("a \n\tb") },
	{ "trim: nothing to do", TEXT("ab"), TEXT("ab") },
	{ "trim: one byte", TEXT(" a "), TEXT("a") },
	{ "trim: a NUL is no blank", TEXT(" \0 "), TEXT("\0") },
	{ "trim: blanks only", TEXT("  \n"), TEXT("") },
	{ "trim: empty", TEXT(""), TEXT("") },
	{ "trim: no memory at all", { NULL, 0 }, TEXT("") },
};

struct find_case {
	const char *name;
	struct bytes text;
	size_t first, last; /* of 'x' */
};

static const struct find_case find_cases[] = {
	{ "find: two of them", TEXT("axbxc"), 1, 3 },
	{ "find: one, the first byte", TEXT("xa"), 0, 0 },
	{ "find: one, the last byte", TEXT("ax"), 1, 1 },
	{ "find: behind a NUL", TEXT("\0x\0"), 1, 1 },
	{ "find: none is the end", TEXT("abc"), 3, 3 },
	{ "find: empty", TEXT(""), 0, 0 },
	{ "find: no memory at all", { NULL, 0 }, 0, 0 },
};

struct compare_case {
	const char *name;
	struct bytes a, b;
	int order;
	bool a_starts_with_b;
};

static const struct compare_case compare_cases[] = {
	{ "compare: equal", TEXT("ab"), TEXT("ab"), 0, true },
	{ "compare: another byte", TEXT("ab"), TEXT("ac"), -1, false },
	{ "compare: the shorter one first", TEXT("ab"), TEXT("abc"), -1, false },
	{ "compare: the longer one last", TEXT("abc"), TEXT("ab"), 1, true },
	{ "compare: bytes before length", TEXT("b"), TEXT("abc"), 1, false },
	{ "compare: bytes have no sign", TEXT("\xff"), TEXT("a"), 1, false },
	{ "compare: empty and empty", TEXT(""), { NULL, 0 }, 0, true },
	{ "compare: something and nothing", TEXT("a"), TEXT(""), 1, true },
	{ "compare: behind a NUL", TEXT("a\0b"), TEXT("a\0c"), -1, false },
};

enum number { U64, I64, HEX };

struct number_case {
	const char *name;
	enum number kind;
	struct bytes text;
	int result;
	uint64_t want; /* of an I64, the same bits */
};

static const struct number_case number_cases[] = {
	{ "u64: zero", U64, TEXT("0"), 0, 0 },
	{ "u64: all digits", U64, TEXT("1234567890"), 0, 1234567890 },
	{ "u64: zeros before it", U64, TEXT("0000000000000000000000000000000012"), 0, 12 },
	{ "u64: the largest", U64, TEXT("18446744073709551615"), 0, UINT64_MAX },
	{ "u64: one too large", U64, TEXT("18446744073709551616"), -EBADMSG, 0 },
	{ "u64: ten times too large", U64, TEXT("184467440737095516150"), -EBADMSG, 0 },
	{ "u64: empty", U64, TEXT(""), -EBADMSG, 0 },
	{ "u64: no memory at all", U64, { NULL, 0 }, -EBADMSG, 0 },
	{ "u64: a minus", U64, TEXT("-1"), -EBADMSG, 0 },
	{ "u64: a plus", U64, TEXT("+1"), -EBADMSG, 0 },
	{ "u64: a blank before", U64, TEXT(" 1"), -EBADMSG, 0 },
	{ "u64: a newline behind", U64, TEXT("1\n"), -EBADMSG, 0 },
	{ "u64: a letter is no digit here", U64, TEXT("1a"), -EBADMSG, 0 },
	{ "u64: the byte before 0", U64, TEXT("1/"), -EBADMSG, 0 },
	{ "u64: the byte after 9", U64, TEXT("1:"), -EBADMSG, 0 },

	{ "i64: positive", I64, TEXT("12"), 0, 12 },
	{ "i64: negative", I64, TEXT("-12"), 0, -UINT64_C(12) },
	{ "i64: minus one", I64, TEXT("-1"), 0, -UINT64_C(1) },
	{ "i64: minus zero", I64, TEXT("-0"), 0, 0 },
	{ "i64: the largest", I64, TEXT("9223372036854775807"), 0, INT64_MAX },
	{ "i64: one too large", I64, TEXT("9223372036854775808"), -EBADMSG, 0 },
	{ "i64: the smallest", I64, TEXT("-9223372036854775808"), 0, UINT64_C(1) << 63 },
	{ "i64: one too small", I64, TEXT("-9223372036854775809"), -EBADMSG, 0 },
	{ "i64: only a minus", I64, TEXT("-"), -EBADMSG, 0 },
	{ "i64: two of them", I64, TEXT("--1"), -EBADMSG, 0 },
	{ "i64: empty", I64, TEXT(""), -EBADMSG, 0 },

	{ "hex: digits and letters of both cases", HEX, TEXT("09afAF"), 0, 0x09afaf },
	{ "hex: the largest", HEX, TEXT("ffffffffffffffff"), 0, UINT64_MAX },
	{ "hex: one too large", HEX, TEXT("10000000000000000"), -EBADMSG, 0 },
	{ "hex: the letter after f", HEX, TEXT("g"), -EBADMSG, 0 },
	{ "hex: the byte before A", HEX, TEXT("@"), -EBADMSG, 0 },
	{ "hex: the byte before a", HEX, TEXT("`"), -EBADMSG, 0 },
	{ "hex: no 0x", HEX, TEXT("0x1"), -EBADMSG, 0 },
};
/* clang-format on */

static void test_next(void **state)
{
	const struct next_case *c = *state;
	struct bytes rest = c->text;

	for (size_t i = 0; i < ARRAY_LEN(c->want); i++)
		assert_bytes_equal(c->next(&rest), c->want[i]);
	assert_bytes_equal(rest, c->rest);
}

static void test_trim(void **state)
{
	const struct trim_case *c = *state;

	assert_bytes_equal(bytes_trim(c->text), c->want);
}

static void test_find(void **state)
{
	const struct find_case *c = *state;

	assert_int_equal(bytes_find(c->text, 'x'), c->first);
	assert_int_equal(bytes_find_last(c->text, 'x'), c->last);
}

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

static void test_compare(void **state)
{
	const struct compare_case *c = *state;
	char b[8] = "";

	assert_int_equal(sign(bytes_compare(c->a, c->b)), c->order);
	assert_int_equal(sign(bytes_compare(c->b, c->a)), -c->order);
	assert_int_equal(bytes_same(c->a, c->b), c->order == 0);
	if (bytes_find(c->b, '\0') < c->b.n)
		return; /* no C string */
	if (c->b.n > 0)
		memcpy(b, c->b.p, c->b.n);
	assert_int_equal(bytes_equal(c->a, b), c->order == 0);
	assert_int_equal(bytes_starts_with(c->a, b), c->a_starts_with_b);
}

static void test_number(void **state)
{
	const struct number_case *c = *state;
	uint64_t number = 0xa5a5a5a5a5a5a5a5;
	int64_t with_sign = 0x5a5a5a5a5a5a5a5a;
	int result;

	if (c->kind == I64) {
		result = bytes_to_i64(c->text, &with_sign);
		if (result == 0 || with_sign != 0x5a5a5a5a5a5a5a5a)
			number = (uint64_t)with_sign;
	} else if (c->kind == HEX) {
		result = bytes_to_u64_hex(c->text, &number);
	} else {
		result = bytes_to_u64(c->text, &number);
	}
	assert_int_equal(result, c->result);
	assert_int_equal(number, result == 0 ? c->want : 0xa5a5a5a5a5a5a5a5);
}

static void test_take_all(void **state)
{
	struct bytes rest = TEXT("abc");

	(void)state;
	assert_bytes_equal(bytes_take(&rest, SIZE_MAX), bytes_of("abc"));
	assert_bytes_equal(rest, bytes_of(""));
}

#define NEXT	0
#define TRIM	(NEXT + ARRAY_LEN(next_cases))
#define FIND	(TRIM + ARRAY_LEN(trim_cases))
#define COMPARE (FIND + ARRAY_LEN(find_cases))
#define NUMBER	(COMPARE + ARRAY_LEN(compare_cases))
#define OTHER	(NUMBER + ARRAY_LEN(number_cases))

int main(void)
{
	struct CMUnitTest tests[OTHER + 1] = {
		[OTHER] = cmocka_unit_test(test_take_all),
	};

	test_table(tests + NEXT, ARRAY_LEN(next_cases), next_cases, sizeof(next_cases[0]),
		   test_next);
	test_table(tests + TRIM, ARRAY_LEN(trim_cases), trim_cases, sizeof(trim_cases[0]),
		   test_trim);
	test_table(tests + FIND, ARRAY_LEN(find_cases), find_cases, sizeof(find_cases[0]),
		   test_find);
	test_table(tests + COMPARE, ARRAY_LEN(compare_cases), compare_cases,
		   sizeof(compare_cases[0]), test_compare);
	test_table(tests + NUMBER, ARRAY_LEN(number_cases), number_cases, sizeof(number_cases[0]),
		   test_number);
	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}

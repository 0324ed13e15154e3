#include "test.h"

#include <errno.h>

#include "proc/statm.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct statm want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every field is where it belongs", TEXT("1 2 3 4 5 6 7\n"), 0, { 1, 2, 3, 4, 6 } },
	{ "all zero: a zombie, a kernel thread", TEXT("0 0 0 0 0 0 0\n"), 0, { 0 } },
	{ "the last one is not needed", TEXT("1 2 3 4 0 6"), 0, { 1, 2, 3, 4, 6 } },
	{ "the largest", TEXT("18446744073709551615 2 3 4 0 6 0"), 0, { UINT64_MAX, 2, 3, 4, 6 } },
	{ "empty: the process is going away", TEXT(""), -ENODATA, { 0 } },
	{ "five numbers", TEXT("1 2 3 4 5\n"), -EBADMSG, { 0 } },
	{ "no number", TEXT("1 2 x 4 5 6 7\n"), -EBADMSG, { 0 } },
	{ "negative", TEXT("1 2 3 4 5 -6 7\n"), -EBADMSG, { 0 } },
	{ "a second line", TEXT("1 2 3\n4 5 6 7\n"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct statm statm, untouched;

	memset(&statm, 0xa5, sizeof(statm));
	untouched = statm;
	assert_int_equal(statm_parse(c->text, &statm), c->result);
	assert_memory_equal(&statm, c->result < 0 ? &untouched : &c->want, sizeof(statm));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("statm", tests, NULL, NULL);
}

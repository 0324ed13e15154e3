#include "test.h"

#include <errno.h>

#include "proc/schedstat.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct schedstat want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "run, wait, slices", TEXT("2005317000 12 3\n"), 0, { 2005317000, 12, 3 } },
	{ "the kernel keeps none", TEXT("0 0 0\n"), 0, { 0 } },
	{ "the largest", TEXT("1 18446744073709551615 3"), 0, { 1, UINT64_MAX, 3 } },
	{ "more than we know", TEXT("1 2 3 x\n"), 0, { 1, 2, 3 } },
	{ "empty: the thread is going away", TEXT(""), -ENODATA, { 0 } },
	{ "two numbers", TEXT("1 2\n3\n"), -EBADMSG, { 0 } },
	{ "no number", TEXT("1 2 x\n"), -EBADMSG, { 0 } },
	{ "too large", TEXT("18446744073709551616 2 3\n"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct schedstat schedstat, untouched;

	memset(&schedstat, 0xa5, sizeof(schedstat));
	untouched = schedstat;
	assert_int_equal(schedstat_parse(c->text, &schedstat), c->result);
	assert_memory_equal(&schedstat, c->result < 0 ? &untouched : &c->want, sizeof(schedstat));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("schedstat", tests, NULL, NULL);
}

#include "test.h"

#include <errno.h>

#include "proc/uptime.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct uptime want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "up and idle", TEXT("1129.14 2114.02\n"), 0, { 1129140000000, 2114020000000 } },
	{ "just booted", TEXT("0.01 0.00"), 0, { 10000000, 0 } },
	{ "the longest uptime that fits", TEXT("18446744073.70 0.00\n"), 0,
	  { UINT64_C(18446744073700000000), 0 } },
	{ "idle for longer than fits", TEXT("1.00 18446744073.71\n"), 0,
	  { 1000000000, UINT64_C(18446744073700000000) } },
	{ "empty", TEXT(""), -ENODATA, { 0 } },
	{ "too long an uptime", TEXT("18446744073.71 0.00\n"), -EBADMSG, { 0 } },
	{ "no idle", TEXT("1.00\n"), -EBADMSG, { 0 } },
	{ "no up", TEXT("x 1.00\n"), -EBADMSG, { 0 } },
	{ "no dot", TEXT("100 200\n"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct uptime uptime, untouched;

	memset(&uptime, 0xa5, sizeof(uptime));
	untouched = uptime;
	assert_int_equal(uptime_parse(c->text, &uptime), c->result);
	assert_memory_equal(&uptime, c->result < 0 ? &untouched : &c->want, sizeof(uptime));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("uptime", tests, NULL, NULL);
}

#include "test.h"

#include <errno.h>

#include "proc/loadavg.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct loadavg want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every field is where it belongs", TEXT("0.20 1.18 12.02 3/80 11206\n"), 0,
	  { { 20, 118, 1202 }, 3, 80, 11206 } },
	{ "a great load, no newline at the end", TEXT("42949672.95 0.00 0.00 0/0 0"), 0,
	  { { UINT32_MAX, 0, 0 }, 0, 0, 0 } },
	{ "empty", TEXT(""), -ENODATA, { { 0 }, 0, 0, 0 } },
	{ "a load that is too large", TEXT("42949672.96 0.00 0.00 1/2 3\n"), -EBADMSG,
	  { { 0 }, 0, 0, 0 } },
	{ "two loads", TEXT("0.20 0.18 1/80 11206\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
	{ "no slash", TEXT("0.20 0.18 0.12 1 80 11206\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
	{ "nothing before the slash", TEXT("0.20 0.18 0.12 /80 1\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
	{ "nothing behind the slash", TEXT("0.20 0.18 0.12 1/ 1\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
	{ "no last pid", TEXT("0.20 0.18 0.12 1/80\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
	{ "no number", TEXT("x\n"), -EBADMSG, { { 0 }, 0, 0, 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct loadavg loadavg, untouched;

	memset(&loadavg, 0xa5, sizeof(loadavg));
	untouched = loadavg;
	assert_int_equal(loadavg_parse(c->text, &loadavg), c->result);
	if (c->result < 0) {
		assert_memory_equal(&loadavg, &untouched, sizeof(loadavg));
		return;
	}
	assert_memory_equal(loadavg.centi, c->want.centi, sizeof(loadavg.centi));
	assert_int_equal(loadavg.running, c->want.running);
	assert_int_equal(loadavg.total, c->want.total);
	assert_int_equal(loadavg.last_pid, c->want.last_pid);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("loadavg", tests, NULL, NULL);
}

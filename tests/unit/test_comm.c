#include "test.h"

#include <errno.h>

#include "proc/comm.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct bytes want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "a name", TEXT("cat\n"), 0, TEXT("cat") },
	{ "longer than 15 bytes", TEXT("kworker/u8:3-events_unbound\n"), 0,
	  TEXT("kworker/u8:3-events_unbound") },
	{ "an empty name", TEXT("\n"), 0, TEXT("") },
	{ "a newline of its own at the end", TEXT("a\n\n"), 0, TEXT("a\n") },
	{ "newlines only", TEXT("\n\n\n"), 0, TEXT("\n\n") },
	{ "blanks are its own", TEXT(" a \t\n"), 0, TEXT(" a \t") },
	{ "any byte", TEXT("a\nb\0\033\xff)\n"), 0, TEXT("a\nb\0\033\xff)") },
	{ "no newline: written by hand", TEXT("cat"), 0, TEXT("cat") },
	{ "empty: the process is going away", TEXT(""), -ENODATA, TEXT("") },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct bytes comm, untouched;

	memset(&comm, 0xa5, sizeof(comm));
	untouched = comm;
	assert_int_equal(comm_parse(c->text, &comm), c->result);
	if (c->result < 0)
		assert_memory_equal(&comm, &untouched, sizeof(comm));
	else
		assert_bytes_equal(comm, c->want);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("comm", tests, NULL, NULL);
}

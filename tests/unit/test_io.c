#include "test.h"

#include <errno.h>

#include "proc/io.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct io want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every line is what it says",
	  TEXT("rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
	       "cancelled_write_bytes: 7\n"), 0, { 1, 2, 3, 4, 5, 6, 7 } },
	{ "in any order, with others among them, no newline at the end",
	  TEXT("cancelled_write_bytes: 7\nwrite_bytes: 6\nread_bytes: 5\nreads: x\nsyscw: 4\n"
	       "x\nsyscr: 3\nwchar: 2\nrchar: 1"), 0, { 1, 2, 3, 4, 5, 6, 7 } },
	{ "the largest",
	  TEXT("rchar: 18446744073709551615\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\n"
	       "write_bytes: 6\ncancelled_write_bytes: 7\n"), 0, { UINT64_MAX, 2, 3, 4, 5, 6, 7 } },
	{ "empty: the process is going away", TEXT(""), -ENODATA, { 0 } },
	{ "the first is missing",
	  TEXT("wchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
	       "cancelled_write_bytes: 7\n"), -EBADMSG, { 0 } },
	{ "the last is missing: cut short",
	  TEXT("rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"),
	  -EBADMSG, { 0 } },
	{ "one twice does not stand for another",
	  TEXT("rchar: 1\nrchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
	       "cancelled_write_bytes: 7\n"), -EBADMSG, { 0 } },
	{ "no number",
	  TEXT("rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: x\nread_bytes: 5\nwrite_bytes: 6\n"
	       "cancelled_write_bytes: 7\n"), -EBADMSG, { 0 } },
	{ "negative, and right the second time",
	  TEXT("rchar: -1\nrchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\n"
	       "write_bytes: 6\ncancelled_write_bytes: 7\n"), -EBADMSG, { 0 } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct io io, untouched;

	memset(&io, 0xa5, sizeof(io));
	untouched = io;
	assert_int_equal(io_parse(c->text, &io), c->result);
	assert_memory_equal(&io, c->result < 0 ? &untouched : &c->want, sizeof(io));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("io", tests, NULL, NULL);
}

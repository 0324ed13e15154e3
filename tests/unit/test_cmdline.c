#include "test.h"

#include <errno.h>

#include "proc/cmdline.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct bytes want;
	size_t count; /* of arguments */
	struct bytes arguments[4];
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "one argument", TEXT("cat\0"), 0, TEXT("cat"), 1, { TEXT("cat") } },
	{ "three of them", TEXT("cat\0-n\0x y\0"), 0, TEXT("cat\0-n\0x y"), 3,
	  { TEXT("cat"), TEXT("-n"), TEXT("x y") } },
	{ "an empty one in between", TEXT("cat\0\0\0x\0"), 0, TEXT("cat\0\0\0x"), 4,
	  { TEXT("cat"), TEXT(""), TEXT(""), TEXT("x") } },
	{ "an empty first one", TEXT("\0x\0"), 0, TEXT("\0x"), 2, { TEXT(""), TEXT("x") } },
	{ "an empty only one", TEXT("\0"), 0, TEXT(""), 1, { TEXT("") } },
	{ "a rewritten title with its padding", TEXT("nginx: worker process\0\0\0\0\0\0\0"), 0,
	  TEXT("nginx: worker process"), 1, { TEXT("nginx: worker process") } },
	{ "a rewritten title without NUL", TEXT("sshd: me"), 0, TEXT("sshd: me"), 1,
	  { TEXT("sshd: me") } },
	{ "blanks and newlines are arguments' own", TEXT(" a \n\0\n\0"), 0, TEXT(" a \n\0\n"), 2,
	  { TEXT(" a \n"), TEXT("\n") } },
	{ "a blank is an argument", TEXT(" \0"), 0, TEXT(" "), 1, { TEXT(" ") } },
	{ "any byte", TEXT("\033]0;x\a\xff\0"), 0, TEXT("\033]0;x\a\xff"), 1,
	  { TEXT("\033]0;x\a\xff") } },
	{ "wiped", TEXT("\0\0\0\0"), -ENODATA, TEXT(""), 0, { TEXT("") } },
	{ "empty: a kernel thread, a zombie", TEXT(""), -ENODATA, TEXT(""), 0, { TEXT("") } },
	{ "no memory at all", { NULL, 0 }, -ENODATA, TEXT(""), 0, { TEXT("") } },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct bytes cmdline, untouched, argument;

	memset(&cmdline, 0xa5, sizeof(cmdline));
	untouched = cmdline;
	assert_int_equal(cmdline_parse(c->text, &cmdline), c->result);
	if (c->result < 0) {
		assert_memory_equal(&cmdline, &untouched, sizeof(cmdline));
		return;
	}
	assert_bytes_equal(cmdline, c->want);
	for (size_t i = 0; i < c->count; i++) {
		assert_int_equal(cmdline_next(&cmdline, &argument), 1);
		assert_bytes_equal(argument, c->arguments[i]);
	}
	argument = untouched;
	assert_int_equal(cmdline_next(&cmdline, &argument), 0);
	assert_int_equal(cmdline_next(&cmdline, &argument), 0);
	assert_memory_equal(&argument, &untouched, sizeof(argument));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("cmdline", tests, NULL, NULL);
}

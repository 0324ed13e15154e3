#include "test.h"

#include <errno.h>

#include "proc/cgroup.h"

struct next_case {
	const char *name;
	struct bytes text;
	int result;
	struct cgroup want;
	struct bytes rest;
};

/* clang-format off */
static const struct next_case next_cases[] = {
	{ "next: version 2", TEXT("0::/user.slice\n"), 1, { 0, TEXT(""), TEXT("/user.slice") }, TEXT("") },
	{ "next: two controllers", TEXT("3:cpu,cpuacct:/a\n2:pids:/b\n"), 1,
	  { 3, TEXT("cpu,cpuacct"), TEXT("/a") }, TEXT("2:pids:/b\n") },
	{ "next: a named one", TEXT("1:name=systemd:/\n"), 1,
	  { 1, TEXT("name=systemd"), TEXT("/") }, TEXT("") },
	{ "next: colons and blanks in the path", TEXT("0::/we ird:x: \n"), 1,
	  { 0, TEXT(""), TEXT("/we ird:x: ") }, TEXT("") },
	{ "next: deleted is part of it", TEXT("0::/a (deleted)\n"), 1,
	  { 0, TEXT(""), TEXT("/a (deleted)") }, TEXT("") },
	{ "next: outside of our namespace", TEXT("0::/../..\n"), 1,
	  { 0, TEXT(""), TEXT("/../..") }, TEXT("") },
	{ "next: the largest number", TEXT("4294967295:x:/"), 1,
	  { UINT32_MAX, TEXT("x"), TEXT("/") }, TEXT("") },
	{ "next: the end", TEXT(""), 0, { 0 }, TEXT("") },
	{ "next: an empty line", TEXT("\n0::/\n"), -EBADMSG, { 0 }, TEXT("0::/\n") },
	{ "next: no number", TEXT("::/\n0::/\n"), -EBADMSG, { 0 }, TEXT("0::/\n") },
	{ "next: a number too large", TEXT("4294967296:x:/\n"), -EBADMSG, { 0 }, TEXT("") },
	{ "next: one colon", TEXT("0:/a\n"), -EBADMSG, { 0 }, TEXT("") },
	{ "next: no path", TEXT("0::\n"), -EBADMSG, { 0 }, TEXT("") },
	{ "next: no slash", TEXT("0::a\n"), -EBADMSG, { 0 }, TEXT("") },
};

struct main_case {
	const char *name;
	struct bytes text;
	int result;
	struct bytes want;
};

static const struct main_case main_cases[] = {
	{ "main: version 2 only", TEXT("0::/user.slice/a\n"), 0, TEXT("/user.slice/a") },
	{ "main: version 2 before all others, also longer ones",
	  TEXT("2:cpu:/longest/of/all\n1:name=systemd:/init.scope\n0::/a\n"), 0, TEXT("/a") },
	{ "main: version 2 first in the text",
	  TEXT("0::/a\n2:cpu:/longest/of/all\n1:name=systemd:/init.scope\n"), 0, TEXT("/a") },
	{ "main: version 2 says nothing, systemd does",
	  TEXT("2:cpu:/longest/of/all\n1:name=systemd:/b\n0::/\n"), 0, TEXT("/b") },
	{ "main: systemd first in the text",
	  TEXT("1:name=systemd:/b\n2:cpu:/longest/of/all\n"), 0, TEXT("/b") },
	{ "main: version 2 and systemd say nothing: the longest",
	  TEXT("9:name=systemd:/\n4:memory:/a/b\n3:cpuset:/a/b/c\n2:cpu:/a\n0::/\n"), 0,
	  TEXT("/a/b/c") },
	{ "main: of equals the first", TEXT("2:cpu:/a\n1:pids:/b\n"), 0, TEXT("/a") },
	{ "main: another named one is as any", TEXT("2:name=elogind:/a\n1:pids:/bb\n"), 0,
	  TEXT("/bb") },
	{ "main: the root everywhere", TEXT("1:name=systemd:/\n0::/\n"), 0, TEXT("/") },
	{ "main: lines without sense are skipped", TEXT("x\n0:/a\n\n0::/b\nx"), 0, TEXT("/b") },
	{ "main: none with sense", TEXT("x\n\n"), -ENODATA, TEXT("") },
	{ "main: empty", TEXT(""), -ENODATA, TEXT("") },
};
/* clang-format on */

static void test_next(void **state)
{
	const struct next_case *c = *state;
	struct bytes rest = c->text;
	struct cgroup group, untouched;

	memset(&group, 0xa5, sizeof(group));
	untouched = group;
	assert_int_equal(cgroup_next(&rest, &group), c->result);
	assert_bytes_equal(rest, c->rest);
	if (c->result != 1) {
		assert_memory_equal(&group, &untouched, sizeof(group));
		return;
	}
	assert_int_equal(group.hierarchy, c->want.hierarchy);
	assert_bytes_equal(group.controllers, c->want.controllers);
	assert_bytes_equal(group.path, c->want.path);
}

static void test_main(void **state)
{
	const struct main_case *c = *state;
	struct bytes path, untouched;

	memset(&path, 0xa5, sizeof(path));
	untouched = path;
	assert_int_equal(cgroup_main(c->text, &path), c->result);
	if (c->result < 0)
		assert_memory_equal(&path, &untouched, sizeof(path));
	else
		assert_bytes_equal(path, c->want);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(next_cases) + ARRAY_LEN(main_cases)];

	test_table(tests, ARRAY_LEN(next_cases), next_cases, sizeof(next_cases[0]), test_next);
	test_table(tests + ARRAY_LEN(next_cases), ARRAY_LEN(main_cases), main_cases,
		   sizeof(main_cases[0]), test_main);
	return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}

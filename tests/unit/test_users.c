#include "test.h"

#include <errno.h>
#include <stdio.h>

#include "sys/users.h"

struct find_case {
	const char *name;
	const char *text;
	int result;
	uint32_t want;
};

static const struct find_case find_cases[] = {
	{ "a name", "root", 0, 0 },
	{ "a number", "0", 0, 0 },
	{ "a number that nobody has", "4000000001", 0, 4000000001 },
	{ "the largest number", "4294967294", 0, 4294967294 },
	{ "the number that means nobody", "4294967295", -ENOENT, 0 },
	{ "no such name", "no such user", -ENOENT, 0 },
	{ "nothing", "", -ENOENT, 0 },
	{ "negative", "-1", -ENOENT, 0 },
	{ "a number and more", "0x", -ENOENT, 0 },
};

static void test_find(void **state)
{
	const struct find_case *c = *state;
	uint32_t uid = 12345;

	assert_int_equal(users_find(c->text, &uid), c->result);
	assert_int_equal(uid, c->result == 0 ? c->want : 12345);
}

struct name_case {
	const char *name;
	uint32_t uid;
	const char *want;
};

static const struct name_case name_cases[] = {
	{ "root", 0, "root" },
	{ "nobody has that number", 4000000001, "4000000001" },
	{ "the largest number", UINT32_MAX, "4294967295" },
};

/* Asked twice it is the same bytes, also after many others. */
static void test_name(void **state)
{
	const struct name_case *c = *state;
	struct users *users = users_new();
	struct bytes name = users_name(users, c->uid);
	char number[16];

	assert_bytes_equal(name, bytes_of(c->want));
	for (uint32_t uid = 3000000000; uid < 3000000300; uid++) {
		(void)snprintf(number, sizeof(number), "%u", uid);
		assert_bytes_equal(users_name(users, uid), bytes_of(number));
	}
	assert_ptr_equal(users_name(users, c->uid).p, name.p);
	assert_bytes_equal(name, bytes_of(c->want));
	users_free(users);
	users_free(NULL);
}

int main(void)
{
	struct CMUnitTest finds[ARRAY_LEN(find_cases)], names[ARRAY_LEN(name_cases)];
	int failed;

	test_table(finds, ARRAY_LEN(finds), find_cases, sizeof(find_cases[0]), test_find);
	test_table(names, ARRAY_LEN(names), name_cases, sizeof(name_cases[0]), test_name);
	failed = cmocka_run_group_tests_name("users_find", finds, NULL, NULL);
	failed += cmocka_run_group_tests_name("users_name", names, NULL, NULL);
	return failed;
}

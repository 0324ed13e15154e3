#include "test.h"

#include "proc/tty.h"

struct name_case {
	const char *name;
	uint32_t number; /* as the kernel encodes it: 12 bits of minor, 12 of major, 8 of minor */
	const char *want;
};

#define DEVICE(major, minor) \
	(((uint32_t)(minor)&0xff) | (uint32_t)(major) << 8 | ((uint32_t)(minor) >> 8) << 20)

/* clang-format off */
static const struct name_case name_cases[] = {
	{ "none", 0, "" },
	{ "the first virtual console", DEVICE(4, 1), "tty1" },
	{ "the virtual console in front", DEVICE(4, 0), "tty0" },
	{ "the last virtual console", DEVICE(4, 63), "tty63" },
	{ "the first serial line", DEVICE(4, 64), "ttyS0" },
	{ "the last serial line", DEVICE(4, 255), "ttyS191" },
	{ "34816, as in proc(5)", 34816, "pts/0" },
	{ "a pty", DEVICE(136, 255), "pts/255" },
	{ "a pty whose minor does not fit in eight bits", DEVICE(136, 256), "pts/256" },
	{ "the largest minor", DEVICE(136, 0xfffff), "pts/1048575" },
	{ "the second major of ptys", DEVICE(137, 3), "pts/259" },
	{ "the console", DEVICE(5, 1), "console" },
	{ "not the console", DEVICE(5, 0), "5,0" },
	{ "a USB line", DEVICE(188, 2), "ttyUSB2" },
	{ "an ARM line", DEVICE(204, 65), "ttyAMA1" },
	{ "a line of a driver that has many", DEVICE(204, 80), "204,80" },
	{ "a driver that we do not know", DEVICE(999, 77777), "999,77777" },
	{ "all bits", UINT32_MAX, "4095,1048575" },
};
/* clang-format on */

static void test_name(void **state)
{
	const struct name_case *c = *state;
	char name[TTY_NAME_MAX];

	memset(name, 0xa5, sizeof(name));
	assert_int_equal(tty_name((int32_t)c->number, name), strlen(c->want));
	assert_string_equal(name, c->want);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(name_cases)];

	test_table(tests, ARRAY_LEN(tests), name_cases, sizeof(name_cases[0]), test_name);
	return cmocka_run_group_tests_name("tty_name", tests, NULL, NULL);
}

#include "test.h"

#include <errno.h>

#include "proc/pressure.h"

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct pressure want;
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "both lines",
	  TEXT("some avg10=0.66 avg60=1.87 avg300=99.07 total=11521168\n"
	       "full avg10=0.01 avg60=0.02 avg300=100.00 total=18446744073709551615\n"), 0,
	  { { true, { 66, 187, 9907 }, 11521168 }, { true, { 1, 2, 10000 }, UINT64_MAX } } },
	{ "cpu before 5.13: some only", TEXT("some avg10=0.01 avg60=0.02 avg300=0.03 total=4\n"), 0,
	  { .some = { true, { 1, 2, 3 }, 4 } } },
	{ "irq: full only, no newline at the end",
	  TEXT("full avg10=0.01 avg60=0.02 avg300=0.03 total=4"), 0,
	  { .full = { true, { 1, 2, 3 }, 4 } } },
	{ "any order, and what the future brings",
	  TEXT("most avg10=x\n\nsome total=4 max=x avg300=0.03 avg60=0.02 x avg10=0.01\n"), 0,
	  { .some = { true, { 1, 2, 3 }, 4 } } },
	{ "empty", TEXT(""), -ENODATA, { .some = { .there = false } } },
	{ "neither line", TEXT("most avg10=0.01 avg60=0.02 avg300=0.03 total=4\n"), -ENODATA,
	  { .some = { .there = false } } },
	{ "no avg10", TEXT("some avg60=0.02 avg300=0.03 total=4\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "no avg300", TEXT("some avg10=0.02 avg60=0.03 total=4\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "no total", TEXT("some avg10=0.01 avg60=0.02 avg300=0.03\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "what we do not know does not stand for the total",
	  TEXT("some avg10=0.01 avg60=0.02 avg300=0.03 max=4\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "a bad total", TEXT("some avg10=0.01 avg60=0.02 avg300=0.03 total=-4\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "a bad average", TEXT("some avg10=0.01 avg60=2 avg300=0.03 total=4\n"), -EBADMSG,
	  { .some = { .there = false } } },
	{ "a bad second line",
	  TEXT("some avg10=0.01 avg60=0.02 avg300=0.03 total=4\nfull avg10=\n"), -EBADMSG,
	  { .some = { .there = false } } },
};
/* clang-format on */

static void compare(const struct pressure_line *line, const struct pressure_line *want)
{
	assert_int_equal(line->there, want->there);
	assert_memory_equal(line->centi, want->centi, sizeof(line->centi));
	assert_int_equal(line->total_us, want->total_us);
}

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct pressure pressure, untouched;

	memset(&pressure, 0xa5, sizeof(pressure));
	untouched = pressure;
	assert_int_equal(pressure_parse(c->text, &pressure), c->result);
	if (c->result < 0) {
		assert_memory_equal(&pressure, &untouched, sizeof(pressure));
		return;
	}
	compare(&pressure.some, &c->want.some);
	compare(&pressure.full, &c->want.full);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(tests), parse_cases, sizeof(parse_cases[0]), test_parse);
	return cmocka_run_group_tests_name("pressure", tests, NULL, NULL);
}

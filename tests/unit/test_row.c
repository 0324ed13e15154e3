#include "test.h"

#include "base/macros.h"
#include "model/row.h"

struct cpu_case {
	const char *name;
	struct task before, now; /* before.num_threads of 0: there was none */
	uint64_t want;
};

#define MS(number) ((number)*NS_PER_MS)
#define TASK(threads, ticks, exact)                                               \
	{                                                                         \
		.num_threads = (threads), .utime_ns = (ticks), .run_ns = (exact), \
		.have = TASK_STAT | TASK_SCHEDSTAT                                \
	}
#define TICKED(threads, ticks)                                                   \
	{                                                                        \
		.num_threads = (threads), .utime_ns = (ticks), .have = TASK_STAT \
	}

static const struct cpu_case cpu_cases[] = {
	{ "new: all of it", TICKED(0, 0), TASK(1, MS(30), MS(35)), MS(30) },
	{ "in ns where both know it", TASK(1, MS(100), MS(104)), TASK(1, MS(110), MS(111)), MS(7) },
	{ "in ticks where one does not", TICKED(1, MS(100)), TASK(1, MS(120), MS(123)), MS(20) },
	{ "several threads: those that ended are in the ticks only", TASK(2, MS(100), MS(70)),
	  TASK(2, MS(150), MS(75)), MS(50) },
	{ "threads that began and ended in between", TASK(1, MS(100), MS(70)),
	  TASK(1, MS(400), MS(75)), MS(300) },
	{ "ticks are rounded", TASK(1, MS(100), MS(70)), TASK(1, MS(120), MS(71)), MS(1) },
	{ "one that goes back", TASK(1, MS(100), MS(70)), TASK(1, MS(90), MS(60)), 0 },
};

static void test_cpu(void **state)
{
	const struct cpu_case *c = *state;
	const struct row row = { .task = &c->now,
				 .before = c->before.num_threads ? &c->before : NULL };
	const struct row same = { .task = &c->now, .before = &c->now };

	assert_int_equal(row_cpu_ns(&row), c->want);
	assert_int_equal(row_cpu_ns(&same), 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cpu_cases)];

	test_table(tests, ARRAY_LEN(tests), cpu_cases, sizeof(cpu_cases[0]), test_cpu);
	return cmocka_run_group_tests_name("row_cpu_ns", tests, NULL, NULL);
}

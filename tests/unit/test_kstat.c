#include "test.h"

#include <errno.h>

#include "proc/kstat.h"

#define ROOM 2 /* CPUs that the test asks for */

struct parse_case {
	const char *name;
	struct bytes text;
	int result;
	struct kstat want;
	struct kstat_cpu cpus[ROOM];
};

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "every field is where it belongs",
	  TEXT("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 11 12 13 14 15 16 17 18 19 20\n"
	       "cpu3 21 22 23 24 25 26 27 28 29 30\nintr 31 0 1 2 3\nctxt 32\nbtime 33\n"
	       "processes 34\nprocs_running 35\nprocs_blocked 36\nsoftirq 37 1 2 3\n"),
	  0,
	  { .all = { UINT32_MAX, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, .intr = 31, .ctxt = 32,
	    .btime = 33, .processes = 34, .procs_running = 35, .procs_blocked = 36,
	    .softirq = 37, .cpu_count = 2 },
	  { { 0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 },
	    { 3, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 } } },
	{ "more CPUs than there is room for", TEXT("cpu 1 1 1 1\ncpu0 1 2 3 4\ncpu1 2 3 4 5\n"
						   "cpu2 3 4 5 6\ncpu3 7 8 9 10\n"),
	  0, { .all = { UINT32_MAX, 1, 1, 1, 1 }, .cpu_count = 4 },
	  { { 0, 1, 2, 3, 4 }, { 1, 2, 3, 4, 5 } } },
	{ "four fields: 2.4", TEXT("cpu  1 2 3 4\n"), 0,
	  { .all = { UINT32_MAX, 1, 2, 3, 4 } }, { { 0 } } },
	{ "nine fields: 2.6.32", TEXT("cpu  1 2 3 4 5 6 7 8 9\n"), 0,
	  { .all = { UINT32_MAX, 1, 2, 3, 4, 5, 6, 7, 8, 9 } }, { { 0 } } },
	{ "eleven fields: the future", TEXT("cpu  1 2 3 4 5 6 7 8 9 10 x\n"), 0,
	  { .all = { UINT32_MAX, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 } }, { { 0 } } },
	{ "in any order", TEXT("cpu5 5 6 7 8\nbtime 3\ncpu 1 2 3 4\n"), 0,
	  { .all = { UINT32_MAX, 1, 2, 3, 4 }, .btime = 3, .cpu_count = 1 },
	  { { 5, 5, 6, 7, 8 } } },
	{ "lines that we do not know",
	  TEXT("page x\ncpufreq x\ncpu_x 1\ncpu-1 1\ncpu4294967295 1\n\nctxtx x\nbtim x\n"
	       "cpu 1 2 3 4\n"),
	  0, { .all = { UINT32_MAX, 1, 2, 3, 4 } }, { { 0 } } },
	{ "the largest numbers, no newline at the end",
	  TEXT("ctxt 18446744073709551615\ncpu4294967294 1 1 1 1\ncpu 18446744073709551615 2 3 4"), 0,
	  { .all = { UINT32_MAX, UINT64_MAX, 2, 3, 4 }, .ctxt = UINT64_MAX, .cpu_count = 1 },
	  { { UINT32_MAX - 1, 1, 1, 1, 1 } } },

	{ "empty", TEXT(""), -ENODATA, { .ctxt = 0 }, { { 0 } } },
	{ "no cpu line", TEXT("cpu0 1 2 3 4\nctxt 5\n"), -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "three fields", TEXT("cpu 1 2 3\n"), -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "no number in the sum", TEXT("cpu 1 2 3 4 x\n"), -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "a bad CPU after a good one", TEXT("cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 -3 4\n"),
	  -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "a bad CPU where there is no room", TEXT("cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 4\n"
						   "cpu2 1 2 3\n"),
	  -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "a bad counter behind good CPUs", TEXT("cpu 1 2 3 4\ncpu0 1 2 3 4\nctxt -1\n"),
	  -EBADMSG, { .ctxt = 0 }, { { 0 } } },
	{ "a counter without number", TEXT("cpu 1 2 3 4\nbtime\n"), -EBADMSG, { .ctxt = 0 },
	  { { 0 } } },
};
/* clang-format on */

static void compare_cpu(const struct kstat_cpu *cpu, const struct kstat_cpu *want)
{
	assert_int_equal(cpu->number, want->number);
	assert_int_equal(cpu->user, want->user);
	assert_int_equal(cpu->nice, want->nice);
	assert_int_equal(cpu->system, want->system);
	assert_int_equal(cpu->idle, want->idle);
	assert_int_equal(cpu->iowait, want->iowait);
	assert_int_equal(cpu->irq, want->irq);
	assert_int_equal(cpu->softirq, want->softirq);
	assert_int_equal(cpu->steal, want->steal);
	assert_int_equal(cpu->guest, want->guest);
	assert_int_equal(cpu->guest_nice, want->guest_nice);
}

static void compare(const struct kstat *kstat, const struct kstat *want)
{
	compare_cpu(&kstat->all, &want->all);
	assert_int_equal(kstat->intr, want->intr);
	assert_int_equal(kstat->ctxt, want->ctxt);
	assert_int_equal(kstat->btime, want->btime);
	assert_int_equal(kstat->processes, want->processes);
	assert_int_equal(kstat->procs_running, want->procs_running);
	assert_int_equal(kstat->procs_blocked, want->procs_blocked);
	assert_int_equal(kstat->softirq, want->softirq);
	assert_int_equal(kstat->cpu_count, want->cpu_count);
}

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct kstat kstat, untouched;
	struct kstat_cpu cpus[ROOM + 1], untouched_cpus[ROOM + 1];
	size_t filled = MIN(c->want.cpu_count, ROOM);

	memset(&kstat, 0xa5, sizeof(kstat));
	memset(cpus, 0xa5, sizeof(cpus));
	untouched = kstat;
	memcpy(untouched_cpus, cpus, sizeof(cpus));
	assert_int_equal(kstat_parse(c->text, cpus, ROOM, &kstat), c->result);
	assert_memory_equal(cpus + filled, untouched_cpus,
			    (ARRAY_LEN(cpus) - filled) * sizeof(cpus[0]));
	if (c->result < 0) {
		assert_memory_equal(&kstat, &untouched, sizeof(kstat));
		return;
	}
	compare(&kstat, &c->want);
	for (size_t i = 0; i < filled; i++)
		compare_cpu(&cpus[i], &c->cpus[i]);
}

/* A caller that wants no CPUs, or only asks how many there are. */
static void test_parse_without_cpus(void **state)
{
	const struct parse_case *c = *state;
	struct kstat kstat;

	assert_int_equal(kstat_parse(c->text, NULL, 0, &kstat), c->result);
	if (c->result == 0)
		compare(&kstat, &c->want);
}

int main(void)
{
	struct CMUnitTest tests[2 * ARRAY_LEN(parse_cases)];

	test_table(tests, ARRAY_LEN(parse_cases), parse_cases, sizeof(parse_cases[0]), test_parse);
	test_table(tests + ARRAY_LEN(parse_cases), ARRAY_LEN(parse_cases), parse_cases,
		   sizeof(parse_cases[0]), test_parse_without_cpus);
	return cmocka_run_group_tests_name("kstat", tests, NULL, NULL);
}

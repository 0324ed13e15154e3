#include "test.h"

#include <math.h>

#include "model/totals.h"
#include "proc/pidstat.h"

static void assert_near(double got, double want)
{
	if (!(fabs(got - want) < 1e-9)) {
		print_error("%.12g is not %.12g\n", got, want);
		fail();
	}
}

/* One CPU over one interval. */
struct share_case {
	const char *name;
	struct kstat_cpu before, now;
	struct totals_cpu want;
	uint64_t ticks; /* that have passed by the clock; 0: it does not tell */
};

/* clang-format off */
static const struct share_case share_cases[] = {
	{ "idle", { .idle = 100 }, { .idle = 200 }, { .idle = 1 } },
	{ "nothing has passed", { .user = 5, .idle = 100 }, { .user = 5, .idle = 100 }, { .idle = 0 } },
	{ "one of each, and two",
	  { 0 },
	  { .user = 1, .nice = 2, .system = 1, .idle = 1, .iowait = 1, .irq = 1, .softirq = 1, .steal = 2 },
	  { .user = .1, .nice = .2, .system = .1, .idle = .1, .iowait = .1, .irq = .1, .softirq = .1, .steal = .2 } },
	{ "a guest is in user already",
	  { 0 }, { .user = 50, .guest = 40, .guest_nice = 3, .idle = 50 }, { .user = .5, .idle = .5 } },
	{ "iowait went back", { .iowait = 500 }, { .iowait = 400, .user = 30, .idle = 10 },
	  { .user = .75, .idle = .25 } },
	{ "all went back", { .user = 9, .system = 9, .idle = 9 }, { .user = 1 }, { .user = 0 } },
	/* Time in use is found by ticks, time without is measured. */
	{ "in step with the tick", { 0 }, { .user = 1, .system = 3, .idle = 20 },
	  { .user = .2, .system = .6, .idle = .2 }, 100 },
	{ "found at each tick", { 0 }, { .user = 60, .irq = 20, .idle = 90, .iowait = 2 },
	  { .user = .06, .irq = .02, .idle = .9, .iowait = .02 }, 100 },
	{ "nobody was found", { 0 }, { .idle = 20, .steal = 10 }, { .user = .7, .idle = .2, .steal = .1 }, 100 },
	{ "idle, and found at each tick", { 0 }, { .user = 50, .idle = 100 }, { .idle = 1 }, 100 },
	{ "what is rounded off is no contradiction", { 0 }, { .user = 48, .idle = 49 },
	  { .user = 48 / 97., .idle = 49 / 97. }, 100 },
	{ "idle went back: nothing is measured", { .idle = 50 }, { .user = 30, .system = 10, .idle = 10 },
	  { .user = .75, .system = .25 }, 100 },
	{ "large counters", { .user = UINT64_MAX - 100 }, { .user = UINT64_MAX, .idle = 300 },
	  { .user = .25, .idle = .75 } },
};
/* clang-format on */

static void assert_shares(const struct totals_cpu *got, const struct totals_cpu *want)
{
	assert_near(got->user, want->user);
	assert_near(got->nice, want->nice);
	assert_near(got->system, want->system);
	assert_near(got->irq, want->irq);
	assert_near(got->softirq, want->softirq);
	assert_near(got->steal, want->steal);
	assert_near(got->iowait, want->iowait);
	assert_near(got->idle, want->idle);
}

static struct snapshot machine(const struct kstat_cpu *cpus, size_t count)
{
	struct snapshot snapshot = {
		.system = { .have = SYSTEM_KSTAT, .cpus = cpus, .cpu_count = count }
	};
	struct kstat_cpu *all = &snapshot.system.kstat.all;

	all->number = UINT32_MAX;
	for (size_t i = 0; i < count; i++) {
		all->user += cpus[i].user;
		all->nice += cpus[i].nice;
		all->system += cpus[i].system;
		all->irq += cpus[i].irq;
		all->softirq += cpus[i].softirq;
		all->steal += cpus[i].steal;
		all->iowait += cpus[i].iowait;
		all->idle += cpus[i].idle;
	}
	return snapshot;
}

static void test_share(void **state)
{
	const struct share_case *c = *state;
	struct snapshot before = machine(&c->before, 1), now = machine(&c->now, 1);
	struct totals totals = { 0 };

	now.ticks_per_second = c->ticks;
	totals_cpus(&totals, &before, &now, 1);
	assert_int_equal(totals.cpu_count, 1);
	assert_shares(&totals.cpus[0], &c->want);
	assert_shares(&totals.cpu, &c->want);
	assert_int_equal(totals.cpu.number, UINT32_MAX);
	assert_near(totals.interrupts, c->want.irq + c->want.softirq);
	assert_near(totals.busy, c->want.user + c->want.nice + c->want.system + totals.interrupts);
	totals_done(&totals);
	assert_null(totals.cpus);
}

/* Four CPUs of which one is taken away and another comes back; each keeps its number. */
static void test_hotplug(void **state)
{
	static const struct kstat_cpu old[] = { { .number = 0, .user = 100 },
						{ .number = 1, .user = 100 },
						{ .number = 3, .user = 100 } };
	static const struct kstat_cpu new[] = { { .number = 0, .user = 200 },
						{ .number = 2, .user = 900 },
						{ .number = 3, .idle = 50, .user = 150 } };
	struct snapshot before = machine(old, ARRAY_LEN(old)), now = machine(new, ARRAY_LEN(new));
	struct totals totals = { 0 };

	(void)state;
	totals_cpus(&totals, &before, &now, 2);
	assert_int_equal(totals.cpu_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(totals.cpus[i].number, new[i].number);
	assert_near(totals.cpus[0].user, 1);
	assert_near(totals.cpus[1].user, 0); /* not there before: nothing is known */
	assert_near(totals.cpus[2].user, .5);
	totals_done(&totals);
}

struct both_case {
	const char *name;
	bool has_before;
	uint32_t before_have, now_have;
	double seconds;
	double forks, switches, busy;
	size_t cpu_count;
};

static const struct both_case both_cases[] = {
	{ "two samples, two seconds", true, SYSTEM_KSTAT, SYSTEM_KSTAT, 2, 5, 100, 1.5, 2 },
	{ "the first sample", false, 0, SYSTEM_KSTAT, 0, 0, 0, 0, 2 },
	{ "the interval was dropped", true, SYSTEM_KSTAT, SYSTEM_KSTAT, 0, 0, 0, 0, 2 },
	{ "not readable before", true, SYSTEM_MEMINFO, SYSTEM_KSTAT, 2, 0, 0, 0, 2 },
	{ "not readable now", true, SYSTEM_KSTAT, SYSTEM_MEMINFO, 2, 0, 0, 0, 0 },
};

/* Left over from an update in which all was well, nothing must show through. */
static void test_both(void **state)
{
	static const struct kstat_cpu old[2] = { { .number = 0 }, { .number = 1 } };
	static const struct kstat_cpu new[2] = { { .number = 0, .user = 80, .irq = 20 },
						 { .number = 1, .system = 50, .idle = 50 } };
	const struct both_case *c = *state;
	struct snapshot before = machine(old, 2), now = machine(new, 2);
	struct totals totals = { 0 };

	now.system.kstat.processes = 10;
	now.system.kstat.ctxt = 200;
	totals_cpus(&totals, &before, &now, 1);
	assert_near(totals.busy, 1.5);
	before.system.have = c->before_have;
	now.system.have = c->now_have;
	totals_cpus(&totals, c->has_before ? &before : NULL, &now, c->seconds);
	assert_near(totals.busy, c->busy);
	assert_near(totals.interrupts, c->busy > 0 ? .2 : 0);
	assert_near(totals.cpu.user, c->busy > 0 ? .4 : 0);
	assert_near(totals.forks, c->forks);
	assert_near(totals.switches, c->switches);
	assert_int_equal(totals.cpu_count, c->cpu_count);
	if (c->cpu_count > 0)
		assert_near(totals.cpus[0].user, c->busy > 0 ? .8 : 0);
	totals_done(&totals);
}

struct count_case {
	const char *name;
	struct task task;
	struct totals want;
};

/* clang-format off */
static const struct count_case count_cases[] = {
	{ "a process", { .state = 'S', .busiest = 'S', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .sleeping = 1 } },
	{ "one with a busy thread", { .state = 'S', .busiest = 'R', .num_threads = 4 },
	  { .processes = 1, .threads = 4, .running = 1 } },
	{ "a kernel thread", { .state = 'I', .busiest = 'I', .num_threads = 1, .flags = PIDSTAT_KTHREAD },
	  { .kernel_threads = 1, .idle = 1 } },
	{ "one that waits for the disk", { .state = 'D', .busiest = 'D', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .disk = 1 } },
	{ "stopped", { .state = 'T', .busiest = 'T', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .stopped = 1 } },
	{ "traced", { .state = 't', .busiest = 't', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .stopped = 1 } },
	{ "a zombie", { .state = 'Z', .busiest = 'Z', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .zombie = 1 } },
	{ "a dead leader of a living thread is no zombie", { .state = 'Z', .busiest = 'Z', .num_threads = 2 },
	  { .processes = 1, .threads = 2, .sleeping = 1 } },
	{ "a dead leader of a busy thread", { .state = 'Z', .busiest = 'R', .num_threads = 2 },
	  { .processes = 1, .threads = 2, .running = 1 } },
	{ "a state that nobody knows", { .state = 'q', .busiest = 'q', .num_threads = 1 },
	  { .processes = 1, .threads = 1, .other = 1 } },
};
/* clang-format on */

static void test_count(void **state)
{
	const struct count_case *c = *state;
	const struct sighting sighting = { .task = &c->task };
	const struct snapshot none = { 0 }, now = { .tasks = &sighting, .task_count = 1 };
	struct totals totals = { 0 };

	totals_tasks(&totals, &now);
	assert_memory_equal(&totals, &c->want, sizeof(totals));
	totals_tasks(&totals, &none);
	assert_memory_equal(&totals, &(struct totals){ 0 }, sizeof(totals));
}

int main(void)
{
	struct CMUnitTest shares[ARRAY_LEN(share_cases)], both[ARRAY_LEN(both_cases)];
	struct CMUnitTest counts[ARRAY_LEN(count_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_hotplug) };
	int failed;

	test_table(shares, ARRAY_LEN(shares), share_cases, sizeof(share_cases[0]), test_share);
	test_table(both, ARRAY_LEN(both), both_cases, sizeof(both_cases[0]), test_both);
	test_table(counts, ARRAY_LEN(counts), count_cases, sizeof(count_cases[0]), test_count);
	failed = cmocka_run_group_tests_name("totals of one CPU", shares, NULL, NULL);
	failed += cmocka_run_group_tests_name("totals_cpus", both, NULL, NULL);
	failed += cmocka_run_group_tests_name("totals_tasks", counts, NULL, NULL);
	failed += cmocka_run_group_tests_name("CPUs that come and go", others, NULL, NULL);
	return failed;
}

#include "test.h"

#include "batch/summary.h"
#include "model/world.h"
#include "proc/pidstat.h"
#include "sightings.h"

#define BEGIN_NS (90000 * NS_PER_SECOND)

/* What a machine tells of itself, and what is made of it. */
struct summary_case {
	const char *name;
	uint32_t have;	  /* enum system_have */
	unsigned samples; /* 1 or 2, two seconds apart */
	enum summary_scope scope;
	uint32_t unreadable;
	const char *lines;
	struct {
		const char *name;
		enum value_kind kind;
		double ratio;
	} pairs[4];
	const char *events; /* the pair; NULL: events are on */
	const char *why;
	uint64_t lost;
};

#define EVERYTHING                                                                              \
	(SYSTEM_KSTAT | SYSTEM_MEMINFO | SYSTEM_LOADAVG | SYSTEM_UPTIME | SYSTEM_PRESSURE_CPU | \
	 SYSTEM_PRESSURE_MEMORY | SYSTEM_PRESSURE_IO)
#define TASKS                                                                               \
	"tasks: 2 processes with 5 threads, 1 kernel threads; 1 running, 1 sleeping, 0 in " \
	"disk sleep, 0 stopped, 0 zombie\n"
#define MEMORY "memory: 7.81G total, 5.86G available, 1.07G cache; swap: 1.95G total, 1.95G free\n"
#define ACCOUNT                                                                              \
	"account: 80.0 busy = 45.0 rows + 0.0 ended + 0.0 reaped + 5.0 interrupts + 30.0 " \
	"unattributed (% of one CPU)\n"
#define NO_EVENTS "not asked for"
#define CPU                                                                                        \
	"cpu%: 25.0 user, 0.0 nice, 12.5 system, 2.5 irq, 0.0 steal, 10.0 iowait, 50.0 idle of 2 " \
	"CPUs"

/* clang-format off */
static const struct summary_case cases[] = {
	{ "the first sample: nothing is known of CPUs", EVERYTHING, 1, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS MEMORY,
	  { { "cpu_user", VALUE_PENDING, 0 }, { "cpu_rows", VALUE_PENDING, 0 }, { "forks", VALUE_PENDING, 0 },
	    { "load15", VALUE_RATE, 10 } }, NO_EVENTS, NULL, 0 },
	{ "an interval", EVERYTHING, 2, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS CPU "\n" ACCOUNT MEMORY,
	  { { "cpu_busy", VALUE_PERCENT, .8 }, { "cpu_rows", VALUE_PERCENT, .45 },
	    { "cpu_unattributed", VALUE_PERCENT, .3 }, { "forks", VALUE_RATE, 50 } }, NO_EVENTS, NULL, 0 },
	{ "of some processes: how many there are and who used the CPUs is not known", EVERYTHING, 2, SUMMARY_SOME, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" CPU "\n" MEMORY,
	  { { "cpu_busy", VALUE_PERCENT, .8 }, { "cpu_rows", VALUE_NONE, 0 },
	    { "processes", VALUE_NONE, 0 }, { "cpu_unattributed", VALUE_NONE, 0 } }, NO_EVENTS, NULL, 0 },
	{ "some could not be read", EVERYTHING, 1, SUMMARY_ALL, 3,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS MEMORY "3 processes could not be read\n",
	  { { "pressure_cpu_some", VALUE_PERCENT, .0025 }, { "pressure_cpu_full", VALUE_NONE, 0 },
	    { "pressure_io_full", VALUE_PERCENT, 1 }, { "pressure_memory_some", VALUE_NONE, 0 } }, NO_EVENTS, NULL, 0 },
	{ "no counters: no CPUs, though there is an interval", EVERYTHING & ~SYSTEM_KSTAT, 2, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS MEMORY,
	  { { "cpu_user", VALUE_NONE, 0 }, { "cpu_busy", VALUE_NONE, 0 }, { "cpu_unattributed", VALUE_NONE, 0 },
	    { "switches", VALUE_NONE, 0 } }, NO_EVENTS, NULL, 0 },
	{ "nothing is known", 0, 1, SUMMARY_ALL, 0, "TIME  up ?\n" TASKS,
	  { { "uptime", VALUE_NONE, 0 }, { "load1", VALUE_NONE, 0 }, { "mem_total", VALUE_NONE, 0 },
	    { "pressure_io_some", VALUE_NONE, 0 } }, NO_EVENTS, NULL, 0 },
	{ "no events: who came and went is not known, and why", EVERYTHING, 2, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS CPU "\n" ACCOUNT MEMORY,
	  { { "cpu_ended", VALUE_PERCENT, 0 }, { "endings", VALUE_COUNT, 0 }, { "unseen", VALUE_NONE, 0 },
	    { "events_lost", VALUE_NONE, 0 } }, "the kernel has none", "the kernel has none", 0 },
	{ "events", EVERYTHING, 2, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS CPU "\n" ACCOUNT MEMORY,
	  { { "cpu_interrupts", VALUE_PERCENT, .05 }, { "endings", VALUE_COUNT, 0 }, { "unseen", VALUE_COUNT, 0 },
	    { "events_lost", VALUE_COUNT, 0 } }, NULL, NULL, 0 },
	{ "events that were lost", EVERYTHING, 2, SUMMARY_ALL, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" TASKS CPU "\n" ACCOUNT "at least 12 events were lost\n" MEMORY,
	  { { "cpu_children", VALUE_PERCENT, 0 }, { "endings", VALUE_COUNT, 0 }, { "unseen", VALUE_COUNT, 0 },
	    { "events_lost", VALUE_COUNT, 0 } }, NULL, NULL, 12 },
	{ "events, of some processes: what ended is not known", EVERYTHING, 2, SUMMARY_SOME, 0,
	  "TIME  up 1d01h, load 1.50 0.07 10.00\n" CPU "\n" MEMORY,
	  { { "cpu_ended", VALUE_NONE, 0 }, { "endings", VALUE_NONE, 0 }, { "unseen", VALUE_NONE, 0 },
	    { "events_lost", VALUE_COUNT, 0 } }, NULL, NULL, 0 },
};
/* clang-format on */

static void fill_system(struct system *system, const struct kstat_cpu *cpus)
{
	system->kstat.all = (struct kstat_cpu){ .user = cpus[0].user + cpus[1].user,
						.system = cpus[0].system + cpus[1].system,
						.softirq = cpus[0].softirq + cpus[1].softirq,
						.iowait = cpus[0].iowait + cpus[1].iowait,
						.idle = cpus[0].idle + cpus[1].idle };
	system->cpus = cpus;
	system->cpu_count = system->have & SYSTEM_KSTAT ? 2 : 0;
	system->meminfo.have = UINT32_MAX;
	system->meminfo.of[MEMINFO_TOTAL] = UINT64_C(8000) << 20;
	system->meminfo.of[MEMINFO_AVAILABLE] = UINT64_C(6000) << 20;
	system->meminfo.of[MEMINFO_CACHED] = UINT64_C(1000) << 20;
	system->meminfo.of[MEMINFO_BUFFERS] = UINT64_C(100) << 20;
	system->meminfo.of[MEMINFO_SWAP_TOTAL] = UINT64_C(2000) << 20;
	system->meminfo.of[MEMINFO_SWAP_FREE] = UINT64_C(2000) << 20;
	if (!(system->have & SYSTEM_MEMINFO))
		system->meminfo.have = 0;
	system->loadavg.centi[0] = 150;
	system->loadavg.centi[1] = 7;
	system->loadavg.centi[2] = 1000;
	system->uptime_ns = BEGIN_NS;
	system->pressure_cpu.some.there = true;
	system->pressure_cpu.some.centi[0] = 25;
	system->pressure_io.some.there = system->pressure_io.full.there = true;
	system->pressure_io.full.centi[0] = 10000;
}

/* The first or the second sample of a machine with two CPUs. */
static struct snapshot *sample(const struct summary_case *c, unsigned at)
{
	static const struct kstat_cpu cpus[2][2] = {
		{ { .number = 0 }, { .number = 1 } },
		{ { .number = 0, .user = 100, .system = 50, .softirq = 10, .iowait = 40 },
		  { .number = 1, .idle = 200 } },
	};
	struct snapshot *snapshot = snapshot_new();
	struct task tasks[3] = { 0 };

	for (int32_t i = 0; i < 3; i++) {
		tasks[i].identity = (struct identity){ .pid = i + 1, .start = 1 };
		tasks[i].have = TASK_STAT;
		tasks[i].tgid = i + 1;
		tasks[i].num_threads = 1;
		tasks[i].state = tasks[i].busiest = 'S';
	}
	tasks[0].num_threads = 4;
	tasks[1].state = tasks[1].busiest = 'R';
	tasks[1].utime_ns = at * 900 * NS_PER_MS;
	tasks[2].flags = PIDSTAT_KTHREAD;
	tasks[2].state = tasks[2].busiest = 'I';
	snapshot->tasks = sightings_of(snapshot->arena, tasks, ARRAY_LEN(tasks),
				       BEGIN_NS + at * 2 * NS_PER_SECOND);
	snapshot->task_count = 3;
	snapshot->unreadable = c->unreadable;
	snapshot->events = (struct event_list){ .on = !c->events, .why = c->why, .lost = c->lost };
	snapshot->monotonic_ns = snapshot->boottime_ns = BEGIN_NS + at * 2 * NS_PER_SECOND;
	snapshot->ticks_per_second = 100;
	snapshot->system.have = c->have;
	fill_system(&snapshot->system, cpus[at]);
	snapshot->system.kstat.processes = 100 + at * 100;
	if (!(c->have & (SYSTEM_PRESSURE_CPU | SYSTEM_PRESSURE_IO)))
		snapshot->system.pressure_cpu = (struct pressure){ 0 };
	return snapshot;
}

static const struct value *find_pair(const struct summary *summary, const char *name)
{
	for (size_t i = 0; i < summary->pair_count; i++) {
		if (strcmp(summary->pairs[i].name, name) == 0)
			return &summary->pairs[i].value;
	}
	print_error("no pair %s\n", name);
	fail();
	return NULL;
}

static void test_summary(void **state)
{
	const struct summary_case *c = *state;
	struct world *world = world_new();
	struct summary summary;
	char lines[SUMMARY_LINES_MAX * SUMMARY_LINE_MAX + 1] = "";

	for (unsigned i = 0; i < c->samples; i++)
		snapshot_free(world_update(world, sample(c, i)));
	summary_make(world, c->scope, "TIME", &summary);
	for (size_t i = 0; i < summary.line_count; i++) {
		(void)strlcat(lines, summary.lines[i], sizeof(lines));
		(void)strlcat(lines, "\n", sizeof(lines));
	}
	assert_string_equal(lines, c->lines);
	assert_true(bytes_equal(find_pair(&summary, "events")->text, c->events ? c->events : "on"));
	if (!c->events)
		assert_int_equal(find_pair(&summary, "events_lost")->count, c->lost);
	for (size_t i = 0; i < ARRAY_LEN(c->pairs); i++) {
		const struct value *value = find_pair(&summary, c->pairs[i].name);

		assert_int_equal(value->kind, c->pairs[i].kind);
		if (value->kind == VALUE_PERCENT || value->kind == VALUE_RATE)
			assert_true(value->ratio > c->pairs[i].ratio - 1e-9 &&
				    value->ratio < c->pairs[i].ratio + 1e-9);
	}
	world_free(world);
}

/* Whatever is known, the same pairs are there, each once: a reader may rely on them. */
static void test_pairs(void **state)
{
	struct summary first = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct world *world = world_new();
		struct summary summary;

		snapshot_free(world_update(world, sample(&cases[i], 0)));
		summary_make(world, cases[i].scope, "", &summary);
		assert_in_range(summary.pair_count, 30, SUMMARY_PAIRS_MAX);
		if (i == 0)
			first = summary;
		assert_int_equal(summary.pair_count, first.pair_count);
		for (size_t k = 0; k < summary.pair_count; k++) {
			assert_string_equal(summary.pairs[k].name, first.pairs[k].name);
			for (size_t m = 0; m < k; m++)
				assert_string_not_equal(summary.pairs[k].name,
							summary.pairs[m].name);
		}
		world_free(world);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_pairs) };
	int failed;

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_summary);
	failed = cmocka_run_group_tests_name("summary_make", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("summary", others, NULL, NULL);
}

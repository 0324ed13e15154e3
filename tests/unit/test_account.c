#include "test.h"

#include "model/world.h"
#include "proc/pidstat.h"
#include "sightings.h"

#define TICK_NS	 UINT64_C(10000000)
#define BEGIN_NS (1000 * NS_PER_SECOND) /* when the first sample is taken; then every second */

enum { TASKS_MAX = 6, SAMPLES_MAX = 5 };

/* A process as one sample saw it; times in ticks of 10 ms. */
struct seen {
	int32_t pid, ppid;
	unsigned own, reaped;
	bool born; /* began when the sample before was long done */
};

/* What came to a process in the interval that ended with a sample. */
struct wanted {
	int32_t pid;
	unsigned ticks;
};

struct account_case {
	const char *name;
	struct seen samples[SAMPLES_MAX][TASKS_MAX];
	struct wanted wanted[SAMPLES_MAX][3]; /* those that are not told: nothing */
	bool dropped;			      /* the second interval is: a suspend */
	unsigned cpus;			      /* 0: not known, so that nothing is impossible */
};

/* clang-format off */
static const struct account_case cases[] = {
	{ "a child that had no row",
	  { { { 1, 0, 0, 100 } }, { { 1, 0, 0, 130 } } },
	  { { { 0 } }, { { 1, 30 } } } },
	{ "of one that had a row, what came after it",
	  { { { 1, 0, 0, 0 }, { 9, 1, 70, 5 } }, { { 1, 0, 0, 85 } } },
	  { { { 0 } }, { { 1, 10 } } } },
	{ "waited for after its parent was read: it comes, less what was seen, with the next sample",
	  { { { 1, 0, 0, 0 }, { 9, 1, 70 } }, { { 1, 0, 0, 0 } }, { { 1, 0, 0, 80 } } },
	  { { { 0 } }, { { 0 } }, { { 1, 10 } } } },
	{ "a parent that ignores SIGCHLD gets nothing, and owes it for one interval only",
	  { { { 1, 0, 0, 0 }, { 9, 1, 70 } }, { { 1, 0, 0, 0 } }, { { 1, 0, 0, 0 } }, { { 1, 0, 0, 50 } },
	    { { 1, 0, 0, 150 } } },
	  { { { 0 } }, { { 0 } }, { { 0 } }, { { 1, 50 } }, { { 1, 100 } } } },
	{ "three generations that end at once, each waited for",
	  { { { 1, 0, 0, 0 }, { 7, 1, 10 }, { 8, 7, 20 }, { 9, 8, 70 } }, { { 1, 0, 0, 106 } } },
	  { { { 0 } }, { { 1, 6 } } } },
	{ "the parent takes its child's time along",
	  { { { 1, 0, 0, 0 }, { 8, 1, 20 }, { 9, 8, 70 } }, { { 1, 0, 0, 0 }, { 8, 1, 21, 72 } },
	    { { 1, 0, 0, 95 } } },
	  { { { 0 } }, { { 8, 2 } }, { { 1, 2 } } } },
	{ "the parent was read too early, then takes its child's time along",
	  { { { 1, 0, 0, 0 }, { 8, 1, 20 }, { 9, 8, 70 } }, { { 1, 0, 0, 0 }, { 8, 1, 21 } },
	    { { 1, 0, 0, 94 } } },
	  { { { 0 } }, { { 0 } }, { { 1, 3 } } } },
	{ "both are read too early",
	  { { { 1, 0, 0, 0 }, { 8, 1, 20 }, { 9, 8, 70 } }, { { 1, 0, 0, 0 }, { 8, 1, 21 } },
	    { { 1, 0, 0, 0 } }, { { 1, 0, 0, 94 } } },
	  { { { 0 } }, { { 0 } }, { { 0 } }, { { 1, 3 } } } },

	/* The parent ends first, and its child comes to a subreaper (5) or to init. */
	{ "an orphan that init has waited for",
	  { { { 1, 0, 0, 0 }, { 5, 1, 0, 0 }, { 8, 5, 20 }, { 9, 8, 2000 } },
	    { { 1, 0, 0, 2004 }, { 5, 1, 0, 21 } } },
	  { { { 0 } }, { { 1, 4 }, { 5, 1 } } } },
	{ "an orphan that a subreaper has waited for",
	  { { { 1, 0, 0, 0 }, { 5, 1, 0, 0 }, { 8, 5, 20 }, { 9, 8, 2000 } },
	    { { 1, 0, 0, 0 }, { 5, 1, 0, 2025 } } },
	  { { { 0 } }, { { 5, 5 } } } },
	{ "the orphan has the lower number",
	  { { { 1, 0, 0, 0 }, { 5, 1, 0, 0 }, { 8, 9, 20 }, { 9, 5, 2000 } },
	    { { 1, 0, 0, 24 }, { 5, 1, 0, 2001 } } },
	  { { { 0 } }, { { 1, 4 }, { 5, 1 } } } },
	{ "several orphans, and children that had no row",
	  { { { 1, 0, 0, 0 }, { 7, 1, 20 }, { 8, 7, 1000 }, { 9, 7, 2000 } }, { { 1, 0, 0, 3029 } } },
	  { { { 0 } }, { { 1, 9 } } } },
	{ "an orphan that init waited for after it was read",
	  { { { 1, 0, 0, 0 }, { 5, 1, 0, 0 }, { 8, 5, 20 }, { 9, 8, 2000 } },
	    { { 1, 0, 0, 0 }, { 5, 1, 0, 21 } }, { { 1, 0, 0, 2004 }, { 5, 1, 0, 21 } } },
	  { { { 0 } }, { { 0 } }, { { 1, 5 } } } }, /* who gets the rest cannot be told, its sum can */
	{ "an orphan of the second interval",
	  { { { 1, 0, 0, 0 }, { 8, 1, 20 }, { 9, 8, 2000 } }, { { 1, 0, 0, 21 }, { 9, 1, 2001 } },
	    { { 1, 0, 0, 2024 } } },
	  { { { 0 } }, { { 1, 1 } }, { { 1, 2 } } } },

	/* What cannot be told. */
	{ "more than two CPUs can do is the life of one that was never seen",
	  { { { 1, 0, 0, 0 } }, { { 1, 0, 0, 2000 } }, { { 1, 0, 0, 2190 } } },
	  { { { 0 } }, { { 0 } }, { { 1, 190 } } }, .cpus = 2 },
	{ "a new one, and the children that it has waited for",
	  { { { 1, 0, 0, 0 } }, { { 1, 0, 0, 0 }, { 9, 1, 3, 40, true } } },
	  { { { 0 } }, { { 9, 40 } } } },
	{ "an old one that was not seen before",
	  { { { 1, 0, 0, 0 } }, { { 1, 0, 0, 0 }, { 9, 1, 3, 40 } } },
	  { { { 0 } }, { { 0 } } } },
	{ "what is owed from before a suspend is forgotten",
	  { { { 1, 0, 0, 0 }, { 9, 1, 70 } }, { { 1, 0, 0, 0 } }, { { 1, 0, 0, 80 } }, { { 1, 0, 0, 110 } } },
	  { { { 0 } }, { { 0 } }, { { 0 } }, { { 1, 30 } } }, .dropped = true },
	{ "the parent of one that has gone is not known",
	  { { { 1, 0, 0, 0 }, { 9, 4242, 70 } }, { { 1, 0, 0, 80 } } },
	  { { { 0 } }, { { 1, 80 } } } },
	{ "parents in a ring, all gone",
	  { { { 1, 0, 0, 0 }, { 7, 8, 10 }, { 8, 9, 10 }, { 9, 7, 10 } }, { { 1, 0, 0, 7 } } },
	  { { { 0 } }, { { 1, 7 } } } },
	{ "parents in a ring, one of them there",
	  { { { 7, 8, 0, 1 }, { 8, 9, 10 }, { 9, 7, 10 } }, { { 7, 8, 0, 41 } } },
	  { { { 0 } }, { { 7, 20 } } } },
};
/* clang-format on */

static struct snapshot *snapshot_of(const struct account_case *c, size_t at)
{
	const uint64_t now_ns = BEGIN_NS + at * NS_PER_SECOND;
	struct snapshot *snapshot = snapshot_new();
	struct task tasks[TASKS_MAX];

	for (size_t i = 0; i < TASKS_MAX && c->samples[at][i].pid != 0; i++) {
		const struct seen *seen = &c->samples[at][i];
		const uint64_t start_ns = seen->born ? now_ns - NS_PER_SECOND / 2 : NS_PER_SECOND;

		tasks[snapshot->task_count++] = (struct task){
			.identity = { .pid = seen->pid, .start = start_ns / TICK_NS },
			.have = TASK_STAT,
			.tgid = seen->pid,
			.ppid = seen->ppid,
			.start_ns = start_ns,
			.utime_ns = seen->own / 2 * TICK_NS,
			.stime_ns = (seen->own - seen->own / 2) * TICK_NS,
			.cutime_ns = seen->reaped / 2 * TICK_NS,
			.cstime_ns = (seen->reaped - seen->reaped / 2) * TICK_NS,
		};
	}
	snapshot->tasks = sightings_of(snapshot->arena, tasks, snapshot->task_count, now_ns);
	snapshot->monotonic_ns = snapshot->boottime_ns = now_ns;
	if (c->dropped && at >= 2)
		snapshot->boottime_ns += 3600 * NS_PER_SECOND;
	snapshot->ticks_per_second = 100;
	snapshot->system.cpu_count = c->cpus;
	return snapshot;
}

static unsigned wanted_of(const struct account_case *c, size_t at, int32_t pid)
{
	for (size_t i = 0; i < ARRAY_LEN(c->wanted[at]); i++) {
		if (c->wanted[at][i].pid == pid)
			return c->wanted[at][i].ticks;
	}
	return 0;
}

static void test_children(void **state)
{
	const struct account_case *c = *state;
	struct world *world = world_new();

	for (size_t at = 0; at < SAMPLES_MAX && c->samples[at][0].pid != 0; at++) {
		const struct row *rows;
		size_t count;

		snapshot_free(world_update(world, snapshot_of(c, at)));
		rows = world_rows(world, &count);
		for (size_t i = 0; i < count; i++) {
			const uint64_t ticks = rows[i].children_ns / TICK_NS;
			const unsigned wanted = wanted_of(c, at, rows[i].identity.pid);

			if (ticks != wanted)
				print_error("sample %zu, process %d:\n", at, rows[i].identity.pid);
			assert_int_equal(ticks, wanted);
		}
	}
	world_free(world);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_children);
	return cmocka_run_group_tests_name("account_children", tests, NULL, NULL);
}

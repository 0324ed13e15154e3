#include "test.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "model/ending.h"
#include "model/world.h"
#include "proc/pidstat.h"
#include "samples.h"
#include "sightings.h"

#define TICK_NS	 UINT64_C(10000000)
#define SECOND	 NS_PER_SECOND
#define BEGIN_NS (1000 * SECOND) /* when the first of two samples is taken */

static void assert_near(double got, double want)
{
	if (!(fabs(got - want) < 1e-9)) {
		print_error("%.12g is not %.12g\n", got, want);
		fail();
	}
}

/* ------------------------------------------------------- samples that are made here */

/* A process: its identity, when it began, and what else there is to say of it. */
#define TASK(number, start_ticks, inode, begun_ns, ...)                                  \
	{                                                                                \
		.identity = { .pid = (number), .start = (start_ticks), .id = (inode) },  \
		.tgid = (number), .start_ns = (begun_ns), .have = TASK_STAT, __VA_ARGS__ \
	}
#define PROCESS(number, started_s, ...)                                                    \
	TASK(number, (started_s)*100, 0, (started_s)*SECOND, .state = 'S', .busiest = 'S', \
	     __VA_ARGS__)
#define NOTHING .nice = 0
#define NOBODY          \
	{               \
		NOTHING \
	}

#define THREAD(number, started_s) PROCESS(number, started_s, .is_thread = true)

static struct snapshot *snapshot_at(uint64_t ns, const struct task *tasks, size_t count)
{
	struct snapshot *snapshot = snapshot_new();

	snapshot->tasks = sightings_of(snapshot->arena, tasks, count, ns);
	snapshot->task_count = count;
	snapshot->monotonic_ns = snapshot->boottime_ns = ns;
	snapshot->ticks_per_second = 100;
	return snapshot;
}

/* Threads of the only process that has any. */
static void add_threads(struct snapshot *snapshot, int32_t pid, const struct task *threads,
			size_t count)
{
	for (size_t i = 0; i < snapshot->task_count; i++) {
		if (snapshot->tasks[i].task->identity.pid == pid)
			sightings_to_change(snapshot, i)->thread_count = (uint32_t)count;
	}
	snapshot->threads = sightings_of(snapshot->arena, threads, count, snapshot->monotonic_ns);
	snapshot->thread_count = count;
}

static void update(struct world *world, struct snapshot *snapshot)
{
	snapshot_free(world_update(world, snapshot));
}

static const struct row *row_of(const struct world *world, int32_t pid)
{
	const struct row *row = world_find_pid(world, pid);

	assert_non_null(row);
	return row;
}

/* ---------------------------------------------------------------- the interval */

struct interval_case {
	const char *name;
	int64_t monotonic_ms, boottime_ms; /* from the first sample to the second */
	int error_before, error_now;
	double want;
};

static const struct interval_case interval_cases[] = {
	{ "two seconds", 2000, 2000, 0, 0, 2 },
	{ "clocks that differ a little", 2000, 2100, 0, 0, 2 },
	{ "a suspend", 2000, 3000, 0, 0, 0 },
	{ "a long suspend", 2000, 3600000, 0, 0, 0 },
	{ "a clock that stands still", 0, 0, 0, 0, 0 },
	{ "a clock that went back", -1000, -1000, 0, 0, 0 },
	{ "boottime alone went back", 1000, -1000, 0, 0, 0 },
	{ "boottime behind", 2000, 1000, 0, 0, 2 },
	{ "the sample before failed", 2000, 2000, -EACCES, 0, 0 },
	{ "this sample failed", 2000, 2000, 0, -ENOENT, 0 },
};

static void test_interval(void **state)
{
	static const struct task tasks[] = { PROCESS(7, 1, .utime_ns = SECOND) };
	const struct interval_case *c = *state;
	struct snapshot *before = snapshot_at(BEGIN_NS, tasks, c->error_before ? 0 : 1);
	struct snapshot *now = snapshot_at(BEGIN_NS, tasks, c->error_now ? 0 : 1);
	struct world *world = world_new();

	now->monotonic_ns += (uint64_t)(c->monotonic_ms * (int64_t)NS_PER_MS);
	now->boottime_ns += (uint64_t)(c->boottime_ms * (int64_t)NS_PER_MS);
	before->error = c->error_before;
	now->error = c->error_now;
	update(world, before);
	assert_near(world_interval(world), 0);
	update(world, now);
	assert_near(world_interval(world), c->want);
	if (!c->error_now) {
		assert_int_equal(row_of(world, 7)->before != NULL, c->want > 0);
		assert_false(row_of(world, 7)->born);
	}
	world_free(world);
}

/* ---------------------------------------------------------------- the join */

struct join_case {
	const char *name;
	struct task before, now; /* pid 0: not there */
	bool has_before, born;
	double seconds;
	uint64_t before_ns, now_ns; /* when each was read; 0: with its sample */
};

/* The samples are taken at 1000 s and at 1002 s. */
/* clang-format off */
static const struct join_case join_cases[] = {
	{ "there all the time", PROCESS(7, 1, NOTHING), PROCESS(7, 1, NOTHING), true, false, 2 },
	{ "each rate has its own interval",
	  PROCESS(7, 1, NOTHING), PROCESS(7, 1, NOTHING), true, false, 2.5,
	  BEGIN_NS + SECOND / 2, BEGIN_NS + 3 * SECOND },
	{ "read twice at the same moment: no rates",
	  PROCESS(7, 1, NOTHING), PROCESS(7, 1, NOTHING), true, false, 0,
	  BEGIN_NS + SECOND, BEGIN_NS + SECOND },
	{ "read earlier than before: no rates",
	  PROCESS(7, 1, NOTHING), PROCESS(7, 1, NOTHING), true, false, 0,
	  BEGIN_NS + 2 * SECOND, BEGIN_NS + SECOND },
	{ "no rates, and not new though it began in the same tick",
	  TASK(7, 99999, 0, BEGIN_NS - TICK_NS, NOTHING), TASK(7, 99999, 0, BEGIN_NS - TICK_NS, NOTHING),
	  true, false, 0, BEGIN_NS + SECOND, BEGIN_NS + SECOND },
	{ "gone", PROCESS(7, 1, NOTHING), NOBODY, false, false, 0 },
	{ "born in the interval", NOBODY, PROCESS(7, 1001, NOTHING), false, true, 2 },
	{ "born in the tick in which the first sample began", NOBODY,
	  TASK(7, 99999, 0, BEGIN_NS - TICK_NS, NOTHING), false, true, 2 },
	{ "there before, but not seen", NOBODY,
	  TASK(7, 99999, 0, BEGIN_NS - TICK_NS - 1, NOTHING), false, false, 0 },
	{ "a reused PID is another process", PROCESS(7, 1, NOTHING), PROCESS(7, 1001, NOTHING), false, true, 2 },
	{ "another one with that PID, as old", PROCESS(7, 1, NOTHING), PROCESS(7, 2, NOTHING), false, false, 0 },
	{ "a reused PID in the same tick: another inode",
	  TASK(7, 99900, 1, 999 * SECOND, NOTHING), TASK(7, 99900, 2, 999 * SECOND, NOTHING),
	  false, false, 0 },
	{ "the inode became known", PROCESS(7, 1, NOTHING), TASK(7, 100, 5, SECOND, NOTHING), true, false, 2 },
	{ "a start in the far future", NOBODY, TASK(7, 1, 0, UINT64_MAX, NOTHING), false, false, 0 },
};
/* clang-format on */

static struct snapshot *snapshot_of_one(uint64_t ns, const struct task *task, uint64_t read_ns)
{
	struct snapshot *snapshot = snapshot_at(ns, task, task->identity.pid ? 1 : 0);

	if (read_ns != 0)
		sightings_to_change(snapshot, 0)->sampled_ns = read_ns;
	return snapshot;
}

static void test_join(void **state)
{
	const struct join_case *c = *state;
	struct world *world = world_new();
	const struct row *row;

	update(world, snapshot_of_one(BEGIN_NS, &c->before, c->before_ns));
	update(world, snapshot_of_one(BEGIN_NS + 2 * SECOND, &c->now, c->now_ns));
	row = world_find_pid(world, 7);
	assert_int_equal(row != NULL, c->now.identity.pid != 0);
	if (row) {
		assert_int_equal(row->before != NULL, c->has_before);
		assert_int_equal(row->born, c->born);
		assert_near(row->seconds, c->seconds);
		assert_ptr_equal(world_find(world, &c->now.identity), row);
		assert_ptr_equal(row->sighting, snapshot_find(world_now(world), 7));
		assert_ptr_equal(row->sighting->task, row->task);
	}
	if (!c->has_before)
		assert_null(world_find(world, &c->before.identity));
	world_free(world);
}

/* The same of a thread: it has its own number, start and reads. */
static void test_thread(void **state)
{
	static const struct task process[] = { PROCESS(5, 1, NOTHING),
					       PROCESS(7, 1, .num_threads = 4),
					       PROCESS(20, 1, .ppid = 7) };
	static const struct task old[] = { THREAD(7, 1), THREAD(8, 1), THREAD(9, 1) };
	static const struct task new[] = { THREAD(7, 1), THREAD(8, 1001), THREAD(12, 900) };
	struct snapshot *before = snapshot_at(BEGIN_NS, process, 3);
	struct snapshot *now = snapshot_at(BEGIN_NS + 2 * SECOND, process, 3);
	struct world *world = world_new();
	const struct row *rows;
	size_t count;

	(void)state;
	add_threads(before, 7, old, 3);
	add_threads(now, 7, new, 3);
	update(world, before);
	update(world, now);
	rows = world_rows(world, &count);
	assert_int_equal(count, 6);
	for (size_t i = 2; i < 5; i++) {
		assert_true(rows[i].is_thread);
		assert_int_equal(rows[i].parent, 1);
		assert_int_equal(rows[i].process, 1);
		assert_int_equal(world_parents(world)[i], 1);
		assert_ptr_equal(rows[i].attributes, rows[1].attributes);
		assert_int_equal(rows[i].identity.pid, new[i - 2].identity.pid);
		assert_int_equal(rows[i].first_child, ROW_NONE);
		assert_int_equal(rows[i].children_ns, 0);
	}
	assert_non_null(rows[2].before); /* the same */
	assert_true(rows[2].before->is_thread);
	assert_near(rows[2].seconds, 2);
	assert_null(rows[3].before); /* another with that TID */
	assert_true(rows[3].born);
	assert_null(rows[4].before); /* not seen before, not new */
	assert_false(rows[4].born);
	/* A thread is no process, and is found by its identity. */
	assert_null(world_find_pid(world, 12));
	assert_ptr_equal(world_find(world, &new[2].identity), &rows[4]);
	assert_null(world_find(world, &old[2].identity));
	/* The child is the process's, behind its threads. */
	assert_int_equal(rows[1].first_child, 5);
	assert_true(world_is_under(world, &rows[5], &rows[1]));
	assert_true(world_is_under(world, &rows[4], &rows[1]));
	assert_true(world_is_under(world, &rows[1], &rows[1]));
	assert_false(world_is_under(world, &rows[1], &rows[5]));
	assert_false(world_is_under(world, &rows[5], &rows[0]));
	world_free(world);
}

/* ---------------------------------------------------------------- the order of samples */

static void test_extra(void **state)
{
	static const struct task tasks[] = { PROCESS(7, 1, NOTHING) };
	struct snapshot *a = snapshot_at(BEGIN_NS, tasks, 1);
	struct snapshot *b = snapshot_at(BEGIN_NS + SECOND, tasks, 1);
	struct snapshot *c = snapshot_at(BEGIN_NS + 3 * SECOND / 2, tasks, 1);
	struct snapshot *d = snapshot_at(BEGIN_NS + 2 * SECOND, tasks, 1);
	struct world *world = world_new();

	(void)state;
	b->extra = c->extra = true;
	assert_null(world_now(world));
	assert_null(world_find_pid(world, 7));
	assert_null(world_update(world, a));
	assert_ptr_equal(world_now(world), a);
	assert_null(world_before(world));
	/* With nothing before it an extra one is as good as any. */
	assert_null(world_update(world, b));
	assert_ptr_equal(world_before(world), a);
	/* It stands in for the present one, so that the interval stays a whole one. */
	assert_ptr_equal(world_update(world, c), b);
	assert_ptr_equal(world_now(world), c);
	assert_ptr_equal(world_before(world), a);
	assert_near(world_interval(world), 1.5);
	assert_ptr_equal(row_of(world, 7)->before, snapshot_task_find(a, 7));
	assert_ptr_equal(world_update(world, d), a);
	assert_ptr_equal(world_before(world), c);
	assert_near(world_interval(world), .5);
	snapshot_free(a);
	snapshot_free(b);
	world_free(world);
}

/*
 * What has not changed is one version in both samples: the same row comes of it as of two that
 * are alike.
 */
static void test_shared(void **state)
{
	static const struct task tasks[] = { PROCESS(5, 1, NOTHING),
					     PROCESS(7, 1, .num_threads = 2),
					     PROCESS(9, 1, .ppid = 7) };
	static const struct task threads[] = { THREAD(7, 1), THREAD(8, 1) };
	struct snapshot *before = snapshot_at(BEGIN_NS, tasks, 3);
	struct snapshot *now = snapshot_at(BEGIN_NS + 2 * SECOND, tasks, 3);
	struct world *world = world_new();
	const struct row *rows;
	size_t count;

	(void)state;
	add_threads(before, 7, threads, 2);
	add_threads(now, 7, threads, 2);
	for (size_t i = 0; i < 3; i++)
		sightings_to_change(now, i)->task = before->tasks[i].task;
	for (size_t i = 0; i < 2; i++)
		((struct sighting *)(uintptr_t)now->threads)[i].task = before->threads[i].task;
	update(world, before);
	assert_true(world_ask_command(world, row_of(world, 9), BEGIN_NS, false));
	world_answer_command(world, &tasks[2].identity, 0, bytes_of("nine"));
	update(world, now);
	rows = world_rows(world, &count);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(rows[i].before, rows[i].task);
		assert_near(rows[i].seconds, 2);
		assert_false(rows[i].born);
	}
	assert_ptr_equal(rows[2].task, before->threads[0].task);
	assert_ptr_equal(rows[3].sighting, &now->threads[1]);
	assert_bytes_equal(row_of(world, 9)->attributes->command, bytes_of("nine"));
	world_free(world);
}

/* Nothing can be listed, and then it can again. */
static void test_error(void **state)
{
	static const struct task tasks[] = { PROCESS(7, 1, .utime_ns = SECOND) };
	struct world *world = world_new();
	struct snapshot *failed = snapshot_at(BEGIN_NS + SECOND, NULL, 0);
	size_t count;

	(void)state;
	failed->error = -EMFILE;
	update(world, snapshot_at(BEGIN_NS, tasks, 1));
	update(world, failed);
	(void)world_rows(world, &count);
	assert_int_equal(count, 0);
	assert_null(world_find_pid(world, 7));
	assert_near(world_totals(world)->rows, 0);
	update(world, snapshot_at(BEGIN_NS + 2 * SECOND, tasks, 1));
	assert_null(row_of(world, 7)->before);
	assert_near(row_of(world, 7)->seconds, 0);
	assert_false(row_of(world, 7)->born);
	update(world, snapshot_at(BEGIN_NS + 3 * SECOND, tasks, 1));
	assert_near(row_of(world, 7)->seconds, 1);
	world_free(world);
}

static void test_empty(void **state)
{
	struct world *world = world_new();
	size_t count = 9;

	(void)state;
	(void)world_rows(world, &count);
	assert_int_equal(count, 0);
	assert_near(world_interval(world), 0);
	for (uint64_t i = 0; i < 4; i++) {
		update(world, snapshot_at(BEGIN_NS + i * SECOND, NULL, 0));
		(void)world_rows(world, &count);
		assert_int_equal(count, 0);
	}
	world_free(world);
	world_free(NULL);
}

/* ---------------------------------------------------------------- attributes */

struct ask_case {
	const char *name;
	struct task task;
	bool asks;
};

static const struct ask_case ask_cases[] = {
	{ "a process", PROCESS(7, 1, NOTHING), true },
	{ "a kernel thread has no command line", PROCESS(7, 1, .flags = PIDSTAT_KTHREAD), false },
	{ "a zombie has none any more", TASK(7, 1, 0, SECOND, .state = 'Z', .num_threads = 1),
	  false },
	{ "a dead leader of living threads has",
	  TASK(7, 1, 0, SECOND, .state = 'Z', .num_threads = 2), true },
};

static void test_ask(void **state)
{
	const struct ask_case *c = *state;
	struct world *world = world_new();

	update(world, snapshot_at(BEGIN_NS, &c->task, 1));
	assert_int_equal(world_ask_command(world, row_of(world, 7), BEGIN_NS, true), c->asks);
	/* Never twice. */
	assert_false(world_ask_command(world, row_of(world, 7), BEGIN_NS + 100 * SECOND, true));
	world_free(world);
}

static void test_attributes(void **state)
{
	static const struct task one[] = { PROCESS(3, 1, NOTHING),
					   PROCESS(7, 1, .comm = TEXT("sh")),
					   PROCESS(9, 1, NOTHING) };
	static const struct task two[] = { PROCESS(7, 1, .comm = TEXT("sh")),
					   PROCESS(9, 1001, NOTHING) };
	static const struct task exec[] = { PROCESS(7, 1, .comm = TEXT("ls")),
					    PROCESS(9, 1001, NOTHING) };
	struct world *world = world_new();
	const struct attributes *attributes;

	(void)state;
	update(world, snapshot_at(BEGIN_NS, one, 3));
	attributes = row_of(world, 7)->attributes;
	for (size_t i = 0; i < ARRAY_LEN(one); i++) {
		assert_true(world_ask_command(world, row_of(world, one[i].identity.pid), BEGIN_NS,
					      false));
		world_stalled(world, &one[i].identity);
		assert_true(row_of(world, one[i].identity.pid)->attributes->stalled);
		world_answer_command(world, &one[i].identity, 0, bytes_of("command"));
	}
	assert_false(attributes->stalled);
	/* They stay with their identity; those of 3 and of the first 9 are freed. */
	update(world, snapshot_at(BEGIN_NS + SECOND, two, 2));
	assert_ptr_equal(row_of(world, 7)->attributes, attributes);
	assert_bytes_equal(attributes->command, bytes_of("command"));
	assert_int_equal(row_of(world, 9)->attributes->state, ATTRIBUTES_UNKNOWN);
	assert_false(world_ask_command(world, row_of(world, 7), BEGIN_NS + SECOND, false));
	/* A late answer to the old 9 is not the new one's; nor is one to who is not there. */
	world_answer_command(world, &one[2].identity, 0, bytes_of("old"));
	world_answer_command(world, &one[0].identity, 0, bytes_of("old"));
	world_stalled(world, &one[2].identity);
	assert_int_equal(row_of(world, 9)->attributes->state, ATTRIBUTES_UNKNOWN);
	assert_false(row_of(world, 9)->attributes->stalled);
	/* After exec it is asked for again. */
	update(world, snapshot_at(BEGIN_NS + 2 * SECOND, exec, 2));
	assert_true(world_ask_command(world, row_of(world, 7), BEGIN_NS + 2 * SECOND, false));
	assert_bytes_equal(attributes->command, bytes_of("command"));
	world_free(world);
}

/* ---------------------------------------------------------------- the account */

/* Ticks of 10 ms: what the kernel counted, and what each process shows of it. */
struct account_case {
	const char *name;
	struct task before[3], now[3];
	uint64_t busy, interrupts;	     /* ticks of the machine; busy without interrupts */
	double rows, children, unattributed; /* ticks */
};

#define OWN(ticks)    .utime_ns = (ticks)*TICK_NS
#define REAPED(ticks) .cutime_ns = (ticks)*TICK_NS

/* clang-format off */
static const struct account_case account_cases[] = {
	{ "one worked", { PROCESS(1, 1, OWN(10)) }, { PROCESS(1, 1, OWN(60)) }, 50, 0, 50, 0, 0 },
	{ "system time counts",
	  { PROCESS(1, 1, .stime_ns = TICK_NS) }, { PROCESS(1, 1, .stime_ns = 31 * TICK_NS) }, 30, 0, 30, 0, 0 },
	{ "nobody says that it was him", { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, NOTHING) }, 50, 0, 0, 0, 50 },
	{ "interrupts", { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, OWN(20)) }, 20, 30, 20, 0, 0 },
	{ "all of a new one", { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, NOTHING), PROCESS(9, 1001, OWN(40)) }, 40, 0, 40, 0, 0 },
	{ "nothing of one that was not seen before",
	  { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, NOTHING), PROCESS(9, 1, OWN(9999)) }, 40, 0, 0, 0, 40 },
	{ "a child that came and went", { PROCESS(1, 1, REAPED(100)) }, { PROCESS(1, 1, REAPED(130)) },
	  30, 0, 0, 30, 0 },
	{ "a child that had a row: only what came after it",
	  { PROCESS(1, 1, REAPED(100)), PROCESS(9, 2, .ppid = 1, OWN(70)) }, { PROCESS(1, 1, REAPED(180)) },
	  10, 0, 0, 10, 0 },
	{ "and what it had waited for itself",
	  { PROCESS(1, 1, NOTHING), PROCESS(9, 2, .ppid = 1, OWN(70), REAPED(5)) }, { PROCESS(1, 1, REAPED(85)) },
	  10, 0, 0, 10, 0 },
	{ "a grandchild and its parent that had rows",
	  { PROCESS(1, 1, NOTHING), PROCESS(8, 2, .ppid = 1, OWN(20)), PROCESS(9, 3, .ppid = 8, OWN(70)) },
	  { PROCESS(1, 1, REAPED(100)) }, 10, 0, 0, 10, 0 },
	{ "a PID that was reused in the interval",
	  { PROCESS(1, 1, NOTHING), PROCESS(9, 2, .ppid = 1, OWN(70)) },
	  { PROCESS(1, 1, REAPED(75)), PROCESS(9, 1001, .ppid = 1, OWN(3)) }, 8, 0, 3, 5, 0 },
	{ "a new one that has waited for children itself",
	  { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, NOTHING), PROCESS(9, 1001, .ppid = 1, OWN(2), REAPED(30)) },
	  32, 0, 2, 30, 0 },
	{ "counters that went back count nothing",
	  { PROCESS(1, 1, OWN(50), REAPED(50)) }, { PROCESS(1, 1, OWN(20), REAPED(10)) }, 5, 0, 0, 0, 5 },
	{ "rows that say more than the kernel leave nothing over",
	  { PROCESS(1, 1, NOTHING) }, { PROCESS(1, 1, OWN(50)) }, 40, 0, 50, 0, 0 },
};
/* clang-format on */

static size_t count_of(const struct task *tasks)
{
	size_t count = 0;

	while (count < 3 && tasks[count].identity.pid != 0)
		count++;
	return count;
}

/* A machine with one CPU, at both ends of two seconds. */
static void test_account(void **state)
{
	const struct account_case *c = *state;
	struct snapshot *before = snapshot_at(BEGIN_NS, c->before, count_of(c->before));
	struct snapshot *now = snapshot_at(BEGIN_NS + 2 * SECOND, c->now, count_of(c->now));
	const struct kstat_cpu cpus[2] = {
		{ .idle = 100 },
		{ .user = c->busy, .irq = c->interrupts, .idle = 300 - c->busy - c->interrupts }
	};
	struct world *world = world_new();
	const struct totals *totals;

	before->system.have = now->system.have = SYSTEM_KSTAT;
	before->system.cpu_count = now->system.cpu_count = 1;
	before->system.cpus = &cpus[0];
	now->system.cpus = &cpus[1];
	before->system.kstat.all = cpus[0];
	now->system.kstat.all = cpus[1];
	update(world, before);
	update(world, now);
	totals = world_totals(world);
	assert_near(totals->busy, (double)(c->busy + c->interrupts) / 200);
	assert_near(totals->rows, c->rows / 200);
	assert_near(totals->children, c->children / 200);
	assert_near(totals->interrupts, (double)c->interrupts / 200);
	assert_near(totals->unattributed, c->unattributed / 200);
	world_free(world);
}

/* ---------------------------------------------------------------- the captured machine */

struct small_case {
	const char *name;
	int32_t pid, parent; /* 0: a root */
	bool had_before, born;
	unsigned ticks, children_ticks;
};

/* What README.md of the trees says. */
static const struct small_case small_cases[] = {
	{ "systemd", 1, 0, true, false, 1, 0 },
	{ "kthreadd", 2, 0, true, false, 0, 0 },
	{ "a kernel thread", 15, 2, true, false, 1, 0 },
	{ "sshd has waited for one that had a row", 700, 1, true, false, 0, 2 },
	{ "sshd of a user", 801, 700, true, false, 0, 0 },
	{ "bash has waited for one that had a row and one that had none", 802, 801, true, false, 1,
	  15 },
	{ "webserver", 850, 1, true, false, 104, 0 },
	{ "its threads alone have worked", 910, 1, true, false, 2, 0 },
	{ "an orphan", 970, 0, true, false, 3, 0 },
	{ "busy", 980, 1, true, false, 196, 0 },
	{ "a reused PID is another row", 1010, 801, false, true, 9, 0 },
	{ "a new one", 1100, 802, false, true, 13, 0 },
};

struct small {
	struct samples before, now;
	struct world *world;
};

static void small_init(struct small *small)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };

	small->world = world_new();
	samples_open(&small->before, "small");
	samples_open(&small->now, "small-later");
	update(small->world, samples_take(&small->before, &request));
	update(small->world, samples_take(&small->now, &request));
}

static void small_done(struct small *small)
{
	world_free(small->world);
	samples_close(&small->before);
	samples_close(&small->now);
}

static void test_small(void **state)
{
	const struct small_case *c = *state;
	const struct row *row;
	struct small small;
	uint64_t ticks;

	small_init(&small);
	row = row_of(small.world, c->pid);
	assert_int_equal(row->born, c->born);
	assert_int_equal(row->before != NULL, c->had_before);
	assert_near(row->seconds, 2);
	ticks = row->task->utime_ns + row->task->stime_ns;
	if (row->before)
		ticks -= row->before->utime_ns + row->before->stime_ns;
	assert_int_equal(ticks, c->ticks * TICK_NS);
	assert_int_equal(row->children_ns, c->children_ticks * TICK_NS);
	if (c->parent == 0)
		assert_int_equal(row->parent, ROW_NONE);
	else
		assert_ptr_equal(&world_rows(small.world, &(size_t){ 0 })[row->parent],
				 row_of(small.world, c->parent));
	small_done(&small);
}

static void test_small_totals(void **state)
{
	const struct totals *totals;
	const struct row *rows;
	struct small small;
	size_t count, threads = 0;

	(void)state;
	small_init(&small);
	totals = world_totals(small.world);
	assert_near(world_interval(small.world), 2);
	assert_near(totals->rows, 3.30 / 2);
	assert_near(totals->children, .17 / 2);
	assert_near(totals->interrupts, .06 / 2);
	assert_near(totals->busy, 3.53 / 2);
	assert_near(totals->unattributed, 0);
	assert_near(totals->cpu.idle, .1);
	assert_near(totals->forks, 1.5);
	assert_near(totals->switches, 4500);
	assert_int_equal(totals->cpu_count, 2);
	assert_int_equal(totals->processes, 12);
	assert_int_equal(totals->kernel_threads, 3);
	assert_int_equal(totals->threads, 16);
	assert_int_equal(totals->running, 3);
	assert_int_equal(totals->zombie, 1);
	assert_int_equal(totals->stopped, 1);
	/* The rows: by PID, each followed by its threads. 1000 and 1010 have ended. */
	rows = world_rows(small.world, &count);
	assert_int_equal(totals->endings, 2);
	assert_int_equal(totals->unseen, 0);
	assert_int_equal(count, 15 + 6 + 2);
	for (size_t i = count - 2; i < count; i++)
		assert_true(rows[i].ending && rows[i].ending->was_seen && rows[i].ending->is_fresh);
	count -= 2;
	assert_null(world_find_pid(small.world, 1000));
	for (size_t i = 0; i < count; i++) {
		if (rows[i].is_thread) {
			threads++;
			assert_int_equal(rows[rows[i].process].identity.pid, rows[i].task->tgid);
			assert_non_null(rows[i].before);
		} else if (i > 0) {
			assert_true(rows[i].identity.pid > rows[rows[i - 1].process].identity.pid);
		}
	}
	assert_int_equal(threads, 6);
	small_done(&small);
}

/* ---------------------------------------------------------------- anything */

static uint32_t random_state = 1;

static uint32_t next_random(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % limit;
}

static struct snapshot *any_snapshot(uint64_t ns)
{
	struct task tasks[40];
	size_t count = 0;
	struct snapshot *snapshot;

	for (int32_t pid = 1; pid <= 40; pid++) {
		struct task task =
			PROCESS(pid, next_random(3) + 1, .ppid = (int32_t)next_random(42),
				OWN(next_random(100)), REAPED(next_random(100)));

		if (next_random(4) > 0)
			tasks[count++] = task;
	}
	snapshot = snapshot_at(ns, tasks, count);
	snapshot->extra = next_random(4) == 0;
	if (next_random(10) == 0) {
		snapshot->error = -EIO;
		snapshot->task_count = 0;
	}
	return snapshot;
}

/* Whatever comes: an identity keeps its command, and nobody has that of another. */
static void test_any(void **state)
{
	struct world *world = world_new();
	uint64_t last[41] = { 0 }; /* the start of each PID in the last update */

	(void)state;
	for (uint64_t round = 1; round <= 500; round++) {
		uint64_t now[41] = { 0 };
		const struct row *rows;
		size_t count;

		update(world, any_snapshot(round * SECOND));
		rows = world_rows(world, &count);
		for (size_t i = 0; i < count; i++) {
			const struct row *row = &rows[i];
			const struct attributes *attributes = row->attributes;
			char name[32];

			if (row->ending) {
				assert_null(world_find(world, &row->identity));
				assert_ptr_equal(world_find_ended(world, &row->identity), row);
				continue;
			}
			(void)snprintf(name, sizeof(name), "%d %d", row->identity.pid,
				       (int)row->identity.start);
			now[row->identity.pid] = row->identity.start;
			if (last[row->identity.pid] == row->identity.start)
				assert_bytes_equal(attributes->command, bytes_of(name));
			else
				assert_int_equal(attributes->state, ATTRIBUTES_UNKNOWN);
			(void)world_ask_command(world, row, round * SECOND, true);
			world_answer_command(world, &row->identity, 0, bytes_of(name));
			assert_int_equal(attributes->state, ATTRIBUTES_KNOWN);
			assert_ptr_equal(world_find(world, &row->identity), row);
			assert_ptr_equal(row->world, world);
			assert_int_equal(world_parents(world)[i], row->parent);
			if (row->before)
				assert_true(task_identity_equal(&row->before->identity,
								&row->identity));
		}
		assert_true(world_totals(world)->unattributed >= 0);
		memcpy(last, now, sizeof(last));
	}
	world_free(world);
}

int main(void)
{
	struct CMUnitTest intervals[ARRAY_LEN(interval_cases)], joins[ARRAY_LEN(join_cases)];
	struct CMUnitTest asks[ARRAY_LEN(ask_cases)], accounts[ARRAY_LEN(account_cases)];
	struct CMUnitTest smalls[ARRAY_LEN(small_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_thread),	   cmocka_unit_test(test_extra),
		cmocka_unit_test(test_error),	   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_attributes), cmocka_unit_test(test_small_totals),
		cmocka_unit_test(test_any),	   cmocka_unit_test(test_shared),
	};
	int failed;

	test_table(intervals, ARRAY_LEN(intervals), interval_cases, sizeof(interval_cases[0]),
		   test_interval);
	test_table(joins, ARRAY_LEN(joins), join_cases, sizeof(join_cases[0]), test_join);
	test_table(asks, ARRAY_LEN(asks), ask_cases, sizeof(ask_cases[0]), test_ask);
	test_table(accounts, ARRAY_LEN(accounts), account_cases, sizeof(account_cases[0]),
		   test_account);
	test_table(smalls, ARRAY_LEN(smalls), small_cases, sizeof(small_cases[0]), test_small);
	failed = cmocka_run_group_tests_name("world_interval", intervals, NULL, NULL);
	failed += cmocka_run_group_tests_name("the join of two samples", joins, NULL, NULL);
	failed += cmocka_run_group_tests_name("world_ask_command", asks, NULL, NULL);
	failed += cmocka_run_group_tests_name("the account", accounts, NULL, NULL);
	failed += cmocka_run_group_tests_name("small and small-later", smalls, NULL, NULL);
	failed += cmocka_run_group_tests_name("world", others, NULL, NULL);
	return failed;
}

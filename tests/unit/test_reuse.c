/*
 * test_reuse.c - a PID that is used again: two processes are never taken for one
 *
 * The kernel is asked for the number (clone3 with set_tid, which takes privileges), so
 * nothing is left to chance. What is forced into one tick is tried again until it was.
 */
#include "test.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "model/world.h"
#include "panes/processes.h"
#include "samples.h"
#include "sightings.h"
#include "source/choose.h"
#include "source/versions.h"
#include "sys/pidfs.h"

enum { TRIES = 500, DEADLINE_S = 20 };

static pid_t child; /* 0: none */

/* ------------------------------------------------------------------- processes */

/* A child that waits, with that number; skips where none may be had. */
static void start_as(pid_t pid)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uint64_t)(uintptr_t)&pid,
		.set_tid_size = 1,
	};

	child = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (child == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			(void)pause();
	}
	if (child < 0) {
		child = 0;
		print_message("no PID can be chosen: %s\n", strerror(errno));
		skip();
	}
}

static void end_child(void)
{
	if (child > 0) {
		(void)kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
	}
	child = 0;
}

static int tear_down(void **state)
{
	(void)state;
	end_child();
	return 0;
}

/* A number that is free: one that was used a moment ago. */
static pid_t free_pid(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static uint64_t tick_ns(void)
{
	return NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
}

static uint64_t tick_now(void)
{
	return clock_boottime() / tick_ns();
}

/* Until so many ticks are over: the clock goes on by itself. */
static void await_ticks(uint64_t count)
{
	const uint64_t until = tick_now() + count;

	while (tick_now() < until)
		(void)usleep(500);
}

/* ------------------------------------------------------------------------- ids */

static void test_pidfs(void **state)
{
	uint64_t ours, again, other;
	int result = pidfs_id(getpid(), &ours);

	(void)state;
	if (result == -ENOSYS) {
		assert_int_equal(pidfs_id(getppid(), &other), -ENOSYS);
		skip();
	}
	assert_int_equal(result, 0);
	assert_int_not_equal(ours, 0);
	assert_int_equal(pidfs_id(getpid(), &again), 0);
	assert_int_equal(again, ours);
	assert_int_equal(pidfs_id(getppid(), &other), 0);
	assert_int_not_equal(other, ours);
	/* The result is left alone where there is none. */
	assert_int_equal(pidfs_id(free_pid(), &other), -ESRCH);
	assert_int_equal(pidfs_id(0, &other), -ESRCH);
	assert_int_not_equal(other, 0);
	/* One refusal is not taken for the kernel's word on all. */
	assert_int_equal(pidfs_id(getpid(), &again), 0);
}

/* A draft of one process is no version of the other, though only the id differs. */
static void test_drafts(void **state)
{
	struct versions *versions = versions_new();
	struct snapshot *first = snapshot_new(), *second = snapshot_new();
	struct task draft;
	const struct task *one, *two;

	(void)state;
	memset(&draft, 0, sizeof(draft));
	draft.identity = (struct identity){ .pid = 7, .start = 100, .id = 41 };
	draft.tgid = 7;
	versions_begin(versions, first);
	one = versions_take(versions, &draft, versions_last(versions, 7, 0));
	versions_end(versions);
	draft.identity.id = 42;
	versions_begin(versions, second);
	assert_ptr_equal(versions_last(versions, 7, 0), one);
	two = versions_take(versions, &draft, one);
	versions_end(versions);
	assert_ptr_not_equal(one, two);
	assert_int_equal(one->identity.id, 41);
	assert_false(task_identity_equal(&one->identity, &two->identity));
	/* Where an id becomes known it is the same process, and yet another version. */
	draft.identity.id = 0;
	assert_false(versions_alike(&draft, two));
	assert_true(task_identity_equal(&draft.identity, &two->identity));
	snapshot_free(first);
	snapshot_free(second);
	versions_free(versions);
}

/* ----------------------------------------------------------------- the live source */

struct source_case {
	const char *name;
	enum choose_source wanted;
};

static const struct source_case source_cases[] = {
	{ "text", CHOOSE_PROCFS },
	{ "BPF", CHOOSE_BPF },
};

struct live {
	struct procdir *procdir;
	struct source *source;
	struct world *world;
	bool has_ids;
};

static void live_open(struct live *live, const struct source_case *c)
{
	char reason[CHOOSE_REASON_MAX];
	uint64_t id;

	assert_int_equal(procdir_open("/proc", &live->procdir), 0);
	live->source = choose_open(c->wanted, live->procdir, reason);
	live->world = world_new();
	live->has_ids = pidfs_id(getpid(), &id) == 0;
	if (reason[0]) {
		print_message("%s: %s\n", c->name, reason);
		world_free(live->world);
		source_free(live->source);
		procdir_close(live->procdir);
		skip();
	}
}

static void live_close(struct live *live)
{
	world_free(live->world);
	source_free(live->source);
	procdir_close(live->procdir);
}

/* The row of the process, or NULL, in one sample more. */
static const struct row *look(struct live *live, pid_t pid, uint32_t needs)
{
	const struct source_request request = { .needs = needs, .only_tasks = true };
	struct snapshot *snapshot = snapshot_new();

	assert_int_equal(source_sample(live->source, &request, snapshot), 0);
	snapshot_free(world_update(live->world, snapshot));
	return world_find_pid(live->world, pid);
}

/* Another one has its number in the next sample, and began in another tick. */
static void test_later(void **state)
{
	struct live live;
	struct identity first;
	const struct row *row;
	pid_t pid = free_pid();

	start_as(pid);
	live_open(&live, *state);
	assert_non_null(look(&live, pid, TASK_STAT));
	row = look(&live, pid, TASK_STAT);
	assert_non_null(row);
	assert_non_null(row->before); /* it is the same */
	first = row->identity;
	await_ticks(2);
	end_child();
	start_as(pid);
	row = look(&live, pid, TASK_STAT);
	assert_non_null(row);
	assert_null(row->before);
	assert_true(row->born);
	assert_true(row->identity.start > first.start);
	assert_false(task_identity_equal(&first, &row->identity));
	assert_null(world_find(live.world, &first));
	if (live.has_ids)
		assert_true(row->identity.id > first.id);
	live_close(&live);
}

/* The beginning of a tick: what comes now has the most of it. */
static void await_tick(void)
{
	while (clock_boottime() % tick_ns() > tick_ns() / 10)
		;
}

/*
 * Two with one number, each seen by a sample of its own; true if they began in one tick.
 * Then the first is in *first, and the second is in the present sample.
 */
static bool reuse_in_a_tick(struct live *live, pid_t pid, struct identity *first)
{
	const struct row *row;

	await_tick();
	start_as(pid);
	row = look(live, pid, TASK_STAT);
	assert_non_null(row);
	*first = row->identity;
	end_child();
	if (tick_now() != first->start)
		return false;
	start_as(pid);
	row = look(live, pid, TASK_STAT);
	assert_non_null(row);
	if (row->identity.start == first->start)
		return true;
	end_child();
	return false;
}

/* Two in one tick: only the id tells them apart. */
static void test_same_tick(void **state)
{
	const uint64_t until = clock_monotonic() + DEADLINE_S * NS_PER_SECOND;
	struct live live;
	struct identity first, second;
	pid_t pid = free_pid();
	bool same = false;

	live_open(&live, *state);
	(void)look(&live, pid, TASK_STAT);
	for (int i = 0; i < TRIES && !same && clock_monotonic() < until; i++)
		same = reuse_in_a_tick(&live, pid, &first);
	if (!same || !live.has_ids) {
		print_message(same ? "no ids\n" : "two samples take longer than a tick\n");
		live_close(&live);
		skip();
	}
	second = world_find_pid(live.world, pid)->identity;
	assert_int_equal(first.start, second.start);
	assert_int_not_equal(first.id, 0);
	assert_true(second.id > first.id);
	assert_false(task_identity_equal(&first, &second));
	assert_null(world_find_pid(live.world, pid)->before);
	assert_null(world_find(live.world, &first));
	/* It is the same from now on, when its tick is over too. */
	await_ticks(4);
	for (int i = 0; i < 3; i++) {
		assert_non_null(look(&live, pid, TASK_STAT));
		assert_non_null(world_find_pid(live.world, pid)->before);
		assert_int_equal(world_find_pid(live.world, pid)->identity.id, second.id);
	}
	live_close(&live);
}

/* Text asks for the id where it is needed, and of all where it is wanted. */
static void test_needed(void **state)
{
	static const struct source_case text = { "text", CHOOSE_PROCFS };
	struct live live;
	uint64_t id;
	pid_t old = free_pid(), young;

	(void)state;
	start_as(old);
	await_ticks(8);
	live_open(&live, &text);
	if (!live.has_ids) {
		live_close(&live);
		skip();
	}
	assert_int_equal(look(&live, old, TASK_STAT)->identity.id, 0);
	assert_int_equal(pidfs_id(old, &id), 0);
	assert_int_equal(look(&live, old, TASK_STAT | TASK_ID)->identity.id, id);
	/* What is known stays, and it is the same process all the time. */
	assert_int_equal(look(&live, old, TASK_STAT)->identity.id, id);
	assert_non_null(world_find_pid(live.world, old)->before);
	end_child();
	/* One that is born between two samples. */
	young = free_pid();
	start_as(young);
	assert_int_equal(pidfs_id(young, &id), 0);
	assert_int_equal(look(&live, young, TASK_STAT)->identity.id, id);
	await_ticks(4);
	assert_int_equal(look(&live, young, TASK_STAT)->identity.id, id);
	live_close(&live);
	/* One that is young in the first sample. */
	live_open(&live, &text);
	end_child();
	start_as(young);
	assert_int_equal(pidfs_id(young, &id), 0);
	if (look(&live, young, TASK_STAT)->identity.start + 1 >= tick_now())
		assert_int_equal(world_find_pid(live.world, young)->identity.id, id);
	live_close(&live);
}

/* What one source calls 0 and the other by its number is one process. */
static void test_sources_join(void **state)
{
	static const struct source_case both[] = { { "text", CHOOSE_PROCFS },
						   { "BPF", CHOOSE_BPF } };
	struct live text, bpf;
	const struct row *a, *b;
	pid_t pid = free_pid();

	(void)state;
	start_as(pid);
	await_ticks(8);
	live_open(&bpf, &both[1]);
	live_open(&text, &both[0]);
	a = look(&text, pid, TASK_STAT);
	b = look(&bpf, pid, TASK_STAT);
	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(a->identity.id, 0);
	assert_true(task_identity_equal(&a->identity, &b->identity));
	a = look(&text, pid, TASK_STAT | TASK_ID);
	if (b->identity.id != 0)
		assert_int_equal(a->identity.id, b->identity.id);
	live_close(&text);
	live_close(&bpf);
}

/* Elsewhere numbers are not ours to ask for: a process there is not who has its number here. */
static void test_captured(void **state)
{
	const struct source_request request = { .needs = TASK_STAT | TASK_ID };
	struct samples samples;
	struct snapshot *snapshot;

	(void)state;
	samples_open(&samples, "small");
	snapshot = samples_take(&samples, &request);
	for (size_t i = 0; i < snapshot->task_count; i++) {
		assert_int_equal(snapshot->tasks[i].task->identity.id, 0);
		assert_int_equal(snapshot->tasks[i].task->have, TASK_STAT);
	}
	snapshot_free(snapshot);
	samples_close(&samples);
}

/* ------------------------------------------------------------------ made-up samples */

struct sample {
	uint64_t monotonic_s, boottime_s, realtime_s;
	struct identity identity;
	uint64_t utime_ns;
};

static struct snapshot *snapshot_of(const struct sample *sample)
{
	struct snapshot *snapshot = snapshot_new();
	struct task task;

	memset(&task, 0, sizeof(task));
	task.identity = sample->identity;
	task.tgid = sample->identity.pid;
	task.start_ns = sample->identity.start * (NS_PER_SECOND / 100);
	task.have = TASK_STAT;
	task.state = task.busiest = 'S';
	task.num_threads = 1;
	task.utime_ns = sample->utime_ns;
	snapshot->tasks =
		sightings_of(snapshot->arena, &task, 1, sample->monotonic_s * NS_PER_SECOND);
	snapshot->task_count = 1;
	snapshot->monotonic_ns = sample->monotonic_s * NS_PER_SECOND;
	snapshot->boottime_ns = sample->boottime_s * NS_PER_SECOND;
	snapshot->realtime_ns = sample->realtime_s * NS_PER_SECOND;
	snapshot->ticks_per_second = 100;
	snapshot->needs = TASK_STAT;
	return snapshot;
}

#define IDENTITY(ticks, inode)                            \
	{                                                 \
		.pid = 7, .start = (ticks), .id = (inode) \
	}

struct world_case {
	const char *name;
	struct sample first, second;
	bool same;
	double cpu;	  /* of one CPU in the interval; -1: there is no rate */
	uint64_t start_s; /* CLOCK_REALTIME, as it is told in the second sample */
};

/* clang-format off */
static const struct world_case world_cases[] = {
	{ "the same process", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 1002, 50002, IDENTITY(100, 0), NS_PER_SECOND }, true, 0.5, 49001 },
	{ "its id becomes known", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 1002, 50002, IDENTITY(100, 9), NS_PER_SECOND }, true, 0.5, 49001 },
	{ "its id is not asked for any more", { 1000, 1000, 50000, IDENTITY(100, 9), 0 }, { 1002, 1002, 50002, IDENTITY(100, 0), NS_PER_SECOND }, true, 0.5, 49001 },
	/* 3 s of CPU time before, 1 s after: no rate of -1 s, and none of the whole life of an old one */
	{ "another start", { 1000, 1000, 50000, IDENTITY(100, 0), 3 * NS_PER_SECOND }, { 1002, 1002, 50002, IDENTITY(100100, 0), NS_PER_SECOND }, false, 0.5, 50001 },
	{ "another id, started in the interval", { 1000, 1000, 50000, IDENTITY(100000, 8), 3 * NS_PER_SECOND }, { 1002, 1002, 50002, IDENTITY(100000, 9), NS_PER_SECOND }, false, 0.5, 50000 },
	{ "another id, and nobody knows since when", { 1000, 1000, 50000, IDENTITY(100, 8), 3 * NS_PER_SECOND }, { 1002, 1002, 50002, IDENTITY(100, 9), NS_PER_SECOND }, false, -1, 49001 },
	/* somebody sets the clock: when it started is told by the new one, and time has passed as before */
	{ "the clock is set on by a day", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 1002, 136402, IDENTITY(100, 0), NS_PER_SECOND }, true, 0.5, 135401 },
	{ "the clock is set back", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 1002, 40002, IDENTITY(100, 0), NS_PER_SECOND }, true, 0.5, 39001 },
	{ "the clock is set before the boot", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 1002, 10, IDENTITY(100, 0), NS_PER_SECOND }, true, 0.5, 1 },
	{ "a suspend of an hour", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 4602, 53602, IDENTITY(100, 0), NS_PER_SECOND }, false, -1, 49001 },
	{ "boot time goes back", { 1000, 1000, 50000, IDENTITY(100, 0), 0 }, { 1002, 999, 50002, IDENTITY(100, 0), NS_PER_SECOND }, false, -1, 49004 },
};
/* clang-format on */

static struct value cell(const struct row *row, const char *name)
{
	const struct column *column = column_find(&processes_columns, bytes_of(name));

	assert_non_null(column);
	return column_value(column, row);
}

static void test_world(void **state)
{
	const struct world_case *c = *state;
	struct world *world = world_new();
	const struct row *row;
	struct value cpu;

	snapshot_free(world_update(world, snapshot_of(&c->first)));
	snapshot_free(world_update(world, snapshot_of(&c->second)));
	row = world_find_pid(world, 7);
	assert_non_null(row);
	assert_int_equal(row->before != NULL, c->same);
	cpu = cell(row, "cpu");
	assert_int_equal(value_is_there(cpu), c->cpu >= 0);
	if (c->cpu >= 0)
		assert_true(cpu.ratio > c->cpu - 1e-6 && cpu.ratio < c->cpu + 1e-6);
	assert_int_equal(cell(row, "start").count / NS_PER_SECOND, c->start_s);
	assert_int_equal(world_find(world, &c->second.identity) == row, true);
	world_free(world);
}

int main(void)
{
	struct CMUnitTest worlds[ARRAY_LEN(world_cases)], later[ARRAY_LEN(source_cases)],
		ticks[ARRAY_LEN(source_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_pidfs),
		cmocka_unit_test(test_drafts),
		cmocka_unit_test_teardown(test_needed, tear_down),
		cmocka_unit_test_teardown(test_sources_join, tear_down),
		cmocka_unit_test(test_captured),
	};
	int failed;

	test_table(worlds, ARRAY_LEN(worlds), world_cases, sizeof(world_cases[0]), test_world);
	test_table(later, ARRAY_LEN(later), source_cases, sizeof(source_cases[0]), test_later);
	test_table(ticks, ARRAY_LEN(ticks), source_cases, sizeof(source_cases[0]), test_same_tick);
	for (size_t i = 0; i < ARRAY_LEN(source_cases); i++)
		later[i].teardown_func = ticks[i].teardown_func = tear_down;
	failed = cmocka_run_group_tests_name("reuse", others, NULL, NULL);
	failed += cmocka_run_group_tests_name("reuse, later", later, NULL, NULL);
	failed += cmocka_run_group_tests_name("reuse, same tick", ticks, NULL, NULL);
	failed += cmocka_run_group_tests_name("reuse, world", worlds, NULL, NULL);
	return failed;
}

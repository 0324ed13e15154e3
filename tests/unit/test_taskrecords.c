#include "test.h"

#include <stdio.h>

#include "source/source.h"
#include "source/task_iter.h"
#include "source/taskrecords.h"

#define TICK UINT64_C(10000000)
#define PAGE UINT64_C(4096)

/* ---- states ---- */

struct state_case {
	const char *name;
	uint32_t state, exit_state;
	char letter;
};

static const struct state_case state_cases[] = {
	{ "running", 0, 0, 'R' },
	{ "sleeping", 0x1, 0, 'S' },
	{ "disk sleep", 0x2, 0, 'D' },
	{ "killable sleep", 0x102, 0, 'D' },
	{ "an idle kernel thread", 0x402, 0, 'I' },
	{ "stopped", 0x4, 0, 'T' },
	{ "stopped, wakekill", 0x104, 0, 'T' },
	{ "traced", 0x8, 0, 't' },
	{ "zombie", 0x80, 0x20, 'Z' },
	{ "dead", 0x80, 0x10, 'X' },
	{ "parked", 0x40, 0, 'P' },
	{ "frozen", 0x8000, 0, 'D' },
	{ "waits for a real-time lock", 0x1000, 0, 'D' },
};

static void test_state(void **state)
{
	const struct state_case *c = *state;

	assert_int_equal(taskrecords_state(c->state, c->exit_state), c->letter);
}

/* ---- user and system time ---- */

struct scale_case {
	const char *name;
	uint64_t utime, stime, run, want_utime, want_stime;
};

static const struct scale_case scale_cases[] = {
	{ "nothing", 0, 0, 0, 0, 0 },
	{ "ran less than a tick", 0, 0, 500, 500, 0 },
	{ "user only", 70, 0, 100, 100, 0 },
	{ "system only", 0, 70, 100, 0, 100 },
	{ "one to three", 10, 30, 400, 100, 300 },
	{ "more sampled than run", 1000, 1000, 100, 50, 50 },
	{ "thousand years", UINT64_C(1) << 62, UINT64_C(1) << 62, UINT64_C(1) << 62,
	  UINT64_C(1) << 61, UINT64_C(1) << 61 },
};

static void test_scale(void **state)
{
	const struct scale_case *c = *state;
	uint64_t utime, stime;

	taskrecords_scale(c->utime, c->stime, c->run, &utime, &stime);
	assert_int_equal(utime, c->want_utime);
	assert_int_equal(stime, c->want_stime);
}

/* ---- building ---- */

static struct taskrecords records;
static struct snapshot *snapshot;
static char raw[16384];
static size_t raw_length;

static int set_up(void **state)
{
	(void)state;
	taskrecords_init(&records, TICK, PAGE);
	snapshot = snapshot_new();
	raw_length = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	taskrecords_done(&records);
	snapshot_free(snapshot);
	return 0;
}

static struct task_iter_task thread_of(unsigned tgid, unsigned pid)
{
	struct task_iter_task task = {
		.pid = pid,
		.tgid = tgid,
		.state = 1,
		.prio = 120,
		.static_prio = 125,
		.start_boottime = 7 * TICK + 3,
		.run_ns = 1000,
		.utime = 1000,
		.minflt = 5,
		.voluntary = 2,
		.read_bytes = 64,
	};

	(void)snprintf(task.comm, sizeof(task.comm), "t%u", pid);
	return task;
}

static void put(const void *record, size_t size)
{
	memcpy(raw + raw_length, record, size);
	raw_length += size;
}

static void put_thread(unsigned tgid, unsigned pid, unsigned kernel_state)
{
	struct task_iter_task task = thread_of(tgid, pid);

	task.state = kernel_state;
	put(&task, sizeof(task));
}

static void put_process(unsigned pid, unsigned ppid, unsigned threads)
{
	const struct task_iter_group group = {
		.ppid = ppid,
		.nr_threads = threads,
		.has_mm = 1,
		.pidfs_id = 900 + pid,
		.total_vm = 100,
		.file_pages = 3,
		.anon_pages = 4,
		.shmem_pages = 1,
		.run_ns = 50,
		.minflt = 100,
	};

	put_thread(pid, pid, 1);
	put(&group, sizeof(group));
}

static size_t build(bool threads)
{
	const struct source_request request = { .threads = threads };

	return taskrecords_build(&records, (struct bytes){ raw, raw_length }, &request, 42,
				 snapshot);
}

static void test_sums(void **state)
{
	const struct task *task;

	(void)state;
	put_process(10, 1, 3);
	put_thread(10, 11, 1);
	put_thread(10, 12, 0);
	assert_int_equal(build(false), 3);
	assert_int_equal(snapshot->task_count, 1);
	assert_int_equal(snapshot->thread_count, 0);
	task = &snapshot->tasks[0];
	assert_int_equal(task->identity.start, 7);
	assert_int_equal(task->identity.id, 910);
	assert_int_equal(task->run_ns, 3 * 1000 + 50);
	assert_int_equal(task->utime_ns + task->stime_ns, task->run_ns);
	assert_int_equal(task->minflt, 3 * 5 + 100);
	assert_int_equal(task->voluntary, 6);
	assert_int_equal(task->read_bytes, 3 * 64);
	assert_int_equal(task->rss, 8 * PAGE);
	assert_int_equal(task->shared, 4 * PAGE);
	assert_int_equal(task->vsize, 100 * PAGE);
	assert_int_equal(task->nice, 5);
	assert_int_equal(task->priority, 20);
	assert_int_equal(task->state, 'S');
	assert_int_equal(task->busiest, 'R');
	assert_bytes_equal(task->comm, bytes_of("t10"));
}

static void test_threads(void **state)
{
	const struct task *second;

	(void)state;
	/* Numbers wrap: a thread may come before its process. */
	put_thread(20, 5, 1);
	put_process(10, 1, 1);
	put_process(20, 1, 2);
	assert_int_equal(build(true), 3);
	assert_int_equal(snapshot->task_count, 2);
	second = &snapshot->tasks[1];
	assert_int_equal(snapshot->tasks[0].thread_count, 0);
	assert_int_equal(second->thread_count, 2);
	assert_int_equal(snapshot->thread_count, 2);
	assert_int_equal(snapshot->threads[second->thread_first].identity.pid, 5);
	assert_int_equal(snapshot->threads[second->thread_first + 1].identity.pid, 20);
	assert_true(snapshot->threads[0].identity.thread);
	assert_int_equal(snapshot->threads[0].tgid, 20);
	assert_non_null(snapshot_thread_find(snapshot, second, 5));
}

static void test_other_namespace(void **state)
{
	(void)state;
	put_thread(0, 0, 1); /* no number in ours */
	put_process(10, 0, 1);
	put_thread(99, 98, 1); /* its process was withheld */
	assert_int_equal(build(true), 3);
	assert_int_equal(snapshot->task_count, 1);
	assert_int_equal(snapshot->tasks[0].minflt, 105);
}

static void test_cut_off(void **state)
{
	(void)state;
	put_process(10, 1, 1);
	put_process(20, 1, 1);
	raw_length -= 8;
	assert_int_equal(build(true), 1);
	assert_int_equal(snapshot->task_count, 1);
}

static void test_order(void **state)
{
	(void)state;
	put_process(30, 1, 1);
	put_process(10, 1, 1);
	put_process(20, 1, 1);
	assert_int_equal(build(false), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(snapshot->tasks[i].identity.pid, 10 + 10 * i);
}

int main(void)
{
	struct CMUnitTest states[ARRAY_LEN(state_cases)], scales[ARRAY_LEN(scale_cases)];
	const struct CMUnitTest builds[] = {
		cmocka_unit_test_setup_teardown(test_sums, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_threads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_namespace, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cut_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
	};
	int failed;

	test_table(states, ARRAY_LEN(states), state_cases, sizeof(state_cases[0]), test_state);
	test_table(scales, ARRAY_LEN(scales), scale_cases, sizeof(scale_cases[0]), test_scale);
	failed = cmocka_run_group_tests_name("states", states, NULL, NULL);
	failed += cmocka_run_group_tests_name("times", scales, NULL, NULL);
	return failed + cmocka_run_group_tests_name("builds", builds, NULL, NULL);
}

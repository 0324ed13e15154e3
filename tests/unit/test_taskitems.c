#include "test.h"

#include <stdio.h>

#include "snap/task.h"
#include "source/taskitems.h"

#define TICK UINT64_C(10000000)
#define PAGE UINT64_C(4096)

static const struct taskitems_units units = { .tick_ns = TICK, .page_bytes = PAGE };

/* ---------------------------------------------------------------- states */

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

	assert_int_equal(taskitems_state(c->state, c->exit_state), c->letter);
}

/* ---------------------------------------------------------------- user and system time */

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

	taskitems_scale(c->utime, c->stime, c->run, &utime, &stime);
	assert_int_equal(utime, c->want_utime);
	assert_int_equal(stime, c->want_stime);
}

/* ---------------------------------------------------------------- one by one */

/* Every number is another one, so that none can stand for its neighbour. */
static const struct task_iter_task task_of_7 = {
	.pid = 7,
	.tgid = 7,
	.state = 1,
	.flags = 0x400000,
	.prio = 139,
	.static_prio = 125,
	.rt_priority = 33,
	.policy = 3,
	.cpu = 5,
	.start_boottime = 12 * TICK + 3,
	.utime = 100,
	.stime = 300,
	.run_ns = 4000,
	.wait_ns = 101,
	.minflt = 102,
	.majflt = 103,
	.voluntary = 104,
	.nonvoluntary = 105,
	.rchar = 106,
	.wchar = 107,
	.read_bytes = 108,
	.write_bytes = 109,
	.comm = "seven",
};

static const struct task_iter_group group_of_7 = {
	.ppid = 1,
	.pgrp = 2,
	.session = 3,
	.tty_nr = 0x8801,
	.uid = UINT32_MAX - 1,
	.nr_threads = 4,
	.has_mm = 1,
	.pidfs_id = UINT64_MAX,
	.cgroup_id = 201,
	.cutime = 202,
	.cstime = 203,
	.total_vm = 1000,
	.start_code = 204,
	.file_pages = 10,
	.anon_pages = 20,
	.shmem_pages = 40,
	.swap_pages = 80,
	.utime = 301,
	.stime = 302,
	.run_ns = 303,
	.minflt = 304,
	.majflt = 305,
	.voluntary = 306,
	.nonvoluntary = 307,
	.rchar = 308,
	.wchar = 309,
	.read_bytes = 310,
	.write_bytes = 311,
};

enum { RAW_ALL = 4 + sizeof(task_of_7) + sizeof(group_of_7) + sizeof(task_of_7) + 4 };

/* One that is the same, a process, a thread, one that is the same; at any address. */
static struct bytes fill_raw(char raw[RAW_ALL + 1])
{
	const uint32_t first = 5 | TASK_ITER_SAME, last = 4194303 | TASK_ITER_SAME;
	struct task_iter_task thread = task_of_7;
	char *to = raw + 1;

	thread.pid = 8;
	memcpy(thread.comm, "sixteen-bytes-ab", 16);
	memcpy(to, &first, 4);
	memcpy(to + 4, &task_of_7, sizeof(task_of_7));
	to += 4 + sizeof(task_of_7);
	memcpy(to, &group_of_7, sizeof(group_of_7));
	to += sizeof(group_of_7);
	memcpy(to, &thread, sizeof(thread));
	memcpy(to + sizeof(thread), &last, 4);
	return (struct bytes){ raw + 1, RAW_ALL };
}

static void test_next(void **state)
{
	char raw[RAW_ALL + 1];
	struct bytes rest = fill_raw(raw);
	struct taskitems_item item;

	(void)state;
	assert_int_equal(taskitems_next(&rest, &item), 1);
	assert_int_equal(item.pid, 5);
	assert_true(item.is_same);
	assert_int_equal(taskitems_next(&rest, &item), 1);
	assert_int_equal(item.pid, 7);
	assert_false(item.is_same);
	assert_true(item.is_process);
	assert_bytes_equal(item.comm, bytes_of("seven"));
	assert_true(item.comm.p >= raw && item.comm.p < raw + sizeof(raw));
	assert_memory_equal(&item.task, &task_of_7, sizeof(task_of_7));
	assert_memory_equal(&item.group, &group_of_7, sizeof(group_of_7));
	assert_int_equal(taskitems_next(&rest, &item), 1);
	assert_int_equal(item.pid, 8);
	assert_false(item.is_process);
	assert_bytes_equal(item.comm, bytes_of("sixteen-bytes-ab"));
	assert_int_equal(taskitems_next(&rest, &item), 1);
	assert_int_equal(item.pid, 4194303);
	assert_true(item.is_same);
	assert_int_equal(rest.n, 0);
	assert_int_equal(taskitems_next(&rest, &item), 0);
}

/* Cut off anywhere: as many as are whole, and the rest begins with the one that is not. */
static void test_cut(void **state)
{
	static const size_t ends[] = { 0, 4, 4 + sizeof(task_of_7) + sizeof(group_of_7),
				       RAW_ALL - 4, RAW_ALL };
	char raw[RAW_ALL + 1];

	(void)state;
	for (size_t length = 0; length <= RAW_ALL; length++) {
		struct bytes rest = { fill_raw(raw).p, length };
		struct taskitems_item item;
		size_t whole = 0, seen = 0;

		while (whole + 1 < ARRAY_LEN(ends) && ends[whole + 1] <= length)
			whole++;
		while (taskitems_next(&rest, &item) > 0)
			seen++;
		assert_int_equal(seen, whole);
		assert_ptr_equal(rest.p, raw + 1 + ends[whole]);
		assert_int_equal(rest.n, length - ends[whole]);
	}
}

/* ---------------------------------------------------------------- into tasks */

static struct taskitems_item item_of_7(void)
{
	return (struct taskitems_item){
		.pid = 7,
		.is_process = true,
		.comm = TEXT("seven"),
		.task = task_of_7,
		.group = group_of_7,
	};
}

static void assert_common(const struct task *task)
{
	assert_int_equal(task->identity.pid, 7);
	assert_int_equal(task->identity.start, 12);
	assert_int_equal(task->start_ns, 12 * TICK);
	assert_int_equal(task->have, TASK_STAT | TASK_STATM | TASK_STATUS | TASK_IO |
					     TASK_SCHEDSTAT | TASK_USER | TASK_ID);
	assert_int_equal(task->denied, 0);
	assert_int_equal(task->tgid, 7);
	assert_int_equal(task->tpgid, -1);
	assert_int_equal(task->state, 'S');
	assert_int_equal(task->busiest, 'S');
	assert_int_equal(task->flags, 0x400000);
	assert_int_equal(task->priority, 39);
	assert_int_equal(task->nice, 5);
	assert_int_equal(task->rt_priority, 33);
	assert_int_equal(task->policy, 3);
	assert_int_equal(task->processor, 5);
	assert_int_equal(task->padding, 0);
	assert_bytes_equal(task->comm, bytes_of("seven"));
}

static void test_process(void **state)
{
	const struct taskitems_item item = item_of_7();
	struct task task;

	(void)state;
	memset(&task, 0xa5, sizeof(task));
	taskitems_process(&item, &units, &task);
	assert_common(&task);
	assert_false(task.is_thread);
	assert_false(task.identity.thread);
	assert_true(task.identity.id == UINT64_MAX);
	assert_int_equal(task.ppid, 1);
	assert_int_equal(task.pgrp, 2);
	assert_int_equal(task.session, 3);
	assert_int_equal(task.tty_nr, 0x8801);
	assert_int_equal(task.uid, UINT32_MAX - 1);
	assert_int_equal(task.num_threads, 4);
	assert_int_equal(task.cgroup_id, 201);
	assert_int_equal(task.cutime_ns, 202);
	assert_int_equal(task.cstime_ns, 203);
	assert_int_equal(task.start_code, 204);
	assert_true(task.has_mm);
	assert_int_equal(task.vsize, 1000 * PAGE);
	assert_int_equal(task.rss_file, 10 * PAGE);
	assert_int_equal(task.rss_anon, 20 * PAGE);
	assert_int_equal(task.rss_shmem, 40 * PAGE);
	assert_int_equal(task.swap, 80 * PAGE);
	assert_int_equal(task.rss, 70 * PAGE);
	assert_int_equal(task.shared, 50 * PAGE);
}

static void test_thread(void **state)
{
	const struct taskitems_item item = item_of_7();
	struct task task;

	(void)state;
	memset(&task, 0xa5, sizeof(task));
	taskitems_thread(&item, &units, &task);
	assert_common(&task);
	assert_true(task.is_thread);
	assert_true(task.identity.thread);
	assert_int_equal(task.identity.id, 0);
	assert_int_equal(task.rss, 0);
	assert_int_equal(task.vsize, 0);
	assert_int_equal(task.cutime_ns, 0);
}

/* The kernel's sums of pages lag behind and can be less than nothing for a while. */
static void test_negative(void **state)
{
	struct taskitems_item item = item_of_7();
	struct task task;

	(void)state;
	item.group.file_pages = -3;
	item.group.swap_pages = -1;
	taskitems_process(&item, &units, &task);
	assert_int_equal(task.rss_file, 0);
	assert_int_equal(task.swap, 0);
	assert_int_equal(task.rss, 60 * PAGE);
	assert_int_equal(task.shared, 40 * PAGE);
}

/* In a time namespace the start is told in the clock of the reader. */
/* ---------------------------------------------------------------- counters */

static void test_counters(void **state)
{
	const struct taskitems_item item = item_of_7();
	const struct taskitems_counters dead = taskitems_counters_of_dead(&item);
	struct taskitems_counters sum = taskitems_counters_of(&item);
	struct task task = { 0 };

	(void)state;
	taskitems_counters_set(&sum, &task);
	assert_int_equal(task.utime_ns, 1000); /* one to three, of 4000 */
	assert_int_equal(task.stime_ns, 3000);
	assert_int_equal(task.run_ns, 4000);
	taskitems_counters_add(&sum, &dead);
	taskitems_counters_set(&sum, &task);
	assert_int_equal(task.run_ns, 4303);
	assert_int_equal(task.utime_ns + task.stime_ns, 4303);
	assert_int_equal(task.wait_ns, 101); /* of those that have ended nobody knows it */
	assert_int_equal(task.minflt, 102 + 304);
	assert_int_equal(task.majflt, 103 + 305);
	assert_int_equal(task.voluntary, 104 + 306);
	assert_int_equal(task.nonvoluntary, 105 + 307);
	assert_int_equal(task.rchar, 106 + 308);
	assert_int_equal(task.wchar, 107 + 309);
	assert_int_equal(task.read_bytes, 108 + 310);
	assert_int_equal(task.write_bytes, 109 + 311);
	assert_int_equal(sum.utime, 401);
	assert_int_equal(sum.stime, 602);
}

int main(void)
{
	struct CMUnitTest states[ARRAY_LEN(state_cases)], scales[ARRAY_LEN(scale_cases)];
	static const struct CMUnitTest items[] = {
		cmocka_unit_test(test_next),	 cmocka_unit_test(test_cut),
		cmocka_unit_test(test_process),	 cmocka_unit_test(test_thread),
		cmocka_unit_test(test_negative), cmocka_unit_test(test_counters),
	};
	int failed;

	test_table(states, ARRAY_LEN(states), state_cases, sizeof(state_cases[0]), test_state);
	test_table(scales, ARRAY_LEN(scales), scale_cases, sizeof(scale_cases[0]), test_scale);
	failed = cmocka_run_group_tests_name("taskitems_state", states, NULL, NULL);
	failed += cmocka_run_group_tests_name("taskitems_scale", scales, NULL, NULL);
	return failed + cmocka_run_group_tests_name("taskitems", items, NULL, NULL);
}

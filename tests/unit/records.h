/*
 * records.h - made-up records of the task iterator
 *
 * For test programs only, hence the short names.
 */
#ifndef TESTS_UNIT_RECORDS_H
#define TESTS_UNIT_RECORDS_H

#include "test.h"

#include <stdio.h>

#include "source/task_iter.h"

#define TICK UINT64_C(10000000)
#define PAGE UINT64_C(4096)

/* What the kernel side writes in one pass. */
static char raw[16384];
static size_t raw_length;

static inline struct task_iter_task thread_of(unsigned tgid, unsigned pid)
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
		.wait_ns = 10,
		.minflt = 5,
		.voluntary = 2,
		.read_bytes = 64,
	};

	(void)snprintf(task.comm, sizeof(task.comm), "t%u", pid);
	return task;
}

static inline struct task_iter_group group_of(unsigned pid, unsigned threads)
{
	return (struct task_iter_group){
		.ppid = 1,
		.pgrp = pid,
		.session = pid,
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
}

static inline void put(const void *record, size_t size)
{
	assert_true(raw_length + size <= sizeof(raw));
	memcpy(raw + raw_length, record, size);
	raw_length += size;
}

static inline void put_thread(unsigned tgid, unsigned pid, unsigned kernel_state)
{
	struct task_iter_task task = thread_of(tgid, pid);

	task.state = kernel_state;
	put(&task, sizeof(task));
}

static inline void put_process(unsigned pid, unsigned threads)
{
	const struct task_iter_group group = group_of(pid, threads);

	put_thread(pid, pid, 1);
	put(&group, sizeof(group));
}

static inline void put_whole(const struct task_iter_task *task, const struct task_iter_group *group)
{
	put(task, sizeof(*task));
	if (group)
		put(group, sizeof(*group));
}

static inline void put_same(unsigned pid)
{
	const uint32_t same = pid | TASK_ITER_SAME;

	put(&same, sizeof(same));
}

/* Tests with set_up() and tear_down() of passes.h. */
#define ONE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#define RUN_TABLE(title, cases, function)                                                 \
	do {                                                                              \
		struct CMUnitTest tests[ARRAY_LEN(cases)];                                \
                                                                                          \
		test_table(tests, ARRAY_LEN(tests), cases, sizeof((cases)[0]), function); \
		for (size_t i = 0; i < ARRAY_LEN(tests); i++) {                           \
			tests[i].setup_func = set_up;                                     \
			tests[i].teardown_func = tear_down;                               \
		}                                                                         \
		failed += cmocka_run_group_tests_name(title, tests, NULL, NULL);          \
	} while (0)

#endif

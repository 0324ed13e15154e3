/*
 * test_taskpasses.c - one pass of records after another: what has not changed is not told again
 */
#include "test.h"

#include "passes.h"
#include "records.h"

static void test_same(void **state)
{
	(void)state;
	put_process(10, 1);
	put_process(20, 3);
	put_thread(20, 21, 0);
	put_thread(20, 22, 1);
	assert_int_equal(pass(true), 0);
	for (int i = 0; i < 5; i++) {
		put_same(10);
		put_same(20);
		put_same(21);
		put_same(22);
		assert_int_equal(pass(true), 0);
		assert_counts(2, 3);
		assert_same(10);
		assert_same(20);
		assert_int_equal(process(20)->busiest, 'R');
		for (int32_t tid = 20; tid <= 22; tid++)
			assert_ptr_equal(thread(now, 20, tid), thread(before, 20, tid));
	}
	assert_int_equal(versions_count(records.versions), 5);
	/* Whole records of what has not changed either. */
	put_process(10, 1);
	put_process(20, 3);
	put_thread(20, 21, 0);
	put_thread(20, 22, 1);
	assert_int_equal(pass(true), 0);
	assert_same(10);
	assert_same(20);
	for (int32_t tid = 20; tid <= 22; tid++)
		assert_ptr_equal(thread(now, 20, tid), thread(before, 20, tid));
}

/* Some change, some end, some are new: the others are not touched. */
static void test_changes(void **state)
{
	struct task_iter_task task = thread_of(20, 20);
	const struct task_iter_group group = group_of(20, 1);

	(void)state;
	for (unsigned pid = 10; pid <= 40; pid += 10)
		put_process(pid, 1);
	assert_int_equal(pass(false), 0);
	task.run_ns = 9000;
	task.minflt = 77;
	put_same(10);
	put_whole(&task, &group);
	put_process(25, 1);
	put_same(40);
	assert_int_equal(pass(false), 0);
	assert_counts(4, 0);
	assert_same(10);
	assert_same(40);
	assert_other(20);
	assert_int_equal(process(20)->run_ns, 9050);
	assert_int_equal(process(20)->minflt, 177);
	assert_int_equal(snapshot_task_find(before, 20)->run_ns, 1050);
	assert_null(snapshot_task_find(now, 30));
	assert_non_null(snapshot_task_find(before, 30));
	/* One that had ended is not known any more. */
	put_same(10);
	put_same(30);
	assert_int_equal(pass(false), -ESTALE);
}

/* ---------------------------------------------------------------- threads that come and go */

/* One begins, one changes, one ends and its share is in its process from then on. */
static void test_thread_life(void **state)
{
	struct task_iter_task task = thread_of(10, 11), leader = thread_of(10, 10);
	struct task_iter_group group = group_of(10, 3);

	(void)state;
	put_process(10, 2);
	put_thread(10, 11, 1);
	assert_int_equal(pass(true), 0);
	assert_int_equal(process(10)->run_ns, 2050);
	/* begins */
	put_whole(&leader, &group);
	put_same(11);
	put_thread(10, 12, 1);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 3);
	assert_int_equal(process(10)->run_ns, 3050);
	assert_int_equal(thread(now, 10, 11)->num_threads, 3); /* its row follows the process */
	/* changes, alone */
	task.run_ns = 5000;
	task.state = 0;
	put_same(10);
	put_whole(&task, NULL);
	put_same(12);
	assert_int_equal(pass(true), 0);
	assert_other(10);
	assert_int_equal(process(10)->run_ns, 7050);
	assert_int_equal(process(10)->busiest, 'R');
	assert_int_equal(process(10)->state, 'S');
	assert_int_equal(thread(now, 10, 11)->run_ns, 5000);
	assert_ptr_equal(thread(now, 10, 12), thread(before, 10, 12));
	assert_ptr_equal(thread(now, 10, 10), thread(before, 10, 10));
	/* ends */
	group.nr_threads = 2;
	group.run_ns += 5000;
	group.minflt += 5;
	put_whole(&leader, &group);
	put_same(12);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 2);
	assert_int_equal(process(10)->run_ns, 7050);
	assert_int_equal(process(10)->minflt, 115);
	assert_int_equal(process(10)->busiest, 'S');
	assert_int_equal(thread(now, 10, 12)->num_threads, 2);
}

/* A thread has ended, and its share has not arrived yet: the sum stands still for once. */
static void test_never_back(void **state)
{
	struct task_iter_task leader = thread_of(10, 10);
	struct task_iter_group group = group_of(10, 3);
	const struct task *task;

	(void)state;
	put_whole(&leader, &group);
	put_thread(10, 11, 1);
	put_thread(10, 12, 1);
	assert_int_equal(pass(false), 0);
	put_whole(&leader, &group);
	put_same(11);
	assert_int_equal(pass(false), 0);
	task = process(10);
	assert_int_equal(task->run_ns, 3050);
	assert_int_equal(task->utime_ns, snapshot_task_find(before, 10)->utime_ns);
	assert_int_equal(task->stime_ns, snapshot_task_find(before, 10)->stime_ns);
	assert_int_equal(task->minflt, 115);
	assert_int_equal(task->voluntary, 6);
	assert_int_equal(task->read_bytes, 192);
	/* Now it is there, and less of it than was seen. */
	group.nr_threads = 2;
	group.run_ns += 990;
	put_whole(&leader, &group);
	put_same(11);
	assert_int_equal(pass(false), 0);
	assert_int_equal(process(10)->run_ns, 3050);
	group.run_ns += 100;
	put_whole(&leader, &group);
	put_same(11);
	assert_int_equal(pass(false), 0);
	assert_int_equal(process(10)->run_ns, 3140);
	/* Another process with that number begins at its own beginning. */
	group.pidfs_id = 5;
	group.run_ns = 0;
	put_whole(&leader, &group);
	put_thread(10, 11, 1);
	assert_int_equal(pass(false), 0);
	assert_int_equal(process(10)->run_ns, 2000);
}

static void test_one_and_many(void **state)
{
	struct task_iter_task leader = thread_of(10, 10);
	struct task_iter_group group = group_of(10, 1);

	(void)state;
	put_whole(&leader, &group);
	put_process(20, 1);
	assert_int_equal(pass(true), 0);
	assert_counts(2, 0);
	for (int round = 0; round < 3; round++) {
		group.nr_threads = 2;
		put_whole(&leader, &group);
		put_thread(10, 15, 0);
		put_same(20);
		assert_int_equal(pass(true), 0);
		assert_counts(2, 2);
		assert_int_equal(process(10)->busiest, 'R');
		assert_int_equal(process(10)->run_ns, group.run_ns + 2000);
		put_same(10);
		put_same(15);
		put_same(20);
		assert_int_equal(pass(true), 0);
		assert_counts(2, 2);
		assert_same(10);
		/* The other one ends. */
		group.nr_threads = 1;
		group.run_ns += 1000;
		put_whole(&leader, &group);
		put_same(20);
		assert_int_equal(pass(true), 0);
		assert_counts(2, 0);
		assert_int_equal(process(10)->busiest, 'S');
		assert_int_equal(process(10)->run_ns, group.run_ns + 1000);
		put_same(10);
		put_same(20);
		assert_int_equal(pass(true), 0);
		assert_counts(2, 0);
		assert_same(10);
	}
}

/* exec in a thread that is not the first: it takes the number of its process over. */
static void test_exec(void **state)
{
	struct task_iter_task leader = thread_of(10, 10);
	struct task_iter_group group = group_of(10, 2);

	(void)state;
	put_whole(&leader, &group);
	put_thread(10, 11, 1);
	assert_int_equal(pass(true), 0);
	leader.run_ns = 1500;
	leader.start_boottime = 7 * TICK + 3; /* the kernel hands that over too */
	leader.comm[0] = 'X';
	group.nr_threads = 1;
	group.run_ns += 1000;
	put_whole(&leader, &group);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 0);
	assert_int_equal(process(10)->run_ns, 2550);
	assert_bytes_equal(process(10)->comm, bytes_of("X10"));
	assert_int_equal(taskrecords_count(&records), 1);
	/* The number of the old thread becomes a process, and that of the process a thread. */
	put_process(11, 2);
	put_thread(11, 12, 1);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 2);
	put_process(10, 2);
	put_thread(10, 11, 1);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 2);
	assert_int_equal(thread(now, 10, 11)->tgid, 10);
	assert_null(snapshot_task_find(now, 11));
	put_same(10);
	put_same(11);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 2);
	assert_null(snapshot_task_find(now, 11));
}

/* A leader that has ended while its threads live on. */
static void test_leader_exited(void **state)
{
	struct task_iter_task leader = thread_of(10, 10);
	struct task_iter_group group = group_of(10, 2);

	(void)state;
	leader.state = 0x80;
	leader.exit_state = 0x20;
	put_whole(&leader, &group);
	put_thread(10, 11, 0);
	assert_int_equal(pass(false), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(process(10)->state, 'Z');
		assert_int_equal(process(10)->busiest, 'R');
		assert_true(task_leader_exited(process(10)));
		put_same(10);
		put_same(11);
		assert_int_equal(pass(false), 0);
		assert_same(10);
	}
}

/* ---------------------------------------------------------------- threads that are wanted later */

static void put_three(void)
{
	put_process(10, 2);
	put_thread(10, 11, 1);
	put_process(20, 1);
}

static void put_three_same(void)
{
	put_same(10);
	put_same(11);
	put_same(20);
}

static void assert_three(void)
{
	assert_counts(2, 2);
	assert_int_equal(thread(now, 10, 10)->identity.pid, 10);
	assert_int_equal(thread(now, 10, 11)->identity.pid, 11);
	assert_true(thread(now, 10, 11)->is_thread);
	assert_bytes_equal(thread(now, 10, 11)->comm, bytes_of("t11"));
}

static void test_wanted_later(void **state)
{
	(void)state;
	put_three();
	assert_int_equal(pass(false), 0);
	put_three_same();
	assert_int_equal(pass(true), -ESTALE);
	forget();
	put_three();
	assert_int_equal(pass(true), 0);
	assert_three();
	put_three_same();
	assert_int_equal(pass(true), 0);
	assert_three();
	assert_ptr_equal(thread(now, 10, 11), thread(before, 10, 11));
}

/* Nobody has asked for them for a while: what they were like is not there any more. */
static void test_wanted_again(void **state)
{
	(void)state;
	for (int round = 0; round < 2; round++) {
		put_three();
		assert_int_equal(pass(true), 0);
		assert_three();
		put_three_same();
		assert_int_equal(pass(false), 0);
		assert_counts(2, 0);
		put_three_same();
		assert_int_equal(pass(true), -ESTALE);
		forget();
	}
}

/* The same when other tasks have come to lie where they were. */
static void test_wanted_much_later(void **state)
{
	(void)state;
	put_three();
	assert_int_equal(pass(true), 0);
	for (unsigned i = 0; i < 4; i++) {
		put_three_same();
		put_process(30 + i, 1);
		put_process(40 + i, 1);
		assert_int_equal(pass(false), 0);
		snapshot_reset(before);
	}
	put_three_same();
	assert_int_equal(pass(true), -ESTALE);
	forget();
	put_three();
	assert_int_equal(pass(true), 0);
	assert_three();
}

/* Only a thread that has changed is told again: the others are still not known. */
static void test_wanted_in_part(void **state)
{
	(void)state;
	put_three();
	assert_int_equal(pass(false), 0);
	put_same(10);
	put_thread(10, 11, 0);
	put_same(20);
	assert_int_equal(pass(true), -ESTALE);
}

/* ---------------------------------------------------------------- rows follow their process */

struct follow_case {
	const char *name;
	struct task_iter_group group;
	size_t offset;
	size_t size;
};

/* clang-format off */
static const struct follow_case follow_cases[] = {
	{ "parent", { .nr_threads = 2, .ppid = 77 }, offsetof(struct task, ppid), 4 },
	{ "group", { .nr_threads = 2, .pgrp = 77 }, offsetof(struct task, pgrp), 4 },
	{ "session", { .nr_threads = 2, .session = 77 }, offsetof(struct task, session), 4 },
	{ "terminal", { .nr_threads = 2, .tty_nr = 0x8801 }, offsetof(struct task, tty_nr), 4 },
	{ "number of threads", { .nr_threads = 3 }, offsetof(struct task, num_threads), 4 },
	{ "user", { .nr_threads = 2, .uid = 77 }, offsetof(struct task, uid), 4 },
};
/* clang-format on */

static void name_user(void *context, const struct task *last, struct task *task)
{
	const char *const *names = context;

	(void)last;
	task->user = bytes_of(names[task->uid > 0]);
}

static void test_follow(void **state)
{
	static const char *names[] = { "nobody", "somebody" };
	const struct follow_case *c = *state;
	struct task_iter_task leader = thread_of(10, 10);
	const struct task_iter_group group = { .nr_threads = 2 };
	const struct task *row;

	records.complete = name_user;
	records.context = names;
	put_thread(10, 5, 1); /* one that comes before its process, one that comes after it */
	put_whole(&leader, &group);
	put_thread(10, 11, 1);
	assert_int_equal(pass(true), 0);
	put_same(5);
	put_whole(&leader, &c->group);
	put_same(11);
	assert_int_equal(pass(true), 0);
	for (int32_t tid = 5; tid <= 11; tid += tid == 5 ? 5 : 1) {
		row = thread(now, 10, tid);
		assert_memory_equal((const char *)row + c->offset,
				    (const char *)process(10) + c->offset, c->size);
		assert_memory_not_equal((const char *)row + c->offset,
					(const char *)thread(before, 10, tid) + c->offset, c->size);
		assert_ptr_not_equal(row, thread(before, 10, tid));
		assert_bytes_equal(row->user, bytes_of(names[row->uid > 0]));
		assert_bytes_equal(row->tty, bytes_of(row->tty_nr ? "pts/1" : ""));
		assert_int_equal(row->identity.pid, tid);
		assert_int_equal(row->run_ns, 1000);
	}
	put_same(5);
	put_same(10);
	put_same(11);
	assert_int_equal(pass(true), 0);
	assert_ptr_equal(thread(now, 10, 5), thread(before, 10, 5));
	assert_ptr_equal(thread(now, 10, 11), row);
}

int main(void)
{
	static const struct CMUnitTest sequences[] = {
		ONE(test_same),		 ONE(test_changes),	      ONE(test_thread_life),
		ONE(test_never_back),	 ONE(test_one_and_many),      ONE(test_exec),
		ONE(test_leader_exited), ONE(test_wanted_later),      ONE(test_wanted_in_part),
		ONE(test_wanted_again),	 ONE(test_wanted_much_later),
	};
	int failed = 0;

	RUN_TABLE("rows of threads follow their process", follow_cases, test_follow);
	return failed + cmocka_run_group_tests_name("several passes", sequences, NULL, NULL);
}

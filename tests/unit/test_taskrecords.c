#include "test.h"

#include "passes.h"
#include "records.h"

/* ---------------------------------------------------------------- one pass */

static void test_sums(void **state)
{
	const struct task *task;

	(void)state;
	put_process(10, 3);
	put_thread(10, 11, 1);
	put_thread(10, 12, 0);
	assert_int_equal(pass(false), 0);
	assert_counts(1, 0);
	assert_int_equal(taskrecords_count(&records), 3);
	task = process(10);
	assert_int_equal(task->identity.start, 7);
	assert_int_equal(task->identity.id, 910);
	assert_int_equal(task->run_ns, 3 * 1000 + 50);
	assert_int_equal(task->utime_ns + task->stime_ns, task->run_ns);
	assert_int_equal(task->wait_ns, 30);
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
	const struct sighting *second;

	(void)state;
	/* Numbers wrap: a thread may come before its process. */
	put_thread(20, 5, 1);
	put_process(10, 1);
	put_process(20, 2);
	assert_int_equal(pass(true), 0);
	assert_counts(2, 2);
	second = &now->tasks[1];
	assert_int_equal(now->tasks[0].thread_count, 0);
	assert_int_equal(second->thread_count, 2);
	assert_int_equal(now->threads[second->thread_first].task->identity.pid, 5);
	assert_int_equal(now->threads[second->thread_first + 1].task->identity.pid, 20);
	assert_true(now->threads[0].task->identity.thread);
	assert_int_equal(now->threads[0].task->tgid, 20);
	assert_int_equal(thread(now, 20, 5)->ppid, 1);
	assert_int_equal(thread(now, 20, 5)->num_threads, 2);
	assert_int_equal(thread(now, 20, 20)->num_threads, 2);
}

/* Only of those that are asked for; each finds its own. */
static void test_threads_of(void **state)
{
	int32_t pids[] = { 30, 10 };
	const struct source_request request = { .threads_of = pids, .threads_of_count = 2 };

	(void)state;
	for (unsigned pid = 10; pid <= 30; pid += 10) {
		put_process(pid, 3);
		put_thread(pid, pid + 1, 1);
		put_thread(pid, pid + 2, 1);
	}
	assert_int_equal(pass_in_pieces(&request, sizeof(raw)), 0);
	assert_counts(3, 6);
	assert_int_equal(snapshot_find(now, 20)->thread_count, 0);
	for (int32_t pid = 10; pid <= 30; pid += 20) {
		for (int32_t tid = pid; tid < pid + 3; tid++)
			assert_int_equal(thread(now, pid, tid)->tgid, pid);
	}
}

/* Of a process of which only threads can be seen there is no row. */
static void test_withheld(void **state)
{
	(void)state;
	put_process(10, 1);
	put_thread(99, 98, 1);
	put_thread(0, 100, 1); /* its process has no number in this namespace */
	assert_int_equal(pass(true), 0);
	assert_counts(1, 0);
	assert_int_equal(taskrecords_count(&records), 3);
	assert_int_equal(process(10)->minflt, 105);
	put_same(10);
	put_same(98);
	put_same(100);
	assert_int_equal(pass(true), 0);
	assert_counts(1, 0);
	assert_same(10);
	/* It can be seen after all. */
	put_same(10);
	put_same(98);
	put_process(99, 2);
	assert_int_equal(pass(false), 0);
	assert_counts(2, 0);
	assert_int_equal(process(99)->run_ns, 2050);
}

static void test_cut_off(void **state)
{
	struct bytes rest;

	(void)state;
	put_process(10, 1);
	put_process(20, 1);
	begin(&(const struct source_request){ .threads = true });
	rest = (struct bytes){ raw, raw_length - 8 };
	assert_int_equal(taskrecords_feed(&records, &rest), 0);
	assert_ptr_equal(rest.p, raw + raw_length / 2);
	assert_int_equal(rest.n, raw_length / 2 - 8);
	assert_int_equal(taskrecords_count(&records), 1);
	versions_end(records.versions);
}

/* ---------------------------------------------------------------- what makes no sense */

struct refused_case {
	const char *name;
	unsigned pids[3]; /* of the second pass, 0: none; the first one had 10 and 20 */
	bool same[3];
	int want;
};

static const struct refused_case refused_cases[] = {
	{ "as before", { 10, 20 }, { true, true }, 0 },
	{ "another one", { 10, 15, 20 }, { true, false, true }, 0 },
	{ "an unknown one is the same", { 10, 15, 20 }, { true, true, true }, -ESTALE },
	{ "behind all of them", { 10, 20, 21 }, { true, true, true }, -ESTALE },
	{ "before all of them", { 9, 10, 20 }, { true, true, true }, -ESTALE },
	{ "twice the same", { 10, 10 }, { true, true }, -EBADMSG },
	{ "twice, changed", { 10, 10 }, { false, false }, -EBADMSG },
	{ "backwards", { 20, 10 }, { false, false }, -EBADMSG },
	{ "backwards, the same", { 20, 10 }, { true, true }, -EBADMSG },
};

static void test_refused(void **state)
{
	const struct refused_case *c = *state;

	put_process(10, 1);
	put_process(20, 1);
	assert_int_equal(pass(false), 0);
	for (size_t i = 0; i < ARRAY_LEN(c->pids) && c->pids[i] > 0; i++) {
		if (c->same[i])
			put_same(c->pids[i]);
		else
			put_process(c->pids[i], 1);
	}
	assert_int_equal(pass(false), c->want);
	if (c->want == 0)
		return;
	/* All is forgotten: what was known before is not known either; with all it goes on. */
	forget();
	put_same(10);
	assert_int_equal(pass(false), -ESTALE);
	forget();
	put_process(10, 1);
	put_process(20, 1);
	assert_int_equal(pass(false), 0);
	assert_counts(2, 0);
	put_same(10);
	put_same(20);
	assert_int_equal(pass(false), 0);
	assert_counts(2, 0);
	assert_same(10);
	assert_same(20);
}

/* ---------------------------------------------------------------- in pieces */

static void put_some(bool first)
{
	put_process(3, 1);
	put_thread(10, 5, 1);
	put_process(10, 3);
	put_thread(10, 11, 0);
	if (first)
		put_process(12, 1);
	else
		put_same(12);
	put_process(4194303, 1);
}

/* The pieces end anywhere: inside a number, inside a record, between a thread and its group. */
static void test_pieces(void **state)
{
	const struct source_request request = { .threads = true };
	struct snapshot *whole;

	(void)state;
	put_some(true);
	assert_int_equal(pass(true), 0);
	put_some(false);
	assert_int_equal(pass(true), 0);
	whole = now;
	for (size_t piece = 1; piece <= 600; piece++) {
		put_some(false);
		assert_int_equal(pass_in_pieces(&request, piece), 0);
		assert_counts(4, 3);
		/* Nothing has changed. A whole thread before its process costs a copy. */
		for (size_t i = 0; i < 4; i++)
			assert_ptr_equal(now->tasks[i].task, whole->tasks[i].task);
		for (size_t i = 0; i < 3; i++)
			assert_true(versions_alike(now->threads[i].task, whole->threads[i].task));
		assert_int_equal(taskrecords_count(&records), 6);
		snapshot_free(now);
		now = before = NULL;
		passes--;
	}
}

/* A name is still right when the bytes that it came in are not there any more. */
static void test_names(void **state)
{
	(void)state;
	for (size_t piece = 1; piece < 1000; piece += 111) {
		const struct source_request request = { .threads = true };

		put_process(10, 2);
		put_thread(10, 11, 1);
		put_process(12, 1);
		put_process(20, 2);
		put_thread(20, 21, 1);
		assert_int_equal(pass_in_pieces(&request, piece), 0);
		assert_counts(3, 4);
		assert_bytes_equal(process(10)->comm, bytes_of("t10"));
		assert_bytes_equal(process(12)->comm, bytes_of("t12"));
		assert_bytes_equal(process(20)->comm, bytes_of("t20"));
		assert_bytes_equal(thread(now, 10, 10)->comm, bytes_of("t10"));
		assert_bytes_equal(thread(now, 10, 11)->comm, bytes_of("t11"));
		assert_bytes_equal(thread(now, 20, 21)->comm, bytes_of("t21"));
	}
}

/* ---------------------------------------------------------------- who it is */

struct identity_case {
	const char *name;
	uint64_t start_ticks, pidfs_id;
	bool same_identity;
};

static const struct identity_case identity_cases[] = {
	{ "the same", 7, 910, true },
	{ "another start", 8, 910, false },
	{ "another id in the same tick", 7, 911, false },
};

static void test_identity(void **state)
{
	const struct identity_case *c = *state;

	for (unsigned threads = 1; threads <= 2; threads++) {
		struct task_iter_task leader = thread_of(10, 10);
		struct task_iter_group group = group_of(10, threads);

		put_whole(&leader, &group);
		if (threads > 1)
			put_thread(10, 11, 1);
		assert_int_equal(pass(true), 0);
		leader.start_boottime = c->start_ticks * TICK + 3;
		group.pidfs_id = c->pidfs_id;
		put_whole(&leader, &group);
		if (threads > 1)
			put_thread(10, 11, 1);
		assert_int_equal(pass(true), 0);
		if (c->same_identity)
			assert_same(10);
		else
			assert_other(10);
		assert_int_equal(task_identity_equal(&process(10)->identity,
						     &snapshot_task_find(before, 10)->identity),
				 c->same_identity);
		assert_int_equal(process(10)->identity.id, c->pidfs_id);
	}
}

int main(void)
{
	static const struct CMUnitTest one_pass[] = {
		ONE(test_sums),	   ONE(test_threads), ONE(test_threads_of), ONE(test_withheld),
		ONE(test_cut_off), ONE(test_pieces),  ONE(test_names),
	};
	int failed = 0;

	RUN_TABLE("records that make no sense", refused_cases, test_refused);
	RUN_TABLE("identity", identity_cases, test_identity);
	return failed + cmocka_run_group_tests_name("one pass", one_pass, NULL, NULL);
}

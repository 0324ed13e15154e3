/*
 * test_sources.c - both live sources tell the same of every task of the machine
 *
 * Three samples: text, BPF, text. What is in both texts under one identity must be
 * in the middle, and a counter there must lie between the two. Then the same again and
 * again, for the BPF source is told only what has changed.
 */
#include "test.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include "base/macros.h"
#include "factory.h"
#include "machine.h"
#include "proc/pidstat.h"
#include "source/choose.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/task_iter.h"
#include "sys/procdir.h"

#define NEEDS (TASK_STAT | TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_USER)

/* The tick that text counts CPU time in. */
#define TICK_NS (NS_PER_SECOND / 100)

/* What the per-CPU parts of the kernel's page counters may lag in text of older kernels. */
#define LAG_BYTES UINT64_C(524288)

/* What a program may take and give back in the time of three samples: a compiler does. */
#define SWING_BYTES (UINT64_C(256) << 20)

static struct procdir *procdir;
static struct source *text, *bpf;
static struct snapshot *before, *middle, *after;
static struct factory ours;	       /* made for the test that runs */
static struct snapshot *earlier;       /* the middle one of the time before */
static char reason[CHOOSE_REASON_MAX]; /* why there is no BPF source; else "" */

/* One counter of a task, and how far it may lie outside. */
struct counter {
	const char *name;
	size_t offset;
	uint64_t slack;
};

#define COUNTER(member, slack)                                \
	{                                                     \
#member, offsetof(struct task, member), slack \
	}

static const struct counter counters[] = {
	COUNTER(minflt, 0),	     COUNTER(majflt, 0),	  COUNTER(rchar, 0),
	COUNTER(wchar, 0),	     COUNTER(read_bytes, 0),	  COUNTER(write_bytes, 0),
	COUNTER(cutime_ns, TICK_NS), COUNTER(cstime_ns, TICK_NS),
};

static uint64_t counter_of(const struct task *task, const struct counter *counter)
{
	uint64_t value;

	memcpy(&value, (const char *)task + counter->offset, sizeof(value));
	return value;
}

static int open_sources(void **state)
{
	(void)state;
	if (machine_take() < 0 || procdir_open("/proc", &procdir) < 0)
		return -1;
	text = procfs_new(procdir);
	before = snapshot_new();
	middle = snapshot_new();
	earlier = snapshot_new();
	after = snapshot_new();
	bpf = choose_open(CHOOSE_BPF, procdir, reason);
	return 0;
}

static int close_sources(void **state)
{
	(void)state;
	snapshot_free(before);
	snapshot_free(earlier);
	snapshot_free(middle);
	snapshot_free(after);
	source_free(text);
	source_free(bpf);
	procdir_close(procdir);
	return 0;
}

static void take_three(bool threads)
{
	const struct source_request request = { .needs = NEEDS, .threads = threads };
	/* The text has to be the truth, not what it remembers of those that have not run. */
	const struct source_request truth = { .needs = NEEDS, .threads = threads, .anew = true };
	struct snapshot *spare = earlier;

	earlier = middle;
	middle = spare;
	if (reason[0]) {
		print_message("no BPF source: %s\n", reason);
		skip();
	}
	assert_int_equal(source_sample(text, &truth, before), 0);
	assert_int_equal(source_sample(bpf, &request, middle), 0);
	assert_int_equal(source_sample(text, &truth, after), 0);
	assert_string_equal(middle->source, "bpf");
}

static void fail_of(const struct task *task, const char *what)
{
	print_error("%d (%.*s): %s\n", task->identity.pid, (int)task->comm.n, task->comm.p, what);
	fail();
}

static bool between(uint64_t value, uint64_t a, uint64_t b, uint64_t slack)
{
	return value + slack >= MIN(a, b) && value <= MAX(a, b) + slack;
}

static uint64_t cpu_of(const struct task *task)
{
	return task->utime_ns + task->stime_ns;
}

static bool is_ours(const struct task *task)
{
	for (size_t i = 0; i < ours.count; i++) {
		if (ours.pids[i] == task->identity.pid)
			return true;
	}
	return false;
}

/* A stranger that has run may have taken memory and given it back between the two texts. */
static bool may_swing(const struct task *a, const struct task *c)
{
	return !is_ours(a) &&
	       (a->minflt != c->minflt || a->run_ns != c->run_ns || cpu_of(a) != cpu_of(c));
}

static void compare_memory(const struct task *a, const struct task *b, const struct task *c)
{
	const uint64_t swing = may_swing(a, c) ? SWING_BYTES : 0, lag = LAG_BYTES + swing;

	if (!between(b->rss, a->rss, c->rss, lag))
		fail_of(b, "rss");
	if (!between(b->shared, a->shared, c->shared, lag))
		fail_of(b, "shared");
	if (!between(b->vsize, a->vsize, c->vsize, swing))
		fail_of(b, "vsize");
	if (!between(b->swap, a->swap, c->swap, lag))
		fail_of(b, "swap");
}

static void compare_counters(const struct task *a, const struct task *b, const struct task *c)
{
	for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
		const struct counter *counter = &counters[i];

		if (!between(counter_of(b, counter), counter_of(a, counter), counter_of(c, counter),
			     counter->slack)) {
			print_error("%" PRIu64 " is not between %" PRIu64 " and %" PRIu64 "\n",
				    counter_of(b, counter), counter_of(a, counter),
				    counter_of(c, counter));
			fail_of(b, counter->name);
		}
	}
	/* Text has these of the first thread, or of those that live; ours has them of all. */
	if (b->run_ns < a->run_ns && a->num_threads == 1)
		fail_of(b, "run_ns");
	if (b->voluntary < a->voluntary || b->nonvoluntary < a->nonvoluntary)
		fail_of(b, "context switches");
	/* Text rounds each of the two to a tick of its own. */
	if (!between(cpu_of(b), cpu_of(a), cpu_of(c), 3 * TICK_NS))
		fail_of(b, "CPU time");
}

/* What may change at any moment is compared only where it did not change. */
static void compare_rest(const struct task *a, const struct task *b, const struct task *c)
{
	if (a->ppid == c->ppid && b->ppid != a->ppid)
		fail_of(b, "ppid");
	if (a->pgrp == c->pgrp && b->pgrp != a->pgrp)
		fail_of(b, "pgrp");
	if (a->session == c->session && b->session != a->session)
		fail_of(b, "session");
	if (a->tty_nr == c->tty_nr && b->tty_nr != a->tty_nr)
		fail_of(b, "tty");
	if (a->uid == c->uid && b->uid != a->uid)
		fail_of(b, "uid");
	if (a->nice == c->nice && b->nice != a->nice)
		fail_of(b, "nice");
	if (a->priority == c->priority && b->priority != a->priority)
		fail_of(b, "priority");
	if (a->policy != b->policy && a->policy == c->policy)
		fail_of(b, "policy");
	if (a->num_threads == c->num_threads && b->num_threads != a->num_threads &&
	    !may_swing(a, c))
		fail_of(b, "threads");
	if (a->start_ns != b->start_ns)
		fail_of(b, "start");
	if (a->state == 'Z' && b->state != 'Z')
		fail_of(b, "state");
}

/* What a worker works on, behind the sign, is read of the shown ones only, and it soon changes. */
static struct bytes name_of(const struct task *task)
{
	struct bytes name = task->comm;

	if (!(task->flags & PIDSTAT_WQ_WORKER))
		return name;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '-' || name.p[i] == '+')
			name.n = i;
	}
	return name;
}

/* A stranger that has run may have been a program between two others: env is one for scripts. */
static void compare_names(const struct task *a, const struct task *b, const struct task *c)
{
	if (may_swing(a, c))
		return;
	if (!bytes_same(name_of(a), name_of(b)) && bytes_same(name_of(a), name_of(c)))
		fail_of(b, "name");
}

static size_t compare_processes(void)
{
	size_t compared = 0;

	for (size_t i = 0; i < before->task_count; i++) {
		const struct task *a = before->tasks[i].task;
		const struct task *c = snapshot_task_find(after, a->identity.pid);
		const struct task *b = snapshot_task_find(middle, a->identity.pid);

		if (!c || !task_identity_equal(&a->identity, &c->identity))
			continue;
		if (!b || !task_identity_equal(&a->identity, &b->identity))
			fail_of(a, "not in the BPF sample");
		compare_names(a, b, c);
		compare_rest(a, b, c);
		compare_counters(a, b, c);
		compare_memory(a, b, c);
		compared++;
	}
	return compared;
}

static const struct task *thread_of(const struct snapshot *snapshot, const struct sighting *process,
				    const struct task *like)
{
	const struct sighting *found = snapshot_find_thread(snapshot, process, like->identity.pid);

	return found && task_identity_equal(&found->task->identity, &like->identity) ? found->task
										     : NULL;
}

static void compare_thread(const struct task *a, const struct task *b, const struct task *c)
{
	if (!b)
		fail_of(a, "thread not in the BPF sample");
	compare_names(a, b, c);
	compare_rest(a, b, c);
	if (!between(cpu_of(b), cpu_of(a), cpu_of(c), 3 * TICK_NS) ||
	    !between(b->run_ns, a->run_ns, c->run_ns, 0))
		fail_of(b, "CPU time of a thread");
	if (!between(b->wait_ns, a->wait_ns, c->wait_ns, 0))
		fail_of(b, "waiting time of a thread");
}

static size_t compare_threads(void)
{
	size_t compared = 0;

	for (size_t i = 0; i < before->task_count; i++) {
		const struct sighting *process = &before->tasks[i];
		const int32_t pid = process->task->identity.pid;
		const struct sighting *in_middle = snapshot_find(middle, pid);
		const struct sighting *in_after = snapshot_find(after, pid);

		for (uint32_t k = 0; in_middle && in_after && k < process->thread_count; k++) {
			const struct task *a = before->threads[process->thread_first + k].task;
			const struct task *c = thread_of(after, in_after, a);

			if (!c)
				continue;
			compare_thread(a, thread_of(middle, in_middle, a), c);
			compared++;
		}
	}
	return compared;
}

static void test_processes(void **state)
{
	(void)state;
	take_three(false);
	assert_true(compare_processes() > 2);
}

static void test_threads(void **state)
{
	(void)state;
	take_three(true);
	print_message("%zu threads compared\n", compare_threads());
}

/* ---------------------------------------------------------------- again and again */

struct live_case {
	const char *name;
	const char *kind, *argument; /* of mkproc; NULL: the machine as it is */
};

static const struct live_case live_cases[] = {
	{ "the machine as it is", NULL, NULL },
	{ "one that burns", "burner", "1" },
	{ "one with threads", "threads", "8" },
	{ "a thread that burns", "busy-thread", NULL },
	{ "a leader that has exited", "leader-exited", NULL },
	{ "zombies", "zombie", "3" },
	{ "a stopped one", "stopped", "1" },
	{ "a traced one", "traced", NULL },
	{ "one that writes and reads", "io", NULL },
	{ "two that wake each other", "switcher", NULL },
	{ "one that grows", "grower", "8" },
	{ "one that changes its name", "rename", NULL },
	{ "one of the real-time class", "rt", NULL },
	{ "another user's", "user", NULL },
};

/* Those that have been the same two times are one version. */
static size_t count_shared(void)
{
	size_t shared = 0;

	for (size_t i = 0; i < earlier->task_count; i++) {
		const struct task *task = earlier->tasks[i].task;

		shared += snapshot_task_find(middle, task->identity.pid) == task;
	}
	return shared;
}

/* Long enough that each task comes to be looked at wholly, and is left alone, several times. */
static void watch(bool threads)
{
	size_t compared = 0, compared_threads = 0, shared = 0;

	for (int round = 0; round < 3 * TASK_ITER_ROUNDS; round++) {
		take_three(threads);
		compared += compare_processes();
		compared_threads += compare_threads();
		if (round > 0)
			shared += count_shared();
		for (size_t i = 0; i < ours.count; i++)
			assert_non_null(snapshot_task_find(middle, ours.pids[i]));
	}
	print_message("%zu processes and %zu threads compared, %zu shared\n", compared,
		      compared_threads, shared);
	assert_true(compared > 2 * 3 * TASK_ITER_ROUNDS);
	assert_true(shared > 0);
}

static void test_live(void **state)
{
	const struct live_case *c = *state;

	ours.count = 0;
	if (c->kind && !factory_start(&ours, c->kind, c->argument)) {
		print_message("mkproc cannot make it here: %s\n", c->kind);
		skip();
	}
	watch(false);
	/* Threads are wanted from now on, then not, then again. */
	watch(true);
	take_three(false);
	assert_int_equal(middle->thread_count, 0);
	take_three(true);
	assert_true(compare_processes() > 2);
	(void)compare_threads();
	if (c->kind)
		factory_stop(&ours);
}

/* It is seen as soon as it is there and not any more when it has gone. */
static void test_come_and_go(void **state)
{
	(void)state;
	take_three(true);
	for (int round = 0; round < 2 * TASK_ITER_ROUNDS; round++) {
		assert_true(factory_start(&ours, "threads", "2"));
		take_three(true);
		assert_non_null(snapshot_find(middle, ours.pids[0]));
		assert_true(snapshot_find(middle, ours.pids[0])->thread_count >= 2);
		(void)compare_processes();
		(void)compare_threads();
		factory_stop(&ours);
		take_three(true);
		assert_null(snapshot_find(middle, ours.pids[0]));
		(void)compare_processes();
	}
}

int main(void)
{
	struct CMUnitTest lives[ARRAY_LEN(live_cases)];
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_processes),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_come_and_go),
	};
	int failed;

	test_table(lives, ARRAY_LEN(lives), live_cases, sizeof(live_cases[0]), test_live);
	failed = cmocka_run_group_tests_name("sources", tests, open_sources, close_sources);
	return failed + cmocka_run_group_tests_name("sources, again and again", lives, open_sources,
						    close_sources);
}

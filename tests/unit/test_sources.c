/*
 * test_sources.c - both live sources tell the same of every task of the machine
 *
 * Three samples: text, BPF, text. What is in both texts under one identity must be
 * in the middle, and a counter there must lie between the two.
 */
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/macros.h"
#include "source/bpf.h"
#include "source/procfs.h"
#include "source/source.h"
#include "sys/procdir.h"

#define NEEDS (TASK_STAT | TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_USER)

/* The tick that text counts CPU time in. */
#define TICK_NS (NS_PER_SECOND / 100)

/* What the per-CPU parts of the kernel's page counters may lag in text of older kernels. */
#define LAG_BYTES UINT64_C(524288)

static struct procdir *procdir;
static struct source *text, *bpf;
static struct snapshot *before, *middle, *after;
static char reason[160];

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
	if (procdir_open("/proc", &procdir) < 0)
		return -1;
	text = procfs_new(procdir);
	before = snapshot_new();
	middle = snapshot_new();
	after = snapshot_new();
	(void)bpf_new(procdir, &bpf, reason, sizeof(reason));
	return 0;
}

static int close_sources(void **state)
{
	(void)state;
	source_free(text);
	source_free(bpf);
	snapshot_free(before);
	snapshot_free(middle);
	snapshot_free(after);
	procdir_close(procdir);
	return 0;
}

static void take_three(bool threads)
{
	const struct source_request request = { .needs = NEEDS, .threads = threads };

	if (!bpf) {
		print_message("no BPF source: %s\n", reason);
		skip();
	}
	assert_int_equal(source_sample(text, &request, before), 0);
	assert_int_equal(source_sample(bpf, &request, middle), 0);
	assert_int_equal(source_sample(text, &request, after), 0);
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

static void compare_memory(const struct task *a, const struct task *b, const struct task *c)
{
	if (!between(b->rss, a->rss, c->rss, LAG_BYTES))
		fail_of(b, "rss");
	if (!between(b->shared, a->shared, c->shared, LAG_BYTES))
		fail_of(b, "shared");
	if (!between(b->vsize, a->vsize, c->vsize, 0))
		fail_of(b, "vsize");
	if (!between(b->swap, a->swap, c->swap, LAG_BYTES))
		fail_of(b, "swap");
}

static void compare_counters(const struct task *a, const struct task *b, const struct task *c)
{
	for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
		const struct counter *counter = &counters[i];

		if (!between(counter_of(b, counter), counter_of(a, counter), counter_of(c, counter),
			     counter->slack))
			fail_of(b, counter->name);
	}
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
	if (a->num_threads == c->num_threads && b->num_threads != a->num_threads)
		fail_of(b, "threads");
	if (a->start_ns != b->start_ns)
		fail_of(b, "start");
	if (a->state == 'Z' && b->state != 'Z')
		fail_of(b, "state");
}

static void test_processes(void **state)
{
	size_t compared = 0;

	(void)state;
	take_three(false);
	for (size_t i = 0; i < before->task_count; i++) {
		const struct task *a = &before->tasks[i];
		const struct task *c = snapshot_task_find(after, a->identity.pid);
		const struct task *b = snapshot_task_find(middle, a->identity.pid);

		if (!c || !task_identity_equal(&a->identity, &c->identity))
			continue;
		if (!b || !task_identity_equal(&a->identity, &b->identity))
			fail_of(a, "not in the BPF sample");
		if (!bytes_same(a->comm, b->comm) && bytes_same(a->comm, c->comm))
			fail_of(a, "name");
		compare_rest(a, b, c);
		compare_counters(a, b, c);
		compare_memory(a, b, c);
		compared++;
	}
	assert_true(compared > 2);
}

static void test_threads(void **state)
{
	size_t compared = 0;

	(void)state;
	take_three(true);
	for (size_t i = 0; i < before->task_count; i++) {
		const struct task *process = &before->tasks[i];
		const struct task *in_middle = snapshot_task_find(middle, process->identity.pid);
		const struct task *in_after = snapshot_task_find(after, process->identity.pid);

		for (uint32_t k = 0; in_middle && in_after && k < process->thread_count; k++) {
			const struct task *a = &before->threads[process->thread_first + k];
			const struct task *b =
				snapshot_thread_find(middle, in_middle, a->identity.pid);
			const struct task *c =
				snapshot_thread_find(after, in_after, a->identity.pid);

			if (!c || !task_identity_equal(&a->identity, &c->identity))
				continue;
			if (!b || !task_identity_equal(&a->identity, &b->identity))
				fail_of(a, "thread not in the BPF sample");
			compare_rest(a, b, c);
			if (!between(cpu_of(b), cpu_of(a), cpu_of(c), 3 * TICK_NS) ||
			    !between(b->run_ns, a->run_ns, c->run_ns, 0))
				fail_of(b, "CPU time of a thread");
			if (!between(b->wait_ns, a->wait_ns, c->wait_ns, 0))
				fail_of(b, "waiting time of a thread");
			compared++;
		}
	}
	print_message("%zu threads compared\n", compared);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_processes),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests_name("sources", tests, open_sources, close_sources);
}

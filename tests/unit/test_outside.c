/*
 * test_outside.c - what is done to a sleeper from outside is seen by both live sources
 *
 * It does not run, so none of its own counters moves. Most of what others do to it is
 * seen when its turn comes to be looked at wholly; what changes its state, its
 * priority or its parent at once; all of it at once where nothing from memory is wanted.
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "machine.h"
#include "source/choose.h"
#include "source/source.h"
#include "source/task_iter.h"
#include "sys/procdir.h"

enum { DEADLINE_S = 60, MEMORY = 4 * 1024 * 1024 };

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

static struct procdir *procdir;
static struct source *text, *bpf;
static struct source *subject; /* one of the two: whose memory is tested */
static struct source *truth;   /* text, always read anew */
static struct snapshot *snapshot, *in_text;
static char reason[CHOOSE_REASON_MAX]; /* why there is no BPF source; else "" */

static int open_sources(void)
{
	char none[CHOOSE_REASON_MAX];

	if (machine_take() < 0 || procdir_open("/proc", &procdir) < 0)
		return -1;
	text = choose_open(CHOOSE_PROCFS, procdir, none);
	truth = choose_open(CHOOSE_PROCFS, procdir, none);
	bpf = choose_open(CHOOSE_BPF, procdir, reason);
	snapshot = snapshot_new();
	in_text = snapshot_new();
	return 0;
}

static int open_bpf(void **state)
{
	(void)state;
	if (open_sources() < 0)
		return -1;
	subject = bpf;
	return 0;
}

static int open_text(void **state)
{
	(void)state;
	if (open_sources() < 0)
		return -1;
	subject = text;
	return 0;
}

static const char *name_of_subject(void)
{
	return subject == bpf ? "bpf" : "procfs";
}

static void skip_without_bpf(void)
{
	if (subject == bpf && reason[0]) {
		print_message("no BPF source: %s\n", reason);
		skip();
	}
}

static int close_sources(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	snapshot_free(in_text);
	source_free(text);
	source_free(truth);
	source_free(bpf);
	procdir_close(procdir);
	return 0;
}

/* ---------------------------------------------------------------- who is acted upon */

/* It may have a child, which then is the sleeper. */
struct sleeper {
	pid_t parent; /* of the sleeper: we, or one between us */
	pid_t pid;
	void *memory; /* of a file that it has mapped and read; at the same place in it */
	int file;
	uint64_t had; /* resident memory, before anything was done to it */
};

__attribute__((noreturn)) static void sleep_for_ever(const struct sleeper *sleeper, int ready)
{
	const pid_t own = getpid();
	unsigned sum = 0;

	(void)alarm(DEADLINE_S);
	for (size_t at = 0; at < MEMORY; at += 1024)
		sum += ((const volatile unsigned char *)sleeper->memory)[at];
	if (sum == 0)
		_exit(1); /* the file is not empty */
	(void)!write(ready, &own, sizeof(own));
	for (;;)
		(void)pause();
}

static void map_file(struct sleeper *sleeper)
{
	char path[] = "proctor-test.XXXXXX", *page = malloc(MEMORY);

	assert_non_null(page);
	memset(page, 'x', MEMORY);
	sleeper->file = mkstemp(path);
	assert_true(sleeper->file >= 0);
	(void)unlink(path);
	assert_int_equal(write(sleeper->file, page, MEMORY), MEMORY);
	(void)fsync(sleeper->file); /* what is on the disk can be taken from memory */
	free(page);
	sleeper->memory = mmap(NULL, MEMORY, PROT_READ, MAP_SHARED, sleeper->file, 0);
	assert_ptr_not_equal(sleeper->memory, MAP_FAILED);
}

__attribute__((noreturn)) static void be_between(const struct sleeper *sleeper, int ready)
{
	const pid_t child = fork();

	(void)alarm(DEADLINE_S);
	if (child == 0)
		sleep_for_ever(sleeper, ready);
	for (;;)
		(void)pause();
}

static void sleeper_start(struct sleeper *sleeper, bool between)
{
	int ready[2];

	map_file(sleeper);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	sleeper->parent = fork();
	assert_true(sleeper->parent >= 0);
	if (sleeper->parent == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (between)
			be_between(sleeper, ready[1]);
		sleep_for_ever(sleeper, ready[1]);
	}
	(void)close(ready[1]);
	assert_int_equal(read(ready[0], &sleeper->pid, sizeof(sleeper->pid)), sizeof(pid_t));
	(void)close(ready[0]);
}

static void sleeper_stop(const struct sleeper *sleeper)
{
	(void)kill(sleeper->pid, SIGKILL);
	(void)kill(sleeper->parent, SIGKILL);
	(void)waitpid(sleeper->parent, NULL, 0);
	(void)munmap(sleeper->memory, MEMORY);
	(void)close(sleeper->file);
}

/* ---------------------------------------------------------------- looking */

static const struct task *see(const struct sleeper *sleeper, bool anew)
{
	const struct source_request request = { .needs = TASK_STAT | TASK_STATUS, .anew = anew };

	assert_int_equal(source_sample(subject, &request, snapshot), 0);
	assert_string_equal(snapshot->source, name_of_subject());
	return snapshot_task_find(snapshot, (int32_t)sleeper->pid);
}

static const struct task *read_it(const struct sleeper *sleeper)
{
	const struct source_request request = { .needs = TASK_STAT | TASK_STATUS, .anew = true };
	const struct task *task;

	assert_int_equal(source_sample(truth, &request, in_text), 0);
	task = snapshot_task_find(in_text, (int32_t)sleeper->pid);
	assert_non_null(task);
	return task;
}

/* Until it sleeps and has been seen so: nothing that it does itself comes after that. */
static void await_sleep(const struct sleeper *sleeper)
{
	const uint64_t until = clock_monotonic() + DEADLINE_S * NS_PER_SECOND;
	const struct task *task, *last = NULL;

	while (read_it(sleeper)->state == 'R')
		assert_true(clock_monotonic() < until);
	for (int same = 0; same < 2;) {
		task = see(sleeper, false);
		assert_non_null(task);
		same = task == last ? same + 1 : 0;
		last = task;
		assert_true(clock_monotonic() < until);
	}
}

/* ---------------------------------------------------------------- what is done to it */

/* Returns 0, or an errno: it cannot be done here. */
typedef int act_function(const struct sleeper *sleeper);
typedef bool seen_function(const struct task *task, const struct sleeper *sleeper);

static int renice(const struct sleeper *sleeper)
{
	return setpriority(PRIO_PROCESS, (id_t)sleeper->pid, 7) < 0 ? errno : 0;
}

static bool is_reniced(const struct task *task, const struct sleeper *sleeper)
{
	(void)sleeper;
	return task->nice == 7 && task->priority == 27;
}

static int regroup(const struct sleeper *sleeper)
{
	return setpgid(sleeper->pid, sleeper->pid) < 0 ? errno : 0;
}

static bool is_regrouped(const struct task *task, const struct sleeper *sleeper)
{
	return task->pgrp == (int32_t)sleeper->pid;
}

static int stop(const struct sleeper *sleeper)
{
	int status;

	if (kill(sleeper->pid, SIGSTOP) < 0)
		return errno;
	return waitpid(sleeper->pid, &status, WUNTRACED) == sleeper->pid && WIFSTOPPED(status)
		       ? 0
		       : ECHILD;
}

static bool is_stopped(const struct task *task, const struct sleeper *sleeper)
{
	(void)sleeper;
	return task->state == 'T' && task->busiest == 'T';
}

static int let_go_on(const struct sleeper *sleeper)
{
	int status;

	if (kill(sleeper->pid, SIGCONT) < 0)
		return errno;
	return waitpid(sleeper->pid, &status, WCONTINUED) == sleeper->pid ? 0 : ECHILD;
}

static bool is_not_stopped(const struct task *task, const struct sleeper *sleeper)
{
	(void)sleeper;
	return task->state != 'T';
}

static int make_batch(const struct sleeper *sleeper)
{
	const struct sched_param none = { 0 };

	return sched_setscheduler(sleeper->pid, SCHED_BATCH, &none) < 0 ? errno : 0;
}

static bool is_batch(const struct task *task, const struct sleeper *sleeper)
{
	(void)sleeper;
	return task->policy == SCHED_BATCH;
}

static int make_realtime(const struct sleeper *sleeper)
{
	const struct sched_param five = { .sched_priority = 5 };

	return sched_setscheduler(sleeper->pid, SCHED_RR, &five) < 0 ? errno : 0;
}

static bool is_realtime(const struct task *task, const struct sleeper *sleeper)
{
	(void)sleeper;
	return task->policy == SCHED_RR && task->rt_priority == 5 && task->priority == -6;
}

/* What it has mapped of a file need not be written anywhere: it goes without swap. */
static int take_memory(const struct sleeper *sleeper)
{
	const struct iovec where = { sleeper->memory, MEMORY };
	const int fd = (int)syscall(SYS_pidfd_open, sleeper->pid, 0);
	long taken;
	int error;

	if (fd < 0)
		return errno;
	/* We have it mapped too: who shares a page keeps it. */
	(void)munmap(sleeper->memory, MEMORY);
	taken = syscall(SYS_process_madvise, fd, &where, 1, MADV_PAGEOUT, 0);
	error = taken < 0 ? errno : 0;
	(void)close(fd);
	if (error == 0 && read_it(sleeper)->rss + MEMORY / 2 > sleeper->had)
		error = EBUSY; /* the kernel has not taken it */
	return error;
}

static bool has_less(const struct task *task, const struct sleeper *sleeper)
{
	return task->rss + MEMORY / 2 <= sleeper->had;
}

static int orphan(const struct sleeper *sleeper)
{
	if (kill(sleeper->parent, SIGKILL) < 0)
		return errno;
	return waitpid(sleeper->parent, NULL, 0) == sleeper->parent ? 0 : ECHILD;
}

static bool is_orphan(const struct task *task, const struct sleeper *sleeper)
{
	return task->ppid != (int32_t)sleeper->parent && task->ppid == read_it(sleeper)->ppid;
}

struct act_case {
	const char *name;
	act_function *prepare; /* before it is looked at; may be NULL */
	act_function *act;
	seen_function *seen;
	/* even without being asked for anew: by BPF, by text */
	bool at_once, at_once_in_text;
	bool between; /* somebody is between us and it */
};

static const struct act_case act_cases[] = {
	{ "another nice value", NULL, renice, is_reniced, true, false, false },
	{ "another group", NULL, regroup, is_regrouped, false, false, false },
	{ "stopped", NULL, stop, is_stopped, true, true, false },
	{ "not stopped any more", stop, let_go_on, is_not_stopped, true, true, false },
	{ "another policy", NULL, make_batch, is_batch, false, false, false },
	{ "the real-time class", NULL, make_realtime, is_realtime, true, false, false },
	{ "its memory is taken away", NULL, take_memory, has_less, false, false, false },
	{ "its parent ends", NULL, orphan, is_orphan, true, true, true },
};

/* Does it; false if it cannot be done here. */
static bool act(const struct act_case *c, struct sleeper *sleeper)
{
	int error = c->prepare ? c->prepare(sleeper) : 0;

	if (error == 0) {
		await_sleep(sleeper);
		sleeper->had = read_it(sleeper)->rss;
		if (c->seen(see(sleeper, false), sleeper))
			fail_msg("it was so before");
		error = c->act(sleeper);
	}
	if (error != 0)
		print_message("%s: cannot be done here: %s\n", c->name, strerror(error));
	return error == 0;
}

/* How many samples it took, 0: more than it may. */
static int samples_until_seen(const struct act_case *c, const struct sleeper *sleeper, bool anew)
{
	for (int count = 1; count <= TASK_ITER_ROUNDS; count++) {
		const struct task *task = see(sleeper, anew);

		assert_non_null(task);
		if (c->seen(task, sleeper))
			return count;
	}
	return 0;
}

static void check(const struct act_case *c, bool anew)
{
	struct sleeper sleeper;
	bool done;
	int count = 0;

	skip_without_bpf();
	sleeper_start(&sleeper, c->between);
	done = act(c, &sleeper);
	if (done)
		count = samples_until_seen(c, &sleeper, anew);
	sleeper_stop(&sleeper);
	if (!done)
		skip();
	print_message("%s: seen in sample %d\n", c->name, count);
	if (subject == bpf ? c->at_once : c->at_once_in_text)
		anew = true; /* as good as that */
	assert_in_range(count, 1, anew ? 1 : TASK_ITER_ROUNDS);
}

static void test_in_turn(void **state)
{
	/* From several places in the rotation: PIDs follow each other. */
	for (int round = 0; round < 3; round++)
		check(*state, false);
}

static void test_anew(void **state)
{
	check(*state, true);
}

/* ---------------------------------------------------------------- a thread */

struct quiet {
	int pipe[2]; /* who reads it sleeps until it is closed */
	_Atomic(pid_t) tid;
};

static void *be_quiet(void *argument)
{
	struct quiet *quiet = argument;
	char byte;

	atomic_store(&quiet->tid, (pid_t)syscall(SYS_gettid));
	(void)!read(quiet->pipe[0], &byte, 1);
	return NULL;
}

static const struct task *see_thread(pid_t tid, bool anew)
{
	const struct source_request request = { .threads = true, .anew = anew };
	const struct sighting *own, *found;

	assert_int_equal(source_sample(subject, &request, snapshot), 0);
	assert_string_equal(snapshot->source, name_of_subject());
	own = snapshot_find(snapshot, (int32_t)getpid());
	assert_non_null(own);
	found = snapshot_find_thread(snapshot, own, (int32_t)tid);
	return found ? found->task : NULL;
}

/* Only threads of the same process may name each other: we name one that sleeps. */
static void name_thread(pthread_t thread, struct quiet *quiet, bool anew)
{
	const uint64_t until = clock_monotonic() + DEADLINE_S * NS_PER_SECOND;
	const struct task *task, *last = NULL;
	int count = 0;
	pid_t tid;

	while ((tid = atomic_load(&quiet->tid)) == 0)
		assert_true(clock_monotonic() < until);
	for (int same = 0; same < 2;) {
		task = see_thread(tid, false);
		same = task && task == last && task->state == 'S' ? same + 1 : 0;
		last = task;
		assert_true(clock_monotonic() < until);
	}
	assert_false(bytes_equal(last->comm, "another"));
	assert_int_equal(pthread_setname_np(thread, "another"), 0);
	do {
		assert_in_range(++count, 1, anew ? 1 : TASK_ITER_ROUNDS);
		task = see_thread(tid, anew);
		assert_non_null(task);
	} while (!bytes_equal(task->comm, "another"));
	print_message("the name of a thread: seen in sample %d\n", count);
}

static void test_thread(void **state)
{
	(void)state;
	skip_without_bpf();
	for (int anew = 0; anew < 2; anew++) {
		struct quiet quiet = { 0 };
		pthread_t thread;

		assert_int_equal(pipe2(quiet.pipe, O_CLOEXEC), 0);
		assert_int_equal(pthread_create(&thread, NULL, be_quiet, &quiet), 0);
		name_thread(thread, &quiet, anew);
		(void)close(quiet.pipe[1]);
		assert_int_equal(pthread_join(thread, NULL), 0);
		(void)close(quiet.pipe[0]);
	}
}

int main(void)
{
	static const struct CMUnitTest threads[] = { cmocka_unit_test(test_thread) };
	struct CMUnitTest in_turn[ARRAY_LEN(act_cases)], anew[ARRAY_LEN(act_cases)];
	int failed;

	test_table(in_turn, ARRAY_LEN(in_turn), act_cases, sizeof(act_cases[0]), test_in_turn);
	test_table(anew, ARRAY_LEN(anew), act_cases, sizeof(act_cases[0]), test_anew);
	failed = cmocka_run_group_tests_name("BPF: in its turn", in_turn, open_bpf, close_sources);
	failed += cmocka_run_group_tests_name("BPF: a thread", threads, open_bpf, close_sources);
	failed += cmocka_run_group_tests_name("BPF: nothing from memory", anew, open_bpf,
					      close_sources);
	failed +=
		cmocka_run_group_tests_name("text: in its turn", in_turn, open_text, close_sources);
	failed += cmocka_run_group_tests_name("text: a thread", threads, open_text, close_sources);
	return failed + cmocka_run_group_tests_name("text: nothing from memory", anew, open_text,
						    close_sources);
}

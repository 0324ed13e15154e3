#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "samples.h"
#include "scratch.h"

enum { DEADLINE_S = 60 };

struct tree_case {
	const char *name;
	const char *tree;
	uint32_t needs;
	bool threads;
	const char *want; /* its processes */
	size_t thread_count;
	unsigned unreadable;
};

/* clang-format off */
static const struct tree_case tree_cases[] = {
	{ "small", "small", SAMPLES_ALL, true,
	  "1 2 15 16 700 801 802 850 900 910 960 970 980 1000 1010", 6, 0 },
	{ "small without threads", "small", SAMPLES_ALL, false,
	  "1 2 15 16 700 801 802 850 900 910 960 970 980 1000 1010", 0, 0 },
	{ "small-later", "small-later", SAMPLES_ALL, true,
	  "1 2 15 16 700 801 802 850 900 910 960 970 980 1010 1100", 6, 0 },
	{ "hostile: a file and three that make no sense refuse", "hostile", SAMPLES_ALL, true,
	  "1 100 101 102 103 104 105 106 107 111 113 114 115 116 118 119 120 121 122", 1, 4 },
	{ "hostile, stat only", "hostile", TASK_STAT, false,
	  "1 100 101 102 103 104 105 106 107 111 113 114 115 116 118 119 120 121 122", 0, 4 },
	{ "an old kernel", "old-kernel", SAMPLES_ALL, true, "1 2 3 4 1200 1300", 2, 0 },
	{ "hidepid", "hidepid", SAMPLES_ALL, true, "4321", 0, 0 },
	{ "cycle", "cycle", SAMPLES_ALL, true, "1 10 11 12 20 30 31 40 41 50 51 60 61", 0, 0 },
};
/* clang-format on */

static void assert_pids(const struct snapshot *snapshot, const char *want)
{
	char text[512];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < snapshot->task_count; i++) {
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d", i ? " " : "",
					 snapshot->tasks[i].task->identity.pid);
		assert_true(used < sizeof(text));
	}
	assert_string_equal(text, want);
}

/* The same twice, from the same source into the same memory: nothing of the first shows through. */
static void test_tree(void **state)
{
	const struct tree_case *c = *state;
	struct source_request request = { .needs = c->needs, .threads = c->threads };
	struct samples samples;
	struct snapshot *snapshot;

	samples_open(&samples, c->tree);
	snapshot = samples_take(&samples, &request);
	for (int round = 0; round < 2; round++) {
		assert_pids(snapshot, c->want);
		assert_int_equal(snapshot->thread_count, c->thread_count);
		assert_int_equal(snapshot->unreadable, c->unreadable);
		assert_int_equal(snapshot->needs, c->needs);
		assert_int_equal(snapshot->ticks_per_second, 100);
		assert_string_equal(snapshot->source, "procfs");
		for (size_t i = 0; i < snapshot->task_count; i++) {
			const struct task *task = snapshot->tasks[i].task;
			const struct task_text *text = snapshot->tasks[i].text;

			assert_true(task->have & TASK_STAT);
			assert_int_equal(task->have & ~(c->needs | TASK_STAT), 0);
			assert_int_equal(task->have & TASK_TEXT_MASK, 0);
			assert_int_equal(task->tgid, task->identity.pid);
			assert_false(task->is_thread);
			if (text)
				assert_int_equal(text->have & ~(c->needs & TASK_TEXT_MASK), 0);
		}
		assert_int_equal(source_sample(samples.source, &request, snapshot), 0);
	}
	snapshot_free(snapshot);
	samples_close(&samples);
}

/* Exact values through the whole source. */
static void test_small(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };
	const struct task *task, *thread;
	const struct sighting *sighting;
	struct samples samples;
	struct snapshot *snapshot;

	(void)state;
	samples_open(&samples, "small");
	snapshot = samples_take(&samples, &request);
	assert_int_equal(snapshot->monotonic_ns, 100000 * NS_PER_SECOND);
	task = samples_task(snapshot, 850);
	sighting = snapshot_find(snapshot, 850);
	assert_ptr_equal(sighting->task, task);
	assert_int_equal(sighting->sampled_ns, snapshot->monotonic_ns);
	assert_int_equal(task->state, 'S');
	assert_int_equal(task->busiest, 'R');
	assert_int_equal(sighting->thread_count, 4);
	assert_int_equal(task->run_ns, UINT64_C(680000000000)); /* of all its threads */
	assert_int_equal(task->utime_ns + task->stime_ns, UINT64_C(680000000000));
	sighting = snapshot_find_thread(snapshot, sighting, 852);
	assert_non_null(sighting);
	thread = sighting->task;
	assert_true(thread->is_thread);
	assert_int_equal(thread->tgid, 850);
	assert_int_equal(thread->state, 'R');
	assert_bytes_equal(thread->comm, bytes_of("worker-2"));
	assert_int_equal(thread->run_ns, UINT64_C(450000000000));
	assert_true(thread->have & TASK_USER);
	assert_int_equal(thread->uid, 33);
	/* A dead leader is as busy as who lives. */
	task = samples_task(snapshot, 910);
	assert_int_equal(task->state, 'Z');
	assert_int_equal(task->busiest, 'S');
	assert_true(task_leader_exited(task));
	assert_int_equal(samples_task(snapshot, 900)->busiest, 'Z');
	assert_bytes_equal(samples_task(snapshot, 16)->comm,
			   bytes_of("kworker/u4:2-events_unbound"));
	assert_true(task_is_kernel(samples_task(snapshot, 16)));
	assert_int_equal(snapshot_find(snapshot, 16)->thread_count, 0);
	snapshot_free(snapshot);
	samples_close(&samples);
}

/*
 * What has not changed is the same version in the next sample; its sighting is another. The
 * earlier sample keeps what it has.
 */
static void test_shared(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };
	struct samples samples;
	struct snapshot *first, *second;

	(void)state;
	samples_open(&samples, "small");
	first = samples_take(&samples, &request);
	second = samples_take(&samples, &request);
	assert_int_equal(first->task_count, second->task_count);
	assert_int_equal(first->thread_count, second->thread_count);
	for (size_t i = 0; i < first->task_count; i++)
		assert_ptr_equal(first->tasks[i].task, second->tasks[i].task);
	for (size_t i = 0; i < first->thread_count; i++)
		assert_ptr_equal(first->threads[i].task, second->threads[i].task);
	/* Less is asked for: that is another version, and the old one is as it was. */
	request.needs = TASK_STAT;
	request.threads = false;
	assert_int_equal(source_sample(samples.source, &request, second), 0);
	for (size_t i = 0; i < first->task_count; i++) {
		assert_ptr_not_equal(first->tasks[i].task, second->tasks[i].task);
		assert_int_equal(second->tasks[i].task->have, TASK_STAT);
		assert_null(second->tasks[i].text);
		assert_true(first->tasks[i].task->have & TASK_STATUS);
	}
	assert_bytes_equal(first->threads[0].task->comm, bytes_of("webserver"));
	snapshot_free(first);
	snapshot_free(second);
	samples_close(&samples);
}

struct request_case {
	const char *name;
	const char *pids_text; /* for the message only */
	int32_t pids[4];
	size_t count;
	const char *want;
};

static const struct request_case request_cases[] = {
	{ "one", "850", { 850 }, 1, "850" },
	{ "in another order, twice, and one that is not there",
	  "980 1 4242 1",
	  { 980, 1, 4242, 1 },
	  4,
	  "1 980" },
	{ "one that is not there", "4242", { 4242 }, 1, "" },
	{ "none at all", "", { 0 }, 0, "" },
};

static void test_request(void **state)
{
	const struct request_case *c = *state;
	int32_t pids[4];
	struct source_request request = { .needs = TASK_STAT, .pids = pids, .pid_count = c->count };
	struct source_request all = { .needs = TASK_STAT };
	struct source_request *copy;
	struct samples samples;
	struct snapshot *snapshot;

	memcpy(pids, c->pids, sizeof(pids));
	copy = source_request_copy(&request);
	samples_open(&samples, "small");
	snapshot = samples_take(&samples, copy);
	assert_pids(snapshot, c->want);
	assert_int_equal(snapshot->unreadable, 0);
	snapshot_free(snapshot);
	/* Afterwards all are there again. */
	snapshot = samples_take(&samples, &all);
	assert_int_equal(snapshot->task_count, 15);
	snapshot_free(snapshot);
	source_request_free(copy);
	source_request_free(NULL);
	samples_close(&samples);
}

/* The threads of one process, not of the other. */
static void test_threads_of(void **state)
{
	int32_t pids[] = { 910 };
	struct source_request request = { .needs = TASK_STAT,
					  .threads_of = pids,
					  .threads_of_count = 1 };
	struct samples samples;
	struct snapshot *snapshot;

	(void)state;
	samples_open(&samples, "small");
	snapshot = samples_take(&samples, &request);
	assert_int_equal(snapshot->thread_count, 2);
	assert_int_equal(snapshot_find(snapshot, 910)->thread_count, 2);
	assert_int_equal(snapshot_find(snapshot, 850)->thread_count, 0);
	snapshot_free(snapshot);
	samples_close(&samples);
}

/* ---------------------------------------------------------------- many processes */

struct shown_case {
	const char *name;
	int processes;
	uint32_t needs;
	size_t with_statm; /* how many have been read of it */
	uint32_t told;	   /* what the snapshot says that it has asked of all */
};

/* What is needed of the shown ones (statm) is read of those, or of all if they are few. */
static const struct shown_case shown_cases[] = {
	{ "few", 512, TASK_STAT, 512, TASK_STAT | TASK_STATM },
	{ "many", 513, TASK_STAT, 2, TASK_STAT },
	{ "many, and needed of all", 600, TASK_STAT | TASK_STATM, 600, TASK_STAT | TASK_STATM },
};

static void test_shown(void **state)
{
	const struct shown_case *c = *state;
	struct identity shown[] = { { .pid = 7 }, { .pid = 300 }, { .pid = 9999 } };
	struct source_request request = { .needs = c->needs,
					  .needs_shown = TASK_STATM,
					  .shown = shown,
					  .shown_count = ARRAY_LEN(shown) };
	struct scratch scratch;
	struct samples samples;
	struct snapshot *snapshot;
	size_t with = 0;

	scratch_init(&scratch);
	for (int pid = 1; pid <= c->processes; pid++) {
		char name[32];

		scratch_add(&scratch, pid, 1);
		(void)snprintf(name, sizeof(name), "%d/statm", pid);
		scratch_write(&scratch, name, "10 5 2 1 0 3 0\n", 0644);
	}
	samples_open(&samples, scratch.path);
	snapshot = samples_take(&samples, &request);
	assert_int_equal(snapshot->task_count, c->processes);
	assert_int_equal(snapshot->needs, c->told);
	for (size_t i = 0; i < snapshot->task_count; i++) {
		const struct task *task = snapshot->tasks[i].task;

		with += (task->have & TASK_STATM) != 0;
		if (task->identity.pid == 7 || task->identity.pid == 300)
			assert_true(task->have & TASK_STATM);
	}
	assert_int_equal(with, c->with_statm);
	snapshot_free(snapshot);
	samples_close(&samples);
	scratch_done(&scratch);
}

/* ---------------------------------------------------------------- living processes */

static void test_self(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL };
	struct samples samples;
	struct snapshot *snapshot;
	const struct task *task;
	char comm[64] = "";
	FILE *file = fopen("/proc/self/comm", "r");

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(comm, sizeof(comm), file));
	(void)fclose(file);
	comm[strcspn(comm, "\n")] = '\0';
	samples_open(&samples, "/proc");
	snapshot = samples_take(&samples, &request);
	task = samples_task(snapshot, (int32_t)getpid());
	assert_bytes_equal(task->comm, bytes_of(comm));
	assert_int_equal(task->ppid, getppid());
	assert_int_equal(task->pgrp, getpgrp());
	assert_int_equal(task->session, getsid(0));
	assert_int_equal(task->uid, geteuid());
	assert_int_equal(task->state, 'R');
	assert_int_equal(task->num_threads, 1);
	assert_true(task->rss > 0 && task->vsize >= task->rss);
	assert_in_range(task->start_ns, 1, snapshot->boottime_ns);
	assert_in_range(snapshot_find(snapshot, (int32_t)getpid())->sampled_ns,
			snapshot->monotonic_ns, clock_monotonic());
	assert_true(samples_text(snapshot, (int32_t)getpid())->exe.n > 0);
	assert_true(snapshot->cost_ns > 0);
	/* The first process and, where they can be seen, kernel threads: by PID, all with stat. */
	for (size_t i = 1; i < snapshot->task_count; i++)
		assert_true(snapshot->tasks[i - 1].task->identity.pid <
			    snapshot->tasks[i].task->identity.pid);
	snapshot_free(snapshot);
	samples_close(&samples);
}

/* It was there, its stat is kept open, and it is gone: in the next sample, not one later. */
static void test_killed(void **state)
{
	struct source_request request = { .needs = TASK_STAT };
	struct samples samples;
	struct snapshot *snapshot;
	int status;
	pid_t pid;

	(void)state;
	samples_open(&samples, "/proc");
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)alarm(DEADLINE_S);
		for (;;)
			(void)pause();
	}
	snapshot = samples_take(&samples, &request);
	assert_int_equal(samples_task(snapshot, (int32_t)pid)->ppid, getpid());
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(source_sample(samples.source, &request, snapshot), 0);
	assert_null(snapshot_task_find(snapshot, (int32_t)pid));
	(void)samples_task(snapshot, (int32_t)getpid());
	snapshot_free(snapshot);
	samples_close(&samples);
}

struct crew {
	atomic_bool stop;
	int quiet[2]; /* a pipe: who reads it sleeps until it is closed */
	atomic_int busy_tid, quiet_tid;
};

static void *be_busy(void *argument)
{
	struct crew *crew = argument;

	atomic_store(&crew->busy_tid, (int)syscall(SYS_gettid));
	while (!atomic_load(&crew->stop))
		;
	return NULL;
}

static void *be_quiet(void *argument)
{
	struct crew *crew = argument;
	char byte;

	(void)pthread_setname_np(pthread_self(), "quiet) R 1");
	atomic_store(&crew->quiet_tid, (int)syscall(SYS_gettid));
	(void)!read(crew->quiet[0], &byte, 1);
	return NULL;
}

static const struct task *find_thread(const struct snapshot *snapshot,
				      const struct sighting *process, int32_t tid)
{
	const struct sighting *found = snapshot_find_thread(snapshot, process, tid);

	return found ? found->task : NULL;
}

/* Our own: the leader, one that burns and one that sleeps. */
static void check_crew(struct crew *crew)
{
	int32_t pids[] = { (int32_t)getpid() };
	struct source_request request = {
		.needs = TASK_STAT | TASK_SCHEDSTAT, .threads = true, .pids = pids, .pid_count = 1
	};
	const uint64_t until = clock_monotonic() + DEADLINE_S * NS_PER_SECOND;
	const struct sighting *sighting;
	const struct task *process, *busy, *quiet;
	struct samples samples;
	struct snapshot *snapshot;

	samples_open(&samples, "/proc");
	snapshot = samples_take(&samples, &request);
	for (;;) {
		assert_int_equal(snapshot->task_count, 1);
		sighting = &snapshot->tasks[0];
		busy = find_thread(snapshot, sighting, atomic_load(&crew->busy_tid));
		quiet = find_thread(snapshot, sighting, atomic_load(&crew->quiet_tid));
		if (busy && quiet && quiet->state == 'S' && busy->utime_ns + busy->stime_ns > 0)
			break;
		assert_true(clock_monotonic() < until);
		(void)poll(NULL, 0, 10);
		assert_int_equal(source_sample(samples.source, &request, snapshot), 0);
	}
	process = sighting->task;
	assert_int_equal(process->busiest, 'R');
	assert_true(process->num_threads >= 3);
	assert_int_equal(sighting->thread_count, process->num_threads);
	assert_int_equal(busy->tgid, getpid());
	assert_true(busy->is_thread);
	assert_bytes_equal(quiet->comm, bytes_of("quiet) R 1"));
	/* The process has the time of all; it was read a moment after some of them. */
	assert_true(process->utime_ns + process->stime_ns + NS_PER_SECOND / 10 >=
		    busy->utime_ns + busy->stime_ns);
	assert_true(process->run_ns > 0);
	snapshot_free(snapshot);
	samples_close(&samples);
}

static void test_crew(void **state)
{
	struct crew crew = { 0 };
	pthread_t busy, quiet;

	(void)state;
	assert_int_equal(pipe(crew.quiet), 0);
	assert_int_equal(pthread_create(&busy, NULL, be_busy, &crew), 0);
	assert_int_equal(pthread_create(&quiet, NULL, be_quiet, &crew), 0);
	check_crew(&crew);
	atomic_store(&crew.stop, true);
	(void)close(crew.quiet[1]);
	assert_int_equal(pthread_join(busy, NULL), 0);
	assert_int_equal(pthread_join(quiet, NULL), 0);
	(void)close(crew.quiet[0]);
}

/* With few descriptors, soft or hard, everybody is seen all the same, again and again. */
struct limit_case {
	const char *name;
	rlim_t soft, hard;
};

static const struct limit_case limit_cases[] = {
	{ "at most 40 descriptors", 40, 40 },
	{ "40 that may be raised to 160", 40, 160 },
};

static int sample_with_limit(const struct limit_case *c)
{
	const struct rlimit limit = { c->soft, c->hard };
	struct source_request request = { .needs = TASK_STAT | TASK_USER };
	struct procdir *procdir;
	struct source *source;
	struct snapshot *snapshot = snapshot_new();
	pid_t children[60];
	int seen = 0;

	for (size_t i = 0; i < ARRAY_LEN(children); i++) {
		children[i] = fork();
		if (children[i] == 0) {
			(void)alarm(DEADLINE_S);
			for (;;)
				(void)pause();
		}
	}
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || procdir_open("/proc", &procdir) < 0)
		return 1;
	source = procfs_new(procdir);
	for (int round = 0; round < 3; round++) {
		if (source_sample(source, &request, snapshot) < 0)
			return 2;
		for (size_t i = 0; i < ARRAY_LEN(children); i++)
			seen += snapshot_task_find(snapshot, (int32_t)children[i]) != NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(children); i++) {
		(void)kill(children[i], SIGKILL);
		(void)waitpid(children[i], NULL, 0);
	}
	source_free(source);
	procdir_close(procdir);
	snapshot_free(snapshot);
	return seen == 3 * (int)ARRAY_LEN(children) ? 0 : 3;
}

static void test_limit(void **state)
{
	const struct limit_case *c = *state;
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(sample_with_limit(c));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* The tree is taken away: an error, and no tasks of the sample before. */
static void test_error(void **state)
{
	struct source_request request = { .needs = TASK_STAT };
	struct scratch scratch;
	struct samples samples;
	struct snapshot *snapshot;
	int null, fd;

	(void)state;
	scratch_init(&scratch);
	scratch_add(&scratch, 7, 1);
	samples_open(&samples, scratch.path);
	snapshot = samples_take(&samples, &request);
	assert_int_equal(snapshot->task_count, 1);
	fd = procdir_fd(samples.procdir);
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(dup2(null, fd), fd);
	assert_int_equal(source_sample(samples.source, &request, snapshot), -ENOTDIR);
	assert_int_equal(snapshot->error, -ENOTDIR);
	assert_int_equal(snapshot->task_count, 0);
	assert_int_equal(snapshot->thread_count, 0);
	(void)close(null);
	snapshot_free(snapshot);
	samples_close(&samples);
	scratch_done(&scratch);
}

int main(void)
{
	struct CMUnitTest trees[ARRAY_LEN(tree_cases)], requests[ARRAY_LEN(request_cases)];
	struct CMUnitTest shown[ARRAY_LEN(shown_cases)], limits[ARRAY_LEN(limit_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_small),  cmocka_unit_test(test_threads_of),
		cmocka_unit_test(test_self),   cmocka_unit_test(test_killed),
		cmocka_unit_test(test_crew),   cmocka_unit_test(test_error),
		cmocka_unit_test(test_shared),
	};
	int failed;

	test_table(trees, ARRAY_LEN(trees), tree_cases, sizeof(tree_cases[0]), test_tree);
	test_table(requests, ARRAY_LEN(requests), request_cases, sizeof(request_cases[0]),
		   test_request);
	test_table(shown, ARRAY_LEN(shown), shown_cases, sizeof(shown_cases[0]), test_shown);
	test_table(limits, ARRAY_LEN(limits), limit_cases, sizeof(limit_cases[0]), test_limit);
	failed = cmocka_run_group_tests_name("captured trees", trees, NULL, NULL);
	failed += cmocka_run_group_tests_name("a list of PIDs", requests, NULL, NULL);
	failed += cmocka_run_group_tests_name("what is shown", shown, NULL, NULL);
	failed += cmocka_run_group_tests_name("few descriptors", limits, NULL, NULL);
	failed += cmocka_run_group_tests_name("procfs", others, NULL, NULL);
	return failed;
}
